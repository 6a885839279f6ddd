import { printable } from '../text/printable.js';

/** Something wrong with an input: an error as a value. */
export interface Problem {
  /** Stable identifier, for example `ENV_UNKNOWN_KEY`. */
  readonly code: string;
  /** Where: a file and a path in it, or a construct path and a field. */
  readonly place: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do about it, or what is allowed. */
  readonly fix: string;
}

/** One line for a person: place, message, fix, code. Texts of files in it are made safe to look at. */
export function formatProblem(problem: Problem): string {
  return printable(`${problem.place}: ${problem.message}; ${problem.fix} [${problem.code}]`);
}

/** Carries all problems of one input out of a place that can only throw, such as a constructor. */
export class ProblemsError extends Error {
  constructor(
    /** What was being done, for the first line of the message. */
    summary: string,
    /** Every problem that was found, in a stable order. */
    readonly problems: readonly Problem[],
  ) {
    super([summary, ...problems.map((problem) => `  ${formatProblem(problem)}`)].join('\n'));
    this.name = 'ProblemsError';
  }
}
