import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dump, load } from 'js-yaml';
import { Kubectl } from '../../cli/smoke/kubectl.js';
import { isFree } from '../../infra/local/machine-check.js';

/** How a command ended. */
export interface Ended {
  /** Exit code; `undefined` when it was killed. */
  readonly code: number | undefined;
  readonly output: string;
}

type Config = Record<string, unknown>;

/** Clusters of these tests are `<PREFIX>-<name>` in kind. */
const PREFIX = 'asm-test';
const STACK = 'local';
const FILE = `Pulumi.${STACK}.yaml`;
const MOST_MINUTES = 15;

/** The local environment of the repository, as a stack of its own with clusters and ports of its own. */
export class LocalEngine {
  /** @param settings file with settings over those of the repository's environment, in its form */
  static async start(settings: string | undefined): Promise<LocalEngine> {
    deleteClusters();
    const [http = 0, https = 0] = await freePorts(2);
    const engine = new LocalEngine({ http, https });
    const own = load(readFileSync(FILE, 'utf8')) as { config: Config };
    const over = settings === undefined ? { config: {} } : (load(readFileSync(settings, 'utf8')) as { config: Config });
    const tests = { 'asm-blueprints:local': { kind: { prefix: PREFIX }, ports: engine.ports } };
    engine.write(merged(merged(own.config, over.config), tests));
    await engine.run('stack', 'init');
    return engine;
  }

  /** Leaders of the process groups that may be running: each command has one, with all that it starts. */
  private readonly groups = new Set<number | undefined>();
  readonly folder = mkdtempSync(join(tmpdir(), 'asm-local-'));

  private constructor(readonly ports: { readonly http: number; readonly https: number }) {
    // The engine writes into the environment's file, so it gets a folder where that file is a copy.
    for (const name of readdirSync('.')) {
      if (name !== FILE && !name.startsWith('.')) symlinkSync(resolve(name), join(this.folder, name));
    }
    mkdirSync(join(this.folder, '.state'));
  }

  /** Changes settings of the program, as a person would in the file. */
  configure(settings: Config): void {
    const keyed = Object.entries(settings).map(([key, value]) => [`asm-blueprints:${key}`, value]);
    this.write(merged(this.config(), Object.fromEntries(keyed)));
  }

  /** A setting of the program, by its path. */
  setting(...path: readonly string[]): unknown {
    const [key, ...rest] = path;
    return rest.reduce<unknown>(
      (value, part) => (isMap(value) ? value[part] : undefined),
      this.config()[`asm-blueprints:${key}`],
    );
  }

  private config(): Config {
    return (load(readFileSync(join(this.folder, FILE), 'utf8')) as { config: Config }).config;
  }

  private write(config: Config): void {
    writeFileSync(join(this.folder, FILE), dump({ config }));
  }

  /** Runs a command of the engine to its end, or kills it after a time. */
  run(command: string, ...args: string[]): Promise<Ended> {
    return this.spawn('pulumi', [command, ...args, '--stack', STACK, '--non-interactive']);
  }

  up(...flags: string[]): Promise<Ended> {
    return this.run('up', '--yes', '--skip-preview', ...flags);
  }

  smoke(...args: string[]): Promise<Ended> {
    return this.spawn('npm', ['run', '--silent', 'smoke', '--', '--stack', STACK, ...args]);
  }

  /**
   * An up that is cut off: the engine alone is killed, and what it has started goes on for a while, or everything, as by a
   * power cut.
   *
   * @param step text of the engine's progress, a while after which it is killed
   */
  killedUp(step: string, afterMs: number, everything: boolean): Promise<Ended> {
    const args = ['up', '--yes', '--skip-preview', '--stack', STACK, '--non-interactive'];
    return this.spawn('pulumi', args, { step, afterMs, everything });
  }

  private spawn(
    command: string,
    args: readonly string[],
    kill: { readonly step?: string; readonly afterMs: number; readonly everything: boolean } = {
      afterMs: MOST_MINUTES * 60_000,
      everything: true,
    },
  ): Promise<Ended> {
    const child = spawn(command, args, {
      cwd: this.folder,
      detached: true,
      env: {
        ...process.env,
        PULUMI_HOME: join(this.folder, '.home'),
        PULUMI_BACKEND_URL: `file://${join(this.folder, '.state')}`,
        PULUMI_CONFIG_PASSPHRASE: 'test',
        PULUMI_SKIP_UPDATE_CHECK: 'true',
        XDG_STATE_HOME: join(this.folder, '.notes'),
        KUBECONFIG: join(this.folder, '.kubeconfig'),
        NO_COLOR: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.groups.add(child.pid);
    let timer: NodeJS.Timeout | undefined;
    let output = '';
    const watch = () => {
      if (timer !== undefined || !output.includes(kill.step ?? '')) return;
      timer = setTimeout(() => (kill.everything ? killGroup(child.pid) : child.kill('SIGKILL')), kill.afterMs);
    };
    watch();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output += text;
        watch();
      });
    }
    return new Promise((done) => {
      const end = (code: number | null) => {
        clearTimeout(timer);
        if (kill.everything) this.groups.delete(child.pid);
        done({ code: code ?? undefined, output });
      };
      child.on('close', end);
      // What a killed engine has started holds its streams open.
      child.on('exit', (code, signal) => signal === 'SIGKILL' && setTimeout(() => end(code), 500));
    });
  }

  /** kubectl on a cluster of the stack. */
  kubectl(cluster: string): Kubectl {
    const file = join(this.folder, `.${cluster}.kubeconfig`);
    const { stdout } = spawnSync('kind', ['get', 'kubeconfig', '--name', kindName(cluster)], { encoding: 'utf8' });
    writeFileSync(file, stdout, { mode: 0o600 });
    return new Kubectl(file);
  }

  /** Ends what runs, and deletes the clusters and all that is known of them. */
  close(): void {
    for (const leader of this.groups) killGroup(leader);
    deleteClusters();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Name of a cluster of the tests in kind. */
export function kindName(cluster: string): string {
  return `${PREFIX}-${cluster}`;
}

/** Names in kind of the clusters that these tests have left or made. */
export function clustersOfTests(): string[] {
  const { stdout } = spawnSync('kind', ['get', 'clusters'], { encoding: 'utf8' });
  return stdout.split('\n').filter((name) => name.startsWith(`${PREFIX}-`));
}

function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch {
    // All of it has ended.
  }
}

function deleteClusters(): void {
  for (const name of clustersOfTests()) spawnSync('kind', ['delete', 'cluster', '--name', name]);
}

/** Below the ports that connections get of themselves, so that none takes one while a cluster is made anew. */
const FIRST_PORT = 20_000;
const LAST_PORT = 30_000;

/** Ports of 127.0.0.1 that nobody listens on. */
async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  for (let port = FIRST_PORT + (process.pid % 5000); port < LAST_PORT && found.length < count; port += 1) {
    if (await isFree(port)) found.push(port);
  }
  return found;
}

function isMap(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merged(under: Config, over: Config): Config {
  const result = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = isMap(below) && isMap(value) ? merged(below, value) : value;
  }
  return result;
}
