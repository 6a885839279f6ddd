import { isEmptySelector } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name';

/** Whether a policy selects a gateway of the Gateway API by labels, which only `targetRefs` can. */
export const kubernetesGatewaySelectors: Check = {
  name: 'kubernetes-gateway-selectors',
  types: [istioCodes.IST0166],
  run(mesh, report) {
    for (const kind of ['AuthorizationPolicy', 'RequestAuthentication', 'Telemetry', 'WasmPlugin'] as const) {
      for (const { object, selector, namespace } of mesh.istio(kind)) {
        const selected = isEmptySelector(selector) ? [] : mesh.selectWorkloads(namespace, selector);
        const names = new Set(selected.flatMap(({ labels }) => labels[gatewayNameLabel] ?? []));
        for (const name of [...names].sort()) {
          report(istioCodes.IST0166, object, { gateway: name }, ['spec', 'selector']);
        }
      }
    }
  },
};
