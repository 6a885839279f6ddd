import { noStates, type WorkloadState, type WorkloadStates } from '../envoy/workload-state.js';
import { parseDuration } from '../istio/duration.js';
import type { RequestQuery } from './query.js';

/**
 * How a workload is assumed to answer: a status such as `503`, `reset`, `delay:600ms`, or a delay before one of the others,
 * `delay:600ms+503`. Undefined for anything else.
 */
export function parseState(text: string): WorkloadState | undefined {
  let [status, isReset, delay]: [string | undefined, boolean, number] = [undefined, false, 0];
  for (const part of text.split('+').map((one) => one.trim())) {
    const milliseconds = part.startsWith('delay:') ? parseDuration(part.slice('delay:'.length)) : undefined;
    if (milliseconds !== undefined && milliseconds > 0 && delay === 0) {
      delay = milliseconds;
    } else if (part === 'reset' && !isReset && status === undefined) {
      isReset = true;
    } else if (/^[1-5]\d\d$/.test(part) && status === undefined && !isReset) {
      status = part;
    } else {
      return undefined;
    }
  }
  return { status, isReset, delay };
}

/** The states that a question assumes; what cannot be read is left out. */
export function statesOf({ assume }: RequestQuery): WorkloadStates {
  if (assume === undefined) {
    return noStates;
  }
  return new Map(
    Object.entries(assume).flatMap(([name, text]): readonly (readonly [string, WorkloadState])[] => {
      const state = parseState(String(text));
      return state === undefined ? [] : [[name, state]];
    }),
  );
}
