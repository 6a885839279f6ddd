import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

const versionKey = 'gateway.networking.k8s.io/bundle-version';

/** The version of the Gateway API from which on Istio 1.31 reads the objects of a definition. */
const oldestRead: ReadonlyMap<string, readonly [major: number, minor: number, patch: number]> = new Map([
  ['grpcroutes.gateway.networking.k8s.io', [1, 1, 0]],
  ['backendtlspolicies.gateway.networking.k8s.io', [1, 4, 0]],
  ['tlsroutes.gateway.networking.k8s.io', [1, 5, 0]],
  ['tcproutes.gateway.networking.k8s.io', [1, 6, 0]],
]);

/** Whether the definitions of the Gateway API are of a version that Istio reads. */
export const gatewayApiDefinitions: Check = {
  name: 'gateway-api-definitions',
  types: [istioCodes.IST0176],
  run(mesh, report) {
    for (const object of mesh.objectsOf('apiextensions.k8s.io', 'CustomResourceDefinition')) {
      const minimum = oldestRead.get(object.name);
      const annotation = object.annotations[versionKey] ?? '';
      const parts = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?$/.exec(annotation)?.slice(1).map(Number);
      if (minimum !== undefined && parts !== undefined && isOlder(parts, minimum)) {
        const values = { installed: annotation, minimum: `v${minimum.join('.')}` };
        report(istioCodes.IST0176, object, values, ['metadata', 'annotations', versionKey]);
      }
    }
  },
};

function isOlder(version: readonly number[], other: readonly number[]): boolean {
  const at = other.findIndex((part, index) => part !== (version[index] || 0));
  return at >= 0 && (version[at] || 0) < (other[at] ?? 0);
}
