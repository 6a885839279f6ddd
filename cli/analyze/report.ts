import type { Analysis, Finding } from '../../mesh/analysis/index.js';
import type { Problem } from '../../mesh/manifest/problem.js';

/** A place in an object. */
export type Located = Pick<Finding, 'object' | 'field'>;

/** What an analysis of files comes to. */
export interface Report extends Analysis {
  /** What could not be read, or only in part. */
  readonly problems: readonly Problem[];
  /** Whether everything was read, in spite of the problems. */
  readonly isComplete: boolean;
  /** The line of a finding in its file. */
  readonly locate: (finding: Located) => number | undefined;
  readonly objects: number;
  readonly files: number;
}
