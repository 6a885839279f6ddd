import { isEmptySelector } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name';

/**
 * Whether a policy selects a waypoint by labels, which only `targetRefs` can. Other gateways of the Gateway API follow selectors unless istiod runs with
 * ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY=false; istioctl warns of those too.
 */
export const kubernetesGatewaySelectors: Check = {
  name: 'kubernetes-gateway-selectors',
  types: [istioCodes.IST0166],
  run(mesh, report) {
    for (const kind of ['AuthorizationPolicy', 'RequestAuthentication', 'Telemetry', 'WasmPlugin'] as const) {
      for (const { object, selector, namespace } of mesh.istio(kind)) {
        const selected = isEmptySelector(selector) ? [] : mesh.selectWorkloads(namespace, selector);
        const isWaypoint = new Map<string, boolean>();
        for (const { labels, proxy } of selected) {
          const name = labels[gatewayNameLabel];
          if (name !== undefined) {
            isWaypoint.set(name, isWaypoint.get(name) === true || proxy === 'waypoint');
          }
        }
        for (const name of [...isWaypoint.keys()].sort()) {
          const isEcho = isWaypoint.get(name) !== true;
          const gateway = `${isEcho ? 'Kubernetes gateway' : 'waypoint'} ${name}`;
          report(istioCodes.IST0166, object, { gateway }, ['spec', 'selector'], { isEcho });
        }
      }
    }
  },
};
