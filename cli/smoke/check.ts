import type { SmokeMesh } from './mesh.js';

/** What a check saw. */
export interface Finding {
  readonly passed: boolean;
  /** What the configuration asks for. */
  readonly expected: string;
  /** What came. */
  readonly observed: string;
  /** How the two were compared. */
  readonly method: string;
  /** Probability of what came if the configuration works, where a statistical test was made. */
  readonly pValue?: number;
}

/** What a check works with. */
export interface CheckContext {
  readonly mesh: SmokeMesh;
  /** Requests for a measured share. */
  readonly requests: number;
}

/** One promise of the mesh, measured. */
export interface Check {
  /** Name in the table, stable for scripts. */
  readonly name: string;
  /** What it looks at, for the progress line. */
  readonly title: string;
  readonly run: (context: CheckContext) => Promise<readonly Finding[]>;
}
