import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ClusterError, lastLine } from './cluster-error.js';

/** Pause before a way that has ended is opened again, in milliseconds. */
const PAUSE = 250;

/** A way to a port in the cluster that is opened again, on the same local port, whenever `kubectl port-forward` ends. */
export class PortForward {
  private port: number | undefined;
  private child: ChildProcess | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  /**
   * @param target what the way leads to, for messages
   * @param command arguments of kubectl for a local port; without one kubectl chooses
   * @param program the program that takes them @default kubectl
   */
  constructor(
    private readonly target: string,
    private readonly command: (local: string) => readonly string[],
    private readonly program = 'kubectl',
  ) {}

  /** @returns the port on 127.0.0.1 @throws ClusterError if the way cannot be opened the first time */
  open(): Promise<number> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.program, this.command(this.port === undefined ? '' : String(this.port)), {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      this.child = child;
      let told = '';
      child.stderr.on('data', (data) => {
        told += String(data);
      });
      child.on('error', (error) => reject(new ClusterError(error.message)));
      child.on('close', () => {
        reject(new ClusterError(`port-forward to ${this.target}: ${lastLine(told)}`));
        if (this.port !== undefined && !this.closed) this.openLater();
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
        if (found === undefined) return;
        this.port = Number(found);
        resolve(this.port);
      });
    });
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    this.child?.kill();
  }

  private openLater(): void {
    this.retry = setTimeout(() => {
      // Whoever uses the way sees for itself that it stays closed.
      this.open().catch(() => undefined);
    }, PAUSE);
  }
}
