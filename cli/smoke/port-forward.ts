import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError, lastLine } from './cluster-error.js';

/** Pause before a way that has ended is opened again, in milliseconds. */
const PAUSE = 250;

/** How long a way may take to open again, in milliseconds. */
const REOPENING = 30_000;

/** How long after its connections a `kubectl port-forward` may take to end itself, in milliseconds. */
const ENDING = 2000;

/** A way to a port in the cluster that is opened again, on the same local port, whenever `kubectl port-forward` ends. */
export class PortForward {
  private local: number | undefined;
  private child: ChildProcess | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isOpen = false;
  private closed = false;
  private ended = 0;

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

  /** Port on 127.0.0.1, of a way that was opened. */
  get port(): number {
    return this.local ?? 0;
  }

  /** How often the way has ended. */
  get ends(): number {
    return this.ended;
  }

  /** @throws ClusterError if the way cannot be opened the first time */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.program, this.command(this.local === undefined ? '' : String(this.local)), {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      this.child = child;
      let told = '';
      child.stderr.on('data', (data) => {
        told += String(data);
      });
      child.on('error', (error) => reject(new ClusterError(error.message)));
      child.on('close', () => {
        if (this.isOpen) this.ended += 1;
        this.isOpen = false;
        reject(new ClusterError(`port-forward to ${this.target}: ${lastLine(told)}`));
        if (this.local !== undefined && !this.closed) this.openLater();
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
        if (found === undefined) return;
        this.local = Number(found);
        this.isOpen = true;
        resolve();
      });
    });
  }

  /** Waits until the way is open, for a while. */
  opened(): Promise<void> {
    return until(() => this.isOpen || this.closed, REOPENING);
  }

  /**
   * Whether the way has ended since, so that a request on it could not be answered. It breaks its connections a moment
   * before it ends.
   *
   * @param ends how often it had ended when the request began
   */
  async hasEnded(ends: number): Promise<boolean> {
    await until(() => this.ended > ends || this.closed, ENDING);
    return this.ended > ends;
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

/** Waits until something holds, or a time is over. */
async function until(holds: () => boolean, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!holds() && Date.now() < end) await sleep(20);
}
