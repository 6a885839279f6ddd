import type { KubeObject } from './kubectl.js';

/** Namespace of everything that the smoke test makes; deleted at its end. */
export const NAMESPACE = 'asm-smoke';

/** Host under which the gateway serves the test's service. */
export const GATEWAY_HOST = 'smoke.asm-blueprints.test';

/** Service of the ingress gateway, as Istio's own chart and ASM name it. */
export const GATEWAY = 'istio-ingressgateway';
export const GATEWAY_NAMESPACE = 'istio-system';

/** Port of a client's sidecar that takes requests as a forward proxy. */
export const PROXY_PORT = 15080;

/** The test's service, as its callers name it. */
export const SERVICE = 'echo';
export const SERVICE_HOST = `${SERVICE}.${NAMESPACE}`;

/** What the workloads run. */
export interface EchoImage {
  /** Image that answers HTTP with a text that names its version. */
  readonly image: string;
  /** Port on which it listens. */
  readonly port: number;
}

const API = 'networking.istio.io/v1';
const metadata = (name: string, labels: Record<string, string> = {}) => ({ name, namespace: NAMESPACE, labels });

/** Namespace, two versions of a service, and two callers with an identity each. */
export function workloads(echo: EchoImage): KubeObject[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: NAMESPACE,
        labels: { 'istio-injection': 'enabled', 'app.kubernetes.io/managed-by': 'asm-blueprints' },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(SERVICE),
      spec: {
        selector: { app: SERVICE },
        ports: [{ name: 'http', port: 80, targetPort: echo.port, appProtocol: 'http' }],
      },
    },
    deployment(echo, SERVICE, 'v1'),
    deployment(echo, SERVICE, 'v2'),
    ...['client', 'stranger'].flatMap((caller) => [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(caller) },
      deployment(echo, caller, 'v1', { serviceAccountName: caller }),
    ]),
    forwardProxy(metadata('callers'), { smoke: 'caller' }),
    {
      apiVersion: API,
      kind: 'Gateway',
      metadata: metadata('smoke'),
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [GATEWAY_HOST] }],
      },
    },
    {
      apiVersion: API,
      kind: 'DestinationRule',
      metadata: metadata(SERVICE),
      spec: { host: SERVICE, subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })) },
    },
  ];
}

/**
 * Lets a test send requests as pods with these labels, with their identity and their routes, whatever image they run: their
 * sidecars also listen as a forward proxy, on {@link PROXY_PORT} of the pod's own loopback.
 */
export function forwardProxy(metadata: KubeObject['metadata'], labels: Readonly<Record<string, string>>): KubeObject {
  return {
    apiVersion: API,
    kind: 'Sidecar',
    metadata,
    spec: {
      workloadSelector: { labels },
      egress: [
        {
          port: { number: PROXY_PORT, protocol: 'HTTP_PROXY', name: 'http-proxy' },
          bind: '127.0.0.1',
          captureMode: 'NONE',
          hosts: ['*/*'],
        },
        { hosts: ['*/*'] },
      ],
    },
  };
}

function deployment(echo: EchoImage, app: string, version: string, pod: Record<string, unknown> = {}): KubeObject {
  const labels = { app, version, ...(app === SERVICE ? {} : { smoke: 'caller' }) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(app === SERVICE ? `${app}-${version}` : app),
    spec: {
      replicas: 1,
      selector: { matchLabels: { app, version } },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 2,
          containers: [
            {
              name: 'echo',
              image: echo.image,
              imagePullPolicy: 'IfNotPresent',
              args: [`-text=${app} ${version}`, `-listen=:${echo.port}`],
              env: [{ name: 'VERSION', value: version }],
              ports: [{ containerPort: echo.port }],
              readinessProbe: { httpGet: { path: '/', port: echo.port }, periodSeconds: 1 },
            },
          ],
          ...pod,
        },
      },
    },
  };
}

/** A route of the test's service, for the mesh and for the gateway; each state carries a revision that shows in answers. */
export interface RouteState {
  readonly weights: Readonly<Record<string, number>>;
  /** Sends requests with the header `x-smoke-version` to the version that it names. @default false */
  readonly byHeader?: boolean;
  /** @default none */
  readonly fault?: Readonly<Record<string, unknown>>;
  /** @default Istio's own */
  readonly retries?: Readonly<Record<string, unknown>>;
  /** @default none */
  readonly timeout?: string;
}

/** Response header that tells which state of the route answered. */
export const REVISION_HEADER = 'x-smoke-revision';

export function route(state: RouteState, revision: number): KubeObject {
  const destination = (version: string) => ({ host: SERVICE, subset: version });
  const headers = { response: { set: { [REVISION_HEADER]: String(revision) } } };
  const { fault, retries, timeout } = state;
  const behaviour = {
    headers,
    ...(fault === undefined ? {} : { fault }),
    ...(retries === undefined ? {} : { retries }),
    ...(timeout === undefined ? {} : { timeout }),
  };
  const byHeader = ['v1', 'v2'].map((version) => ({
    match: [{ headers: { 'x-smoke-version': { exact: version } } }],
    ...behaviour,
    route: [{ destination: destination(version) }],
  }));
  const split = Object.entries(state.weights).map(([version, weight]) => ({
    destination: destination(version),
    weight,
  }));
  return {
    apiVersion: API,
    kind: 'VirtualService',
    metadata: metadata(SERVICE),
    spec: {
      hosts: [SERVICE, GATEWAY_HOST],
      gateways: ['mesh', 'smoke'],
      http: [...(state.byHeader === true ? byHeader : []), { ...behaviour, route: split }],
    },
  };
}

/** Makes the service's own proxies fail or wait, which a caller's proxy sees as the service doing so. */
export function unsteady(fault: Readonly<Record<string, unknown>>): KubeObject {
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: metadata('unsteady'),
    spec: {
      workloadSelector: { labels: { app: SERVICE } },
      configPatches: [
        {
          applyTo: 'HTTP_FILTER',
          match: {
            context: 'SIDECAR_INBOUND',
            listener: {
              filterChain: {
                filter: {
                  name: 'envoy.filters.network.http_connection_manager',
                  subFilter: { name: 'envoy.filters.http.router' },
                },
              },
            },
          },
          patch: {
            operation: 'INSERT_BEFORE',
            value: {
              name: 'envoy.filters.http.fault',
              typed_config: {
                '@type': 'type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault',
                ...fault,
              },
            },
          },
        },
      ],
    },
  };
}

export function mutualTls(mode: 'PERMISSIVE' | 'STRICT'): KubeObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: metadata('default'),
    spec: { mtls: { mode } },
  };
}

/** Only the caller `client` may call the service. The trust domain is any: the account is what counts here. */
export function onlyClient(): KubeObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata('only-client'),
    spec: {
      selector: { matchLabels: { app: SERVICE } },
      action: 'ALLOW',
      rules: [{ from: [{ source: { principals: [`*/ns/${NAMESPACE}/sa/client`] } }] }],
    },
  };
}
