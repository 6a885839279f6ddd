import type { TextPattern } from '../envoy/text-pattern.js';
import type { Caller } from '../exploration/space.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import { callersOf } from '../request/caller-workloads.js';

/** A condition on who asks. */
export interface CallerCondition {
  readonly key: string;
  readonly holds: (caller: Caller) => boolean;
  /** The identities of pods that are not in the files for which it holds. */
  readonly identity: TextPattern;
}

const noIdentity: TextPattern = { kind: 'one of', patterns: [] };

/**
 * The condition that a name stands for: `internet`, `workloads`, `namespace/workload`, or a namespace. A pod that is not in the files and
 * has a service account of the workload's own is that workload, as far as a mesh can tell.
 */
export function callerCondition(mesh: Mesh, name: string): CallerCondition {
  if (name === 'internet' || name === 'workloads') {
    const kind = name === 'internet' ? 'internet' : 'workload';
    return { key: name, holds: (caller) => caller.kind === kind, identity: noIdentity };
  }
  const slash = name.indexOf('/');
  if (slash < 0) {
    const identity: TextPattern = { kind: 'glob', text: `*/ns/${name}/sa/*` };
    return { key: name, holds: ({ namespace }) => namespace === name, identity };
  }
  const workloads = workloadsNamed(mesh, name);
  const names = new Set<unknown>(workloads.map((one) => `${one.namespace}/${one.name}`));
  const principals = new Set(
    workloads
      .filter(({ isInMesh, serviceAccount }) => isInMesh && serviceAccount !== 'default')
      .map((workload) => workload.principal(mesh.config.trustDomain)),
  );
  return {
    key: name,
    holds: ({ kind, from, principals: [principal] }) =>
      kind === 'workload' ? names.has(from) : kind === 'pod' && principal !== undefined && principals.has(principal),
    identity: { kind: 'one of', patterns: [...principals].map((text) => ({ kind: 'exact', text })) },
  };
}

/** The workloads that `namespace/name` stands for: by their own name, else by the label `app`, else by their service account. */
export function workloadsNamed(mesh: Mesh, name: string): readonly Workload[] {
  const slash = name.indexOf('/');
  const [namespace, short] = [name.slice(0, slash), name.slice(slash + 1)];
  const all = callersOf(mesh).filter((workload) => workload.namespace === namespace);
  const tests: readonly ((workload: Workload) => boolean)[] = [
    (workload) => workload.name === short,
    ({ labels }) => labels['app'] === short,
    ({ serviceAccount }) => serviceAccount === short,
  ];
  for (const test of tests) {
    const found = all.filter(test);
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}
