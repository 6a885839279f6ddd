import type { Mesh, MeshObject } from '../model/index.js';
import type { FieldPath } from '../yaml/positions.js';
import type { FindingType, ValuesOf } from './finding-type.js';

/**
 * Reports a finding about an object. An object that a controller makes from another (the Deployment of a gateway) stands
 * for the one that was written.
 */
export type Report = <Code extends string, Template extends string>(
  type: FindingType<Code, Template>,
  object: MeshObject,
  values: Readonly<Record<ValuesOf<Template>, string | number>>,
  /** Where in the object. @default the object as a whole */
  field?: FieldPath,
) => void;

/** One concern of the analysis. Never throws on odd input, and takes time in proportion to the size of the mesh. */
export interface Check {
  /** What it looks at, in kebab-case: the name of its file. */
  readonly name: string;
  /** Every type of finding that it may report. */
  readonly types: readonly FindingType[];
  run(mesh: Mesh, report: Report): void;
}
