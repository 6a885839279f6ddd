import { Worker } from 'node:worker_threads';

/** What a process may use up. The thread that watches reads it, so that it can grow with the files that are read. */
export interface Allowance {
  /** Milliseconds on the clock and of processor time, both counted from the start of the work. */
  milliseconds: number;
  /** Bytes of main memory. */
  bytes: number;
}

/** What was used up. */
export type Exhausted = 'time' | 'memory';

/** Where the parts of the shared numbers are; the work is begun anew whenever its number changes. */
const [milliseconds, bytes, work] = [0, 1, 2];

/** By this name the thread that watches finds the function that ends the work. */
const key = 'asm-blueprints.work-is-too-much';

/** Milliseconds between two looks. */
const period = 25;

/**
 * Watches what this process uses up from a thread of its own. Nothing in the work itself counts or asks, so the work is as fast as without,
 * and no loop of it, and of no library, can be forgotten. The time has to be over on the clock and for the processor: a machine that is busy
 * with something else, or that waits for a cluster, refuses nothing.
 */
export class Watcher {
  private started = performance.now();
  private before = process.cpuUsage();
  private readonly allowed = new Float64Array(new SharedArrayBuffer(3 * Float64Array.BYTES_PER_ELEMENT));
  private readonly worker: Worker;

  /**
   * @param refuse is called amid the work, once, and says what is the matter; nothing of the work goes on after it
   * @param end is called when the work has been left, and ends the process
   */
  constructor(allowance: Allowance, refuse: (exhausted: Exhausted) => void, end: () => void) {
    this.allow(allowance);
    this.worker = new Worker(`(${watch})(require)`, {
      eval: true,
      execArgv: [],
      workerData: { allowed: this.allowed, key, period },
    });
    // A system that has no inspector, or no threads, has no limit.
    this.worker.on('error', () => {});
    this.worker.unref();
    Object.defineProperty(globalThis, Symbol.for(key), {
      configurable: true,
      value: (exhausted: Exhausted) => {
        this.worker.ref();
        // Only then has the thread let go of this one: a process with a connected inspector waits at its end.
        this.worker.once('exit', end);
        refuse(exhausted);
      },
    });
  }

  /** Counts from now on: what was done before is over. */
  begin(): void {
    this.started = performance.now();
    this.before = process.cpuUsage();
    this.allowed[work] = (this.allowed[work] ?? 0) + 1;
  }

  /** The share of the allowance that is used up: of time or memory, whichever is more. */
  share(): number {
    const { user, system } = process.cpuUsage(this.before);
    const time = Math.min(performance.now() - this.started, (user + system) / 1000) / (this.allowed[milliseconds] ?? 0);
    return Math.max(time, process.memoryUsage.rss() / (this.allowed[bytes] ?? 0));
  }

  /** What may be used up, counted from the start. */
  allow(allowance: Allowance): void {
    this.allowed[milliseconds] = allowance.milliseconds;
    this.allowed[bytes] = allowance.bytes;
  }
}

interface WatchData {
  readonly allowed: Float64Array;
  readonly key: string;
  readonly period: number;
}

/**
 * The thread. Its text is all that goes there: it names nothing of this module, and has no function with a name, which compilers wrap.
 * `Runtime.evaluate` of the inspector runs between two instructions of a thread that is busy (https://chromedevtools.github.io/devtools-protocol/v8/Runtime/).
 */
function watch(load: NodeJS.Require): void {
  const { Session } = load('node:inspector') as typeof import('node:inspector');
  const { workerData } = load('node:worker_threads') as typeof import('node:worker_threads');
  const data = workerData as WatchData;
  let started = performance.now();
  let before = process.cpuUsage();
  let work = 0;
  const timer = setInterval(() => {
    if (data.allowed[2] !== work) {
      work = data.allowed[2] ?? 0;
      started = performance.now();
      before = process.cpuUsage();
    }
    const { user, system } = process.cpuUsage(before);
    const most = data.allowed[0] ?? 0;
    const isLate = performance.now() - started > most && (user + system) / 1000 > most;
    const isLarge = process.memoryUsage.rss() > (data.allowed[1] ?? 0);
    if (!isLate && !isLarge) return;
    clearInterval(timer);
    const session = new Session();
    session.connectToMainThread();
    const call = `globalThis[Symbol.for(${JSON.stringify(data.key)})](${JSON.stringify(isLate ? 'time' : 'memory')})`;
    session.post('Runtime.evaluate', { expression: call });
    session.post('Runtime.terminateExecution', () => session.disconnect());
  }, data.period);
}
