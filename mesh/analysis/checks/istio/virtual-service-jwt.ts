import { workloadsOfGateway } from '../../../istio/gateway-pods.js';
import { isForWorkload } from '../../../istio/policy-attachment.js';
import type { IstioSpecs } from '../../../kinds/index.js';
import {
  type ConfigObject,
  type Mesh,
  matchesLabels,
  resolveGatewayName,
  type Workload,
} from '../../../model/index.js';
import { append } from '../../../model/labels.js';
import type { FieldPath } from '../../../yaml/positions.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

type RequestAuthentication = ConfigObject<IstioSpecs['RequestAuthentication']>;

/** Whether a RequestAuthentication verifies tokens at the gateway where a route matches their claims. */
export const virtualServiceJwt: Check = {
  name: 'virtual-service-jwt',
  types: [istioCodes.IST0149],
  run(mesh, report) {
    const gateways = new Map(mesh.gateways.map((gateway) => [gateway.id, gateway]));
    const isVerified = verifier(mesh);
    // istioctl takes one with targetRefs for one without a selector.
    const isVerifiedToIstioctl = verifier(mesh, ({ selector }, { labels }) => matchesLabels(labels, selector ?? {}));
    for (const { object, spec, namespace } of mesh.virtualServices) {
      const claim = firstClaim(spec);
      if (claim !== undefined) {
        for (const name of spec.gateways ?? []) {
          const gateway = gateways.get(resolveGatewayName(name, namespace));
          const workloads = gateway === undefined ? [] : workloadsOfGateway(mesh, gateway);
          for (const workload of workloads) {
            if (!isVerified(workload)) {
              const pod = `${workload.namespace}/${workload.name}`;
              const values = { key: claim.key, gateway: name, pod };
              report(istioCodes.IST0149, object, values, claim.field, { isOwn: isVerifiedToIstioctl(workload) });
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

/** Tells whether some RequestAuthentication is for a workload, of its namespace or of the root namespace. */
function verifier(
  mesh: Mesh,
  isFor = (authentication: RequestAuthentication, workload: Workload): boolean =>
    isForWorkload(authentication, workload, mesh.config.rootNamespace),
): (workload: Workload) => boolean {
  const byNamespace = new Map<string, RequestAuthentication[]>();
  for (const authentication of mesh.requestAuthentications) {
    append(byNamespace, authentication.namespace, authentication);
  }
  return (workload) =>
    [mesh.config.rootNamespace, workload.namespace].some(
      (namespace) => byNamespace.get(namespace)?.some((authentication) => isFor(authentication, workload)) === true,
    );
}
