import type { Mesh } from '../model/mesh.js';
import { PushContext } from '../proxy/push-context.js';
import { type Answer, workloadOf } from '../request/answer.js';
import { reachedBy } from '../request/reached.js';
import type { Expectation } from './promise.js';

/** The object that is to be changed for a promise to be kept, as `Kind namespace/name`; null where there is none. */
export function objectToBlame(mesh: Mesh, { verdict, mtls, versions }: Expectation, answer: Answer): string | null {
  if (verdict === undefined && mtls !== undefined && reachedBy(answer).length > 0 && answer.mtls !== mtls) {
    return ofEncryption(mesh, answer);
  }
  if (verdict === undefined && versions !== undefined) {
    return ruleOf(answer) ?? ofPolicy(mesh, answer) ?? workloadName(mesh, answer);
  }
  return ofPolicy(mesh, answer) ?? (verdict === 'denied' ? workloadName(mesh, answer) : null) ?? ruleOf(answer);
}

/** The policy that decided, with its kind. */
function ofPolicy(mesh: Mesh, { policy, networkPolicies, steps }: Answer): string | null {
  if (policy === null) {
    const [, found] = /(RequestAuthentication \S+?)[,\s]/.exec(steps.map(({ reason }) => reason).join('\n')) ?? [];
    return steps.some(({ reason }) => reason.includes('refuses the token')) ? (found ?? null) : null;
  }
  const kind = networkPolicies.includes(policy)
    ? 'NetworkPolicy'
    : mesh.authorizationPolicies.some(({ id }) => id === policy)
      ? 'AuthorizationPolicy'
      : mesh.peerAuthentications.some(({ id }) => id === policy)
        ? 'PeerAuthentication'
        : undefined;
  return kind === undefined ? null : `${kind} ${policy}`;
}

/** The rule that a DestinationRule, else the PeerAuthentication of the workload, else the workload itself makes of the wire. */
function ofEncryption(mesh: Mesh, answer: Answer): string | null {
  const said = answer.steps.find(({ stage }) => stage === 'upstream-tls')?.reason ?? '';
  const [, rule] = /DestinationRule (\S+)/.exec(said) ?? [];
  if (rule !== undefined) {
    return `DestinationRule ${rule.replace(/[,;:]$/, '')}`;
  }
  for (const outcome of reachedBy(answer)) {
    const workload = workloadOf(mesh, outcome);
    const policy = workload === undefined ? '' : PushContext.of(mesh).peers.forPort(workload, 0).policy;
    if (policy !== '') {
      return `PeerAuthentication ${policy}`;
    }
  }
  return workloadName(mesh, answer);
}

function ruleOf({ route }: Answer): string | null {
  const [, object] = /^([A-Z]\w+ [^/\s]+\/\S+)/.exec(route ?? '') ?? [];
  return object ?? null;
}

function workloadName(mesh: Mesh, answer: Answer): string | null {
  for (const outcome of reachedBy(answer)) {
    const object = workloadOf(mesh, outcome)?.object;
    if (object !== undefined) {
      return `${object.kind} ${object.namespace}/${object.name}`;
    }
  }
  return null;
}
