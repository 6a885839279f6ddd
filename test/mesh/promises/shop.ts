import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Mesh } from '../../../mesh/model/mesh.js';

const workload = (name: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { template: { metadata: { labels: { app: ${name}, version: v1 } }, spec: { serviceAccountName: ${name} } } }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }
`;

const base = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: edge }
spec:
  template:
    metadata: { labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
    spec: { containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: edge, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: edge }
spec: { type: LoadBalancer, selector: { istio: ingress }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 8080, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
${workload('payments')}${workload('checkout')}`;

/** An object of Istio in the namespace `shop`. */
export function object(kind: string, group: string, name: string, spec: unknown): string {
  return `---\n${JSON.stringify({ apiVersion: `${group}.istio.io/v1`, kind, metadata: { name, namespace: 'shop' }, spec })}\n`;
}

/** A policy for `payments`. */
export function policy(spec: object): string {
  return object('AuthorizationPolicy', 'security', 'payments', {
    selector: { matchLabels: { app: 'payments' } },
    ...spec,
  });
}

/** Routes of the public gateway. */
export function publicRoutes(...http: readonly unknown[]): string {
  return object('VirtualService', 'networking', 'public', { hosts: ['shop.example.com'], gateways: ['public'], http });
}

/** A gateway and two workloads with sidecars, `payments` and `checkout`, and further objects. */
export function shopWith(...objects: readonly string[]): Mesh {
  return buildMesh(readManifests(base + objects.join(''), 'mesh.yaml').resources);
}

/** The identity of a service account of `shop`. */
export const identityOf = (name: string): string => `cluster.local/ns/shop/sa/${name}`;
