import type { Assumption } from '../assumption/assumption.js';
import type { MeshObject } from '../model/index.js';
import type { FieldPath } from '../yaml/positions.js';

/** How bad a finding is: an error does not work, a warning may not do what is meant, an info is worth knowing (docs/noise.md). */
export type Level = 'error' | 'warning' | 'info';

const ranks: Readonly<Record<Level, number>> = { error: 0, warning: 1, info: 2 };

/** Whether a level is as bad as another one or worse. */
export function isAtLeast(level: Level, threshold: Level): boolean {
  return ranks[level] <= ranks[threshold];
}

/** The object that a finding is about. */
export interface ResourceIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty for kinds without a namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** Something in the mesh that a person should look at. */
export interface Finding {
  /** `IST…` as `istioctl analyze` has it, or `ASM…` for what only this program finds. */
  readonly code: string;
  readonly level: Level;
  /** One sentence, without the object's name. */
  readonly message: string;
  readonly resource: ResourceIdentity;
  /** The object as the files or charts have it; its resource has the construct path or the file, and the line. */
  readonly object: MeshObject;
  /** Where in the object, for example `['spec', 'http', 0, 'route', 1]`; empty for the object as a whole. */
  readonly field: FieldPath;
  /** What would have to be wrong for the finding to hold; it is then of level info. @default it holds in any case */
  readonly assumption?: Assumption;
}

/** How messages name the object of a finding: `Kind namespace/name`, or `Kind name` without a namespace. */
export function describeResource({ kind, namespace, name }: ResourceIdentity): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/**
 * The order of findings: the worst first, then by code, object, field and message. It does not depend on the order of
 * checks or of input.
 */
export function compareFindings(one: Finding, other: Finding): number {
  return (
    ranks[one.level] - ranks[other.level] ||
    compareText(one.code, other.code) ||
    compareText(one.resource.namespace, other.resource.namespace) ||
    compareText(one.resource.kind, other.resource.kind) ||
    compareText(one.resource.name, other.resource.name) ||
    compareText(one.object.resource.target.name, other.object.resource.target.name) ||
    compareText(one.object.resource.path, other.object.resource.path) ||
    compareFields(one.field, other.field) ||
    compareText(one.message, other.message)
  );
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function compareFields(one: FieldPath, other: FieldPath): number {
  for (let index = 0; index < one.length && index < other.length; index += 1) {
    const left = one[index] ?? '';
    const right = other[index] ?? '';
    if (left !== right) {
      return typeof left === 'number' && typeof right === 'number'
        ? left - right
        : compareText(String(left), String(right));
    }
  }
  return one.length - other.length;
}
