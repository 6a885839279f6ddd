/**
 * The process that runs the program on inputs, so that one that never ends or fills the memory can be ended. It is told what to do by
 * messages and answers each with one.
 */
import { Random } from '../test/differential/findings/random.js';
import type { FuzzTarget, Json } from './target.js';
import { targets } from './targets/index.js';

/** What is asked: an input by its number, or one that is given; made only, or checked too. */
export interface Order {
  readonly seed: number;
  readonly index: number;
  readonly target: string;
  readonly input?: Json;
  readonly isMadeOnly?: boolean;
}

/** What came of it. */
export interface Result {
  /** The input is made, and its time begins; what came of it is the next message. */
  readonly isMade?: boolean;
  readonly input?: Json;
  /** What was thrown; absent when everything holds. */
  readonly failure?: string;
}

async function carryOut({ seed, index, target, input, isMadeOnly }: Order): Promise<Result> {
  const found = targets.find(({ name }) => name === target) as FuzzTarget;
  const made = input ?? found.make(new Random(seed * 1_000_003 + index));
  if (isMadeOnly) {
    return { input: made };
  }
  process.send?.({ isMade: true } satisfies Result);
  try {
    await found.check(made);
    return {};
  } catch (error) {
    return { input: made, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('message', (order: Order) => {
  carryOut(order).then(
    (result) => process.send?.(result),
    (error) => process.send?.({ failure: `the input cannot be made: ${error instanceof Error ? error.stack : error}` }),
  );
});
process.send?.({});
