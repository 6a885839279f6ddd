import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError, lastLine } from './cluster-error.js';
import { PortForward } from './port-forward.js';

/** A Kubernetes object of which only some fields matter. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly [field: string]: unknown;
}

/** What an API server says that is busy; the same command succeeds a little later. */
const BUSY =
  /TLS handshake timeout|context deadline exceeded|etcdserver: |failed calling webhook|Timeout: request did not complete|client connection lost|unexpected EOF/;
const ATTEMPTS = 5;
const PAUSE = 2000;

/** `kubectl` with a kubeconfig. */
export class Kubectl {
  private readonly forwards: PortForward[] = [];

  constructor(
    private readonly kubeconfig: string | undefined,
    private readonly context?: string,
  ) {}

  /** Runs kubectl, again where the API server was only busy, and returns what it prints. @throws ClusterError */
  async run(args: readonly string[], input = ''): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      const { code, stdout, stderr } = await this.attempt(args, input);
      if (code === 0) return stdout;
      if (attempt === ATTEMPTS || !BUSY.test(stderr)) {
        throw new ClusterError(`kubectl ${args.slice(0, 3).join(' ')}: ${lastLine(stderr)}`);
      }
      await sleep(PAUSE);
    }
  }

  /** Runs kubectl and returns whatever comes of it. */
  attempt(args: readonly string[], input = ''): Promise<{ code: number; stdout: string; stderr: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn('kubectl', [...this.flags(), ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (data) => {
        stdout += String(data);
      });
      child.stderr.on('data', (data) => {
        stderr += String(data);
      });
      child.on('error', (error: NodeJS.ErrnoException) => {
        reject(new ClusterError(error.code === 'ENOENT' ? 'kubectl is not on PATH; install it' : error.message));
      });
      child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }

  async list(kind: string, ...args: string[]): Promise<KubeObject[]> {
    const { items }: { items: KubeObject[] } = JSON.parse(await this.run(['get', kind, ...args, '-o', 'json']));
    return items;
  }

  async apply(objects: readonly unknown[]): Promise<void> {
    await this.run(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  }

  async remove(kind: string, name: string, ...args: string[]): Promise<void> {
    await this.run(['delete', kind, name, '--ignore-not-found', ...args]);
  }

  /**
   * Opens a way to a port of a pod or Service; closed with {@link Kubectl.close} at the latest. A `kubectl port-forward`
   * ends when a connection to the port fails, for example before a proxy listens; the way is then opened again.
   *
   * @throws ClusterError if there is no such pod or Service, or it is not running
   */
  async forward(namespace: string, target: string, port: number): Promise<PortForward> {
    const args = [...this.flags(), '-n', namespace, 'port-forward', target];
    const forward = new PortForward(target, (local) => [...args, `${local}:${port}`]);
    this.forwards.push(forward);
    await forward.open();
    return forward;
  }

  /** Ends every connection. */
  close(): void {
    for (const forward of this.forwards.splice(0)) forward.close();
  }

  private flags(): string[] {
    return [
      ...(this.kubeconfig === undefined ? [] : ['--kubeconfig', this.kubeconfig]),
      ...(this.context === undefined ? [] : ['--context', this.context]),
    ];
  }
}
