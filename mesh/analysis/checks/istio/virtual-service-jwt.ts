import {
  type ConfigObject,
  type IstioSpecs,
  isEmptySelector,
  LabelIndex,
  type Mesh,
  matchesLabels,
  type Workload,
} from '../../../model/index.js';
import type { FieldPath } from '../../../yaml/positions.js';
import type { Check } from '../../check.js';
import { workloadsOfGateway } from '../../gateway-workloads.js';
import { istioCodes } from '../../istio-codes.js';

type RequestAuthentication = ConfigObject<IstioSpecs['RequestAuthentication']>;

/** Whether a RequestAuthentication verifies tokens at the gateway where a route matches their claims. */
export const virtualServiceJwt: Check = {
  name: 'virtual-service-jwt',
  types: [istioCodes.IST0149],
  run(mesh, report) {
    const gateways = new Map(mesh.gateways.map((gateway) => [gateway.id, gateway]));
    const isVerified = verifier(mesh);
    for (const { object, spec, namespace } of mesh.virtualServices) {
      const claim = firstClaim(spec);
      if (claim !== undefined) {
        for (const name of spec.gateways ?? []) {
          const gateway = gateways.get(name.includes('/') ? name : `${namespace}/${name}`);
          const workloads = gateway === undefined ? [] : workloadsOfGateway(mesh, gateway);
          for (const workload of workloads) {
            if (!isVerified(workload)) {
              const pod = `${workload.namespace}/${workload.name}`;
              report(istioCodes.IST0149, object, { key: claim.key, gateway: name, pod }, claim.field);
            }
          }
        }
      }
    }
  },
};

function firstClaim(spec: IstioSpecs['VirtualService']): { key: string; field: FieldPath } | undefined {
  for (const [rule, http] of (spec.http ?? []).entries()) {
    for (const [index, match] of (http.match ?? []).entries()) {
      for (const headers of ['headers', 'withoutHeaders'] as const) {
        const key = Object.keys(match[headers] ?? {}).find((name) =>
          name.toLowerCase().startsWith('@request.auth.claims'),
        );
        if (key !== undefined) {
          return { key, field: ['spec', 'http', rule, 'match', index, headers, key] };
        }
      }
    }
  }
  return undefined;
}

/** Tells whether some RequestAuthentication applies to a workload: of its namespace or of the root namespace. */
function verifier(mesh: Mesh): (workload: Workload) => boolean {
  const byNamespace = new LabelIndex(
    mesh.requestAuthentications.map((policy) => ({ namespace: policy.namespace, labels: {}, policy })),
  );
  const applies = (policy: RequestAuthentication, { labels }: Workload): boolean =>
    isEmptySelector(policy.selector) || matchesLabels(labels, policy.selector ?? {});
  return (workload) =>
    [mesh.config.rootNamespace, workload.namespace].some((namespace) =>
      byNamespace.in(namespace).some(({ policy }) => applies(policy, workload)),
    );
}
