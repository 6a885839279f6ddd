import type { Assumption } from '../assumption/assumption.js';
import type { Mesh, MeshObject } from '../model/index.js';
import type { FieldPath } from '../yaml/positions.js';
import type { Level } from './finding.js';
import type { FindingType, ValuesOf } from './finding-type.js';

/** What a check knows of a finding besides its place. */
export interface Circumstances {
  /** Holds when the assumption is wrong: it is then of level info, and the assumption is printed instead. @default it holds in any case */
  readonly assumption?: Assumption | undefined;
  /** Level here, unless the user sets one for the code. @default the level of the type */
  readonly level?: Level | undefined;
  /** Whether only istioctl reports it, and nobody needs to act: left out unless istioctl's findings are asked for. @default false */
  readonly isEcho?: boolean;
  /** Whether istioctl does not report it, so that it is left out when istioctl's findings are asked for. @default false */
  readonly isOwn?: boolean;
}

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
  circumstances?: Circumstances,
) => void;

/** One concern of the analysis. Never throws on odd input, and takes time in proportion to the size of the mesh. */
export interface Check {
  /** What it looks at, in kebab-case: the name of its file. */
  readonly name: string;
  /** Every type of finding that it may report. */
  readonly types: readonly FindingType[];
  /** Whether istioctl reports nothing of it, so that it is not run when only istioctl's findings are asked for. @default false */
  readonly isOwn?: boolean;
  /**
   * @param asked codes that the user has given a level, so that they are wanted even where nothing in the files shows it
   */
  run(mesh: Mesh, report: Report, asked: ReadonlySet<string>): void;
}
