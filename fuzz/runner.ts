import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, Result } from './child.js';

const program = fileURLToPath(new URL('./child.ts', import.meta.url));

/** What one input may take. */
const limits = { milliseconds: 5000, megabytes: 500 };

/** Milliseconds that a process may take to start and to make its first inputs, which needs the scenarios synthesized. */
const patience = 120_000;

/** Runs inputs in a process that is ended, and made anew, when one of them takes too long or too much memory. */
export class Runner {
  private child: ChildProcess | undefined;

  /** What came of an order; a process that had to be ended is a failure of its input. */
  async run(order: Order): Promise<Result> {
    const child = await this.started();
    const result = await this.answer(child, () => child.send(order));
    if (result.failure === undefined || result.input !== undefined) {
      return result;
    }
    // The process that had the input is gone.
    const { input } = order.input === undefined ? await this.run({ ...order, isMadeOnly: true }) : order;
    return input === undefined ? result : { ...result, input };
  }

  /** Ends the process. */
  stop(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private async started(): Promise<ChildProcess> {
    if (this.child === undefined) {
      const child = fork(program, {
        execArgv: ['--import', 'tsx', `--max-old-space-size=${limits.megabytes}`],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      child.stdout?.resume();
      child.stderr?.resume();
      this.child = child;
      await this.answer(child, () => {});
    }
    return this.child;
  }

  private answer(child: ChildProcess, ask: () => void): Promise<Result> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const end = (result: Result): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(result);
      };
      const waitFor = (milliseconds: number): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          this.stop();
          end({ failure: `no answer in ${milliseconds / 1000} s` });
        }, milliseconds);
      };
      child.on('message', (result: Result) => (result.isMade ? waitFor(limits.milliseconds) : end(result)));
      child.on('exit', (code, signal) => {
        this.child = undefined;
        end({
          failure: `the process ended with ${code ?? signal}: more than ${limits.megabytes} MB of memory, or a crash`,
        });
      });
      waitFor(patience);
      ask();
    });
  }
}
