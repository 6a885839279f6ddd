/** Objects in YAML for the tests of small meshes; each begins with `---`. */

const object = (apiVersion: string, kind: string, name: string, namespace: string, rest: string): string => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: ${name}${namespace === '' ? '' : `, namespace: ${namespace}`}}
${rest}
`;

/** A Namespace; with injection unless its labels are given. */
export const namespaceOf = (name: string, labels = '{istio-injection: enabled}'): string => `
---
apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: ${labels}}
`;

/** A Deployment whose pods carry `app: NAME` and run as the account NAME. */
export const workloadOf = (
  name: string,
  namespace = 'shop',
  { labels = '', pod = '', annotations = '' }: { labels?: string; pod?: string; annotations?: string } = {},
): string =>
  object(
    'apps/v1',
    'Deployment',
    name,
    namespace,
    `spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}${labels}}, annotations: {${annotations}}}
    spec: {serviceAccountName: ${name}, containers: [{name: c, image: i${pod}}]}`,
  );

/** A Service for the pods of {@link workloadOf} at port 80. */
export const serviceOf = (
  name: string,
  namespace = 'shop',
  spec = `{selector: {app: ${name}}, ports: [{name: http, port: 80}]}`,
): string => object('v1', 'Service', name, namespace, `spec: ${spec}`);

/** A gateway of its own: pods labelled `istio: NAME` and a Service that sends 80 and 443 to 8080 and 8443. */
export const gatewayOf = (
  name: string,
  namespace = 'istio-system',
  type = 'LoadBalancer',
  annotations = '{}',
): string =>
  `${object(
    'apps/v1',
    'Deployment',
    name,
    namespace,
    `spec:
  selector: {matchLabels: {istio: ${name}}}
  template:
    metadata: {labels: {istio: ${name}, sidecar.istio.io/inject: "true"}, annotations: {inject.istio.io/templates: gateway}}
    spec: {containers: [{name: istio-proxy, image: auto}]}`,
  )}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}, annotations: ${annotations}}
spec: {type: ${type}, selector: {istio: ${name}}, ports: [{name: http2, port: 80, targetPort: 8080}, {name: https, port: 443, targetPort: 8443}]}
`;

/** An object of an Istio group: `networking`, `security` or `telemetry`. */
export const istioObject = (
  kind: string,
  name: string,
  spec: string,
  namespace = 'shop',
  { created = '', group = '' }: { created?: string; group?: string } = {},
): string => `
---
apiVersion: ${group || groupOf(kind)}.istio.io/v1
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}${created === '' ? '' : `, creationTimestamp: "${created}"`}}
spec: ${spec}
`;

/** An object of the Gateway API. */
export const gatewayApiObject = (kind: string, name: string, spec: string, namespace = 'shop'): string =>
  object('gateway.networking.k8s.io/v1', kind, name, namespace, `spec: ${spec}`);

function groupOf(kind: string): string {
  if (['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'].includes(kind)) {
    return 'security';
  }
  return kind === 'Telemetry' ? 'telemetry' : 'networking';
}

/** The ConfigMap with settings of the mesh, as flow YAML. */
export const meshConfigOf = (settings: string): string =>
  object('v1', 'ConfigMap', 'istio', 'istio-system', `data: {mesh: '${settings}'}`);

/** A Gateway on pods labelled `istio: SELECTED` that serves a host in plain text. */
export const plainGateway = (
  name: string,
  selected: string,
  host = 'a.example.com',
  port = 80,
  namespace = 'shop',
): string =>
  istioObject(
    'Gateway',
    name,
    `{selector: {istio: ${selected}}, servers: [{port: {number: ${port}, name: http, protocol: HTTP}, hosts: ["${host}"]}]}`,
    namespace,
  );
