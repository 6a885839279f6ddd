/** An error to answer instead of doing what was asked. */
export interface Fault {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const throttled: Fault = {
  status: 429,
  code: 'Throttling.User',
  message: 'Request was denied due to user flow control.',
};
const broken: Fault = {
  status: 500,
  code: 'InternalError',
  message: 'The request processing has failed due to some unknown error.',
};

/** Decides which calls fail, in an order that the seed fixes. */
export class Faults {
  private state: number;
  private readonly planned: { readonly action: RegExp; readonly fault: Fault; left: number }[] = [];
  /** How many calls were made to fail. */
  injected = 0;

  constructor(
    seed: number,
    /** Share of calls that fail, 0 to 1: half of them throttled, half with status 500. */
    public rate = 0,
  ) {
    this.state = seed >>> 0;
  }

  /** A number from 0 to 1 (mulberry32). */
  random(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** The next `times` calls of matching operations fail with `fault`. */
  plan(action: RegExp, fault: Fault, times = 1): void {
    this.planned.push({ action, fault, left: times });
  }

  /** The fault for this call, if any. */
  next(action: string): Fault | undefined {
    for (const plan of this.planned) {
      if (plan.left <= 0 || !plan.action.test(action)) continue;
      plan.left -= 1;
      this.injected += 1;
      return plan.fault;
    }
    if (this.rate === 0 || this.random() >= this.rate) return undefined;
    this.injected += 1;
    return this.random() < 0.5 ? throttled : broken;
  }
}
