import { type Assumption, assume, eachOnce } from '../assumption/assumption.js';
import { assumeNoProxy, isUndecided, undecidedNamespaces } from '../assumption/membership.js';
import type { Mesh } from '../model/mesh.js';
import { PushContext } from '../proxy/push-context.js';
import { Downstreams } from '../request/downstream.js';
import type { Answer, RequestQuery } from '../request/index.js';
import { readTarget } from '../request/query.js';

/** What an answer takes for granted, because the files do not say it: whether caller and callee are in the mesh, and what an unknown host is. */
export function answerAssumptions(mesh: Mesh, query: RequestQuery, answer: Answer): readonly Assumption[] {
  const namespaces = new Set<string>();
  for (const { namespace, workload: name } of answer.outcomes) {
    const workload = mesh.workloadsIn(namespace).find((one) => one.name === name);
    if (workload !== undefined && isUndecided(mesh, workload)) {
      namespaces.add(namespace);
    }
  }
  const asked = askedNamespace(mesh, query);
  if (asked !== undefined) {
    namespaces.add(asked);
  }
  return [
    ...(namespaces.size === 0 ? [] : [assumeNoProxy(mesh, [...namespaces].sort())]),
    ...unknownHost(mesh, query, answer),
    ...(answer.networkPolicies.length > 0 && mesh.networkPolicies === undefined ? [assume.networkPlugin()] : []),
  ];
}

/** The namespace of the caller, when nothing says whether its pods are in the mesh. */
function askedNamespace(mesh: Mesh, { from }: RequestQuery): string | undefined {
  if (from === 'internet' || (typeof from !== 'string' && from.sidecar !== undefined)) {
    return undefined;
  }
  const { namespace, workload, hasSidecar, isAmbient } = Downstreams.of(mesh).find(from);
  if (workload !== undefined) {
    return isUndecided(mesh, workload) ? namespace : undefined;
  }
  // A pod that is not in the files is like the others of its namespace.
  return !hasSidecar && !isAmbient && !mesh.namespace(namespace).isDeclared ? namespace : undefined;
}

/** That a host outside the cluster answers, of which these files know nothing. */
function unknownHost(mesh: Mesh, { from, to }: RequestQuery, answer: Answer): readonly Assumption[] {
  const { host } = readTarget(to);
  // Where a route or an entry takes the request, or the mesh lets nothing out, the answer is not that of the host.
  const isOfHost = answer.verdict === 'allowed' && answer.outcomes.every((outcome) => outcome.host === host);
  if (from === 'internet' || !isOfHost) {
    return [];
  }
  const { namespace } = Downstreams.of(mesh).find(from);
  const { kind } = PushContext.of(mesh).network.resolve(host, namespace);
  if (kind !== 'external' || mesh.serviceFor(host, namespace) !== undefined) {
    return [];
  }
  return [
    {
      code: 'UNKNOWN_HOST',
      statement: `the host ${host} exists outside the mesh and answers: it is unknown to these files, which have no Service and no ServiceEntry for it`,
      settledBy: `--external-host ${host}`,
    },
  ];
}

/** What the rows of a survey take for granted: that the pods of namespaces of which the files say nothing have no proxy, and that NetworkPolicies are enforced. */
export function surveyAssumptions(meshes: readonly Mesh[]): readonly Assumption[] {
  return eachOnce(
    meshes.flatMap((mesh) => {
      const namespaces = undecidedNamespaces(mesh);
      const isPoliced = mesh.networkPolicies === undefined && !PushContext.of(mesh).networkPolicies.isEmpty;
      return [
        ...(namespaces.length === 0 ? [] : [assumeNoProxy(mesh, namespaces)]),
        ...(isPoliced ? [assume.networkPlugin()] : []),
      ];
    }),
  );
}
