import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, Result } from './child.js';
import { processorTime } from './processor-time.js';

const program = fileURLToPath(new URL('./child.ts', import.meta.url));

/** What one input may take. */
const limits = {
  /** Of processor time, so that a busy machine makes no failures; of the clock where that cannot be known. */
  milliseconds: 5000,
  megabytes: 500,
};

/** Milliseconds of the clock after which a process waits for something that does not come. */
const patience = 180_000;

/** Milliseconds between two looks at a process. */
const interval = 250;

/** What came of an order; none when the time was over before. */
export type Outcome = Result | undefined;

/** Runs inputs in a process that is ended, and made anew, when one of them takes too long or too much memory. */
export class Runner {
  private child: ChildProcess | undefined;

  /**
   * What came of an order; a process that had to be ended is a failure of its input.
   *
   * @param until the moment of `performance.now()` at which the process is ended, whatever it does
   */
  async run(order: Order, until: number): Promise<Outcome> {
    const result = await this.carryOut(order, until);
    if (result?.failure === undefined || result.input !== undefined) {
      return result;
    }
    // The process that had the input is gone, so the input is made again; one that cannot be made is a failure without an input.
    const made = order.input === undefined ? await this.carryOut({ ...order, isMadeOnly: true }, until) : order;
    return made?.input === undefined ? result : { ...result, input: made.input };
  }

  /** Ends the process. */
  stop(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private async carryOut(order: Order, until: number): Promise<Outcome> {
    if (this.child === undefined) {
      this.child = fork(program, {
        execArgv: ['--import', 'tsx', `--max-old-space-size=${limits.megabytes}`],
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      const start = await this.answer(this.child, until);
      if (start?.failure !== undefined) {
        this.stop();
        return { failure: `the process does not start: ${start.failure}` };
      }
    }
    const { child } = this;
    return child === undefined ? undefined : this.answer(child, until, order);
  }

  /** What the process says next, or says to an order. */
  private answer(child: ChildProcess, until: number, order?: Order): Promise<Outcome> {
    return new Promise((resolve) => {
      const start = performance.now();
      /** The processor time at which the input was there. */
      let made: number | undefined;
      let timer: NodeJS.Timeout | undefined;
      const end = (outcome: Outcome, isOver = false): void => {
        clearInterval(timer);
        child.off('message', onMessage).off('exit', onExit).off('error', onError);
        if (isOver) {
          this.stop();
        }
        resolve(outcome);
      };
      const onMessage = (result: Result): void => {
        if (result.isMade) {
          made = processorTime(child.pid) ?? performance.now();
        } else {
          end(result);
        }
      };
      const onExit = (code: number | null, signal: string | null): void => {
        const why = `more than ${limits.megabytes} MB of memory, or a crash`;
        end({ failure: `the process ended with ${code ?? signal}: ${why}` }, true);
      };
      const onError = (error: Error): void => end({ failure: `the process cannot be asked: ${error.message}` }, true);
      const look = (): void => {
        const now = performance.now();
        if (now >= until) {
          end(undefined, true);
        } else if (made !== undefined && (processorTime(child.pid) ?? now) - made > limits.milliseconds) {
          end({ failure: `no answer in ${limits.milliseconds / 1000} s` }, true);
        } else if (now - start > patience) {
          end({ failure: `no answer, and none begun, in ${patience / 1000} s` }, true);
        }
      };
      timer = setInterval(look, interval);
      child.on('message', onMessage).on('exit', onExit).on('error', onError);
      if (order !== undefined) {
        child.send(order);
      }
    });
  }
}
