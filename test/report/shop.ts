import { buildMesh, type Mesh, type Resource, readManifests } from '../../mesh/index.js';

/** A gateway that publishes a shop: a canary, a header that leads to it, a guarded service, a service in plain text and a token. */
export function shopYaml(canary = 10): string {
  return `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Namespace
metadata: {name: legacy}
---
${workload('shop', 'front', 'v1', ['{name: REVIEWS, value: "http://user:hunter2@reviews:9080/x?key=hunter2"}'])}
---
${service('shop', 'front')}
---
${workload('shop', 'reviews', 'v1')}
---
${workload('shop', 'reviews', 'v2')}
---
${service('shop', 'reviews')}
---
${workload('shop', 'ledger', 'v1')}
---
${service('shop', 'ledger')}
---
${workload('legacy', 'batch', 'v1')}
---
${service('legacy', 'batch')}
---
apiVersion: v1
kind: Secret
metadata: {name: keys, namespace: shop}
stringData: {token: hunter2}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {password: hunter2}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: gate, namespace: istio-system}
spec:
  selector: {matchLabels: {istio: gate}}
  template:
    metadata: {labels: {istio: gate}}
    spec: {containers: [{name: istio-proxy, image: proxyv2, args: [proxy, router]}]}
---
apiVersion: v1
kind: Service
metadata: {name: gate, namespace: istio-system}
spec: {type: LoadBalancer, selector: {istio: gate}, ports: [{name: http, port: 80}, {name: https, port: 443}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: istio-system}
spec:
  selector: {istio: gate}
  servers:
    - {port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example], tls: {httpsRedirect: true}}
    - {port: {number: 443, name: https, protocol: HTTPS}, hosts: [shop.example], tls: {mode: SIMPLE, credentialName: shop}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: front, namespace: shop}
spec:
  hosts: [shop.example]
  gateways: [istio-system/public]
  http: [{route: [{destination: {host: front, port: {number: 9080}}}]}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: shop}
spec: {host: reviews, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: shop}
spec:
  hosts: [reviews]
  http:
    - {match: [{headers: {x-exp: {exact: "on"}}}], route: [{destination: {host: reviews, subset: v2}}]}
    - timeout: 3s
      route:
        - {destination: {host: reviews, subset: v1}, weight: ${100 - canary}}
        - {destination: {host: reviews, subset: v2}, weight: ${canary}}
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {name: tokens, namespace: istio-system}
spec: {selector: {matchLabels: {istio: gate}}, jwtRules: [{issuer: "https://issuer.example", jwksUri: "https://issuer.example/keys"}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: token, namespace: istio-system}
spec: {selector: {matchLabels: {istio: gate}}, rules: [{from: [{source: {requestPrincipals: ["https://issuer.example/*"]}}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ledger, namespace: shop}
spec:
  selector: {matchLabels: {app: ledger}}
  rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/front]}}]}]
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: shop}
spec: {mtls: {mode: STRICT}}
`;
}

function workload(namespace: string, app: string, version: string, env: readonly string[] = []): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${app}-${version}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: ${app}, version: ${version}}}
  template:
    metadata: {labels: {app: ${app}, version: ${version}}}
    spec:
      serviceAccountName: ${app}
      containers: [{name: ${app}, image: "${app}:1", args: ["--password=hunter2"], env: [${env.join(', ')}]}]`;
}

function service(namespace: string, name: string): string {
  return `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 9080}]}`;
}

/** The objects of a text. */
export function resourcesOf(text: string): readonly Resource[] {
  return readManifests(text, 'shop.yaml', { target: { name: 'm1', role: 'all' } }).resources;
}

/** The mesh of a text. */
export function meshOf(text: string): Mesh {
  return buildMesh(resourcesOf(text));
}
