import { targetsOf } from '../istio/policy-attachment.js';
import { systemNamespaces } from '../model/injection.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshObject } from '../model/object.js';
import type { Workload } from '../model/workload.js';
import type { Assumption } from './assumption.js';

/**
 * Whether nothing in the files says if a workload is part of the mesh: its pods ask for no proxy, and the labels of its namespace, which may, are
 * in none of the files. It is then taken to have no proxy.
 */
export function isUndecided(mesh: Mesh, workload: Workload): boolean {
  const { namespace, cluster, injection, entry, hostNetwork } = workload;
  return (
    !workload.isInMesh &&
    entry === undefined &&
    !hostNetwork &&
    injection.reason === 'not-selected' &&
    namespace !== mesh.config.rootNamespace &&
    !systemNamespaces.has(namespace) &&
    mesh.namespace(namespace).in(cluster) === undefined
  );
}

/** Namespaces with undecided workloads, sorted. */
export function undecidedNamespaces(mesh: Mesh): readonly string[] {
  const found = new Set<string>();
  for (const workload of mesh.workloads) {
    if (!found.has(workload.namespace) && isUndecided(mesh, workload)) {
      found.add(workload.namespace);
    }
  }
  return [...found].sort();
}

/** The assumption that the pods of namespaces have no proxy. */
export function assumeNoProxy(mesh: Mesh, namespaces: readonly string[]): Assumption {
  const [only = ''] = namespaces;
  const where = namespaces.length === 1 ? `namespace ${only}` : `the namespaces ${listed(namespaces)}`;
  const object = namespaces.map((namespace) => meshObjectIn(mesh, namespace)).find((one) => one !== undefined);
  const though =
    object === undefined
      ? ''
      : `, though ${object.kind} ${object.namespace}/${object.name} has no effect on pods without one`;
  return {
    code: 'NO_PROXY',
    statement: `the pods of ${where} have no proxy, since nothing in these files puts them into a mesh${though}`,
    settledBy: `--inject ${namespaces.join(',')}`,
  };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** An object of a namespace that only acts on pods with a proxy, if there is one. */
export function meshObjectIn(mesh: Mesh, namespace: string): MeshObject | undefined {
  return meshObjects(mesh).get(namespace);
}

const found = new WeakMap<Mesh, ReadonlyMap<string, MeshObject>>();

/** By namespace, its first object that only acts on pods with a proxy: what is for gateways acts without any. */
function meshObjects(mesh: Mesh): ReadonlyMap<string, MeshObject> {
  let objects = found.get(mesh);
  if (objects === undefined) {
    const policies = [...mesh.authorizationPolicies, ...mesh.requestAuthentications];
    const routes = mesh.virtualServices.filter(({ spec }) => (spec.gateways ?? ['mesh']).includes('mesh'));
    const all = [
      ...policies.filter(({ spec }) => targetsOf(spec).length === 0),
      ...mesh.peerAuthentications,
      ...mesh.sidecars,
      ...routes,
    ];
    objects = new Map(all.reverse().map(({ namespace, object }) => [namespace, object]));
    found.set(mesh, objects);
  }
  return objects;
}
