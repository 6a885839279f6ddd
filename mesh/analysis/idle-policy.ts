import { labelWords } from '../assumption/assumption.js';
import { assumeNoProxy, isUndecided } from '../assumption/membership.js';
import { type TargetedPolicy, targetsOf } from '../istio/policy-attachment.js';
import { isEmptySelector, type Mesh, type MeshObject } from '../model/index.js';
import { isCaptured } from './ambient-pods.js';
import type { Report } from './check.js';
import { isExpectedMember, isMemberForIstioctl } from './expected-member.js';
import { istioCodes } from './istio-codes.js';
import { missingPods } from './missing-pods.js';

/**
 * Reports a policy that selects no workload of the mesh.
 *
 * @param isOwn whether istioctl does not look at policies of its kind
 */
export function reportIdlePolicy(
  mesh: Mesh,
  policy: TargetedPolicy & { readonly object: MeshObject },
  report: Report,
  isOwn = false,
): void {
  const { object, selector, namespace, spec } = policy;
  const isRoot = namespace === mesh.config.rootNamespace;
  const where = isRoot ? undefined : namespace;
  const workloads = mesh.selectWorkloads(where, selector);
  const isForAll = isRoot && isEmptySelector(selector);
  const isActive = isForAll || workloads.some((one) => isExpectedMember(mesh, one) || isCaptured(one));
  const isActiveForIstioctl = isForAll || workloads.some((one) => isMemberForIstioctl(mesh, one) || isCaptured(one));
  if (isActive && (isActiveForIstioctl || isOwn)) {
    return;
  }
  const field = selector === undefined ? [] : ['spec', 'selector'];
  const named = isEmptySelector(selector) ? '' : ` labelled ${labelWords(selector)}`;
  // What a policy targets is a gateway or a Service, and need not be a workload of its namespace.
  const isEcho = isActive || targetsOf(spec).length > 0;
  if (workloads.length > 0) {
    const why = `the workloads${named} ${isRoot ? '' : `of namespace ${namespace} `}have no proxy`;
    const undecided = workloads.filter((workload) => isUndecided(mesh, workload));
    const assumption = undecided[0] && assumeNoProxy(mesh, [undecided[0].namespace]);
    report(istioCodes.IST0127, object, { why }, field, { assumption, isEcho, isOwn });
  } else {
    const { why, circumstances } = missingPods(mesh, where, selector);
    report(istioCodes.IST0127, object, { why }, field, { ...circumstances, isEcho, isOwn });
  }
}
