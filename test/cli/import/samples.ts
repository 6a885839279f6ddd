const workload = (name: string, version: string, image: string, port: number) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}-${version}, labels: { app: ${name}, version: ${version} } }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name}, version: ${version} } }
  template:
    metadata: { labels: { app: ${name}, version: ${version} } }
    spec:
      serviceAccountName: books-${name}
      containers:
        - { name: ${name}, image: "${image}", imagePullPolicy: IfNotPresent, ports: [{ containerPort: ${port} }], volumeMounts: [{ name: tmp, mountPath: /tmp }] }
      volumes: [{ name: tmp, emptyDir: {} }]
---`;
const service = (name: string) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, labels: { app: ${name}, service: ${name} } }
spec: { ports: [{ port: 9080, name: http }], selector: { app: ${name} } }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: books-${name}, labels: { account: ${name} } }
---`;

/** A book shop whose objects name no namespace, with older versions of Istio's API. */
export const BOOKS = `# The shop and its reviews.
${service('page')}${workload('page', 'v1', 'example/page:1.20', 9080)}
${service('reviews')}${workload('reviews', 'v1', 'example/reviews:1', 9080)}${workload('reviews', 'v2', 'example/reviews:2', 9080)}
apiVersion: networking.istio.io/v1alpha3
kind: Gateway
metadata: { name: books }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 8080, name: http, protocol: HTTP }, hosts: ["*"] }]
---
apiVersion: networking.istio.io/v1alpha3
kind: VirtualService
metadata: { name: books }
spec:
  hosts: ["*"]
  gateways: [books]
  http:
    - match: [{ uri: { exact: /page } }, { uri: { prefix: /static } }]
      route: [{ destination: { host: page, port: { number: 9080 } } }]
---
apiVersion: networking.istio.io/v1alpha3
kind: VirtualService
metadata: { name: reviews }
spec:
  hosts: [reviews]
  http:
    - match: [{ headers: { end-user: { exact: jason } } }]
      fault: { delay: { percentage: { value: 100.0 }, fixedDelay: 7s } }
      route: [{ destination: { host: reviews, subset: v2 } }]
    - route:
        - { destination: { host: reviews, subset: v1 }, weight: 80 }
        - { destination: { host: reviews, subset: v2 }, weight: 20 }
---
apiVersion: networking.istio.io/v1alpha3
kind: DestinationRule
metadata: { name: reviews }
spec:
  host: reviews
  trafficPolicy: { loadBalancer: { simple: RANDOM }, tls: { mode: ISTIO_MUTUAL } }
  subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }]
`;

/** A shop of many languages in its namespace, with what no construct of ours is for. */
export const BOUTIQUE = `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled, team: web } }
---
apiVersion: v1
kind: Namespace
metadata: { name: edge, labels: { istio.io/dataplane-mode: ambient }, annotations: { note: "outside" } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: frontend, namespace: shop }
spec:
  selector: { matchLabels: { app: frontend } }
  template:
    metadata: { labels: { app: frontend }, annotations: { sidecar.istio.io/rewriteAppHTTPProbers: "true" } }
    spec:
      securityContext: { fsGroup: 1000, runAsNonRoot: true }
      containers:
        - name: server
          image: example/frontend:1
          ports: [{ containerPort: 8080 }]
          readinessProbe: { initialDelaySeconds: 10, httpGet: { path: /_healthz, port: 8080, httpHeaders: [{ name: Cookie, value: "shop_session-id=x" }] } }
          env: [{ name: PORT, value: "8080" }, { name: QUOTED, value: "it's \\"x\\"\\nand \\\\more" }]
          resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { cpu: 0.2, memory: 128Mi } }
---
apiVersion: v1
kind: Service
metadata: { name: frontend, namespace: shop }
spec: { type: ClusterIP, selector: { app: frontend }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop, finalizers: [example.com/keep] }
data: { empty: "", on: "true" }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: frontend, namespace: shop }
spec: { minAvailable: 1, selector: { matchLabels: { app: frontend } } }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: "shop:reader" }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: HTTPRoute
metadata: { name: frontend, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules: [{ matches: [{ path: { type: PathPrefix, value: / } }], backendRefs: [{ name: frontend, port: 80 }] }]
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: allow-egress, namespace: shop }
spec: { hosts: [api.example.com], ports: [{ number: 80, protocol: HTTP, name: http }, { number: 443, protocol: HTTPS, name: https }] }
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec: { egress: [{ hosts: ["./*", "istio-system/*"] }] }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: frontend, namespace: shop }
spec: { selector: { matchLabels: { app: frontend } }, mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: PERMISSIVE } } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: deny-all, namespace: shop }
spec: {}
---
apiVersion: security.istio.io/v1beta1
kind: AuthorizationPolicy
metadata: { name: older, namespace: edge }
spec: { action: DENY, rules: [{ from: [{ source: { notNamespaces: [shop] } }] }] }
`;

/** What cdk8s leaves out or an API server would refuse, and objects of one name. */
export const ODD = `apiVersion: v1
kind: Service
metadata: { name: main, labels: {}, annotations: null }
spec: { selector: null, ports: [{ port: 80, targetPort: null }], "a/b~c": null }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: main, namespace: shop }
spec: { hosts: [main], htttp: [], empty: {} }
---
apiVersion: example.com/v1
kind: Widget
metadata: { name: main, namespace: shop }
spec: { big: 9007199254740991, small: -0.5, text: "\${x} \`y\` // */" }
---
apiVersion: example.com/v1
kind: Widget
metadata: { name: main, namespace: other, labels: { version: 1 } }
status: {}
`;
