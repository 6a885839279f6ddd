import {
  type ConfigObject,
  isEmptySelector,
  type Labels,
  type Mesh,
  type MeshObject,
  type Workload,
} from '../model/index.js';
import { append } from '../model/labels.js';
import { listSome } from './wording.js';

/** Objects of one kind of which each workload should have one. */
export interface WorkloadClaims {
  /** Objects whose selector selects nothing, with the selector. */
  readonly idle: readonly { readonly object: MeshObject; readonly selector: Labels | undefined }[];
  /** Workloads that several objects select, with these. */
  readonly contested: ReadonlyMap<Workload, readonly MeshObject[]>;
  /** Objects without a selector, where a namespace has several, by namespace. */
  readonly unselective: ReadonlyMap<string, readonly MeshObject[]>;
}

/** Which workloads the objects claim; objects that `isLeftOut` names claim nothing. */
export function claimsOf(
  mesh: Mesh,
  objects: readonly ConfigObject<unknown>[],
  isLeftOut: (object: ConfigObject<unknown>) => boolean = () => false,
): WorkloadClaims {
  const idle: { object: MeshObject; selector: Labels | undefined }[] = [];
  const claimed = new Map<Workload, MeshObject[]>();
  const unselective = new Map<string, MeshObject[]>();
  for (const configuration of objects) {
    const { selector, namespace, object } = configuration;
    if (isLeftOut(configuration)) {
      continue;
    }
    if (isEmptySelector(selector)) {
      append(unselective, namespace, object);
      continue;
    }
    const workloads = mesh.selectWorkloads(namespace, selector);
    if (workloads.length === 0) {
      idle.push({ object, selector });
    }
    for (const workload of workloads) {
      const owners = claimed.get(workload);
      if (owners === undefined) {
        claimed.set(workload, [object]);
      } else {
        owners.push(object);
      }
    }
  }
  return { idle, contested: repeated(claimed), unselective: repeated(unselective) };
}

/** Names of objects for a message. */
export function namesOf(objects: readonly MeshObject[]): string {
  return listSome(objects.map(({ name }) => name));
}

function repeated<K>(table: ReadonlyMap<K, readonly MeshObject[]>): ReadonlyMap<K, readonly MeshObject[]> {
  return new Map([...table].filter(([, objects]) => objects.length > 1));
}
