import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Kubernetes object as plain data. */
export type KubernetesObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
  readonly [field: string]: unknown;
};

const definitions: readonly (readonly [group: string, kind: string, plural: string, version?: string])[] = [
  ['networking.istio.io', 'VirtualService', 'virtualservices'],
  ['networking.istio.io', 'DestinationRule', 'destinationrules'],
  ['networking.istio.io', 'Gateway', 'gateways'],
  ['networking.istio.io', 'ServiceEntry', 'serviceentries'],
  ['networking.istio.io', 'Sidecar', 'sidecars'],
  ['networking.istio.io', 'EnvoyFilter', 'envoyfilters', 'v1alpha3'],
  ['networking.istio.io', 'WorkloadEntry', 'workloadentries'],
  ['networking.istio.io', 'WorkloadGroup', 'workloadgroups'],
  ['networking.istio.io', 'ProxyConfig', 'proxyconfigs', 'v1beta1'],
  ['security.istio.io', 'AuthorizationPolicy', 'authorizationpolicies'],
  ['security.istio.io', 'PeerAuthentication', 'peerauthentications'],
  ['security.istio.io', 'RequestAuthentication', 'requestauthentications'],
  ['telemetry.istio.io', 'Telemetry', 'telemetries'],
  ['extensions.istio.io', 'WasmPlugin', 'wasmplugins', 'v1alpha1'],
  ['extensions.istio.io', 'TrafficExtension', 'trafficextensions', 'v1alpha1'],
  ['gateway.networking.k8s.io', 'Gateway', 'gateways'],
  ['gateway.networking.k8s.io', 'GatewayClass', 'gatewayclasses'],
  ['gateway.networking.k8s.io', 'HTTPRoute', 'httproutes'],
  ['gateway.networking.k8s.io', 'GRPCRoute', 'grpcroutes'],
];
const builtIn: readonly (readonly [group: string, kind: string, plural: string])[] = [
  ['', 'Service', 'services'],
  ['', 'Secret', 'secrets'],
  ['', 'Pod', 'pods'],
  ['', 'Node', 'nodes'],
  ['', 'Namespace', 'namespaces'],
  ['', 'ConfigMap', 'configmaps'],
  ['apps', 'Deployment', 'deployments'],
  ['admissionregistration.k8s.io', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations'],
  ['admissionregistration.k8s.io', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations'],
];

/** Whether an object is of a kind that Kubernetes itself has. */
export function isBuiltIn({ apiVersion, kind }: KubernetesObject): boolean {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return builtIn.some(([ownGroup, ownKind]) => ownGroup === group && ownKind === kind);
}

const kinds = new Map([...definitions, ...builtIn].map(([group, kind, plural]) => [`${group}/${plural}`, kind]));

const crds: readonly KubernetesObject[] = definitions.map(([group, kind, plural, version = 'v1']) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: `${plural}.${group}`,
    annotations: { 'gateway.networking.k8s.io/bundle-version': 'v1.6.0' },
    resourceVersion: '1',
  },
  spec: {
    group,
    scope: 'Namespaced',
    names: { kind, plural, listKind: `${kind}List`, singular: kind.toLowerCase() },
    versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
  status: { conditions: [{ type: 'Established', status: 'True' }] },
}));

/**
 * As much of a Kubernetes API server as `istioctl analyze` needs: it lists and watches objects that never change. Each set of objects
 * is served below a path of its own, so that one server does for many runs.
 */
export class ApiServer {
  private readonly sets = new Map<string, readonly KubernetesObject[]>();

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.answer(request, response);
    });
  }

  /** Listens on a free port of the loopback address. */
  static async start(): Promise<ApiServer> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new ApiServer(server);
  }

  /** Serves objects; gives the URL of their API server. */
  serve(name: string, objects: readonly KubernetesObject[]): string {
    this.sets.set(name, objects);
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${name}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [set = '', root = '', ...rest] = url.pathname.split('/').filter((part) => part !== '');
    const [group = '', version = '', ...path] = root === 'api' ? ['', ...rest] : rest;
    const namespace = path[0] === 'namespaces' && path.length > 2 ? path[1] : undefined;
    const [plural = '', name] = namespace === undefined ? path : path.slice(2);
    const apiVersion = group === '' ? version : `${group}/${version}`;
    const isPartial = (request.headers.accept ?? '').includes('as=PartialObjectMetadata');
    const view = (object: KubernetesObject): object =>
      isPartial
        ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata }
        : { ...object, apiVersion };
    const objects = this.find(set, group, plural, namespace);
    if (name !== undefined) {
      // istioctl asks for the namespace of its context before anything else.
      const isOwn = plural === 'namespaces' && name === 'default';
      const object = objects.find(({ metadata }) => metadata.name === name) ?? (isOwn ? ownNamespace : undefined);
      reply(response, object === undefined ? notFound : view(object));
    } else if (url.searchParams.get('watch') === 'true') {
      const kind = isPartial
        ? 'PartialObjectMetadata'
        : (kinds.get(`${group}/${plural}`) ?? 'CustomResourceDefinition');
      response.writeHead(200, { 'content-type': 'application/json' });
      for (const object of objects) {
        response.write(`${JSON.stringify({ type: 'ADDED', object: view(object) })}\n`);
      }
      const annotations = { 'k8s.io/initial-events-end': 'true' };
      const end = {
        kind,
        apiVersion: isPartial ? 'meta.k8s.io/v1' : apiVersion,
        metadata: { resourceVersion: '9', annotations },
      };
      response.write(`${JSON.stringify({ type: 'BOOKMARK', object: end })}\n`);
    } else {
      const selector = url.searchParams.get('labelSelector');
      const items = selector === null ? objects.map(view) : [];
      reply(response, { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: '9' }, items });
    }
  }

  private find(set: string, group: string, plural: string, namespace: string | undefined): readonly KubernetesObject[] {
    if (group === 'apiextensions.k8s.io') {
      return crds;
    }
    const kind = kinds.get(`${group}/${plural}`);
    return (this.sets.get(set) ?? []).filter(
      (object) =>
        object.kind === kind &&
        (object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '') === group &&
        (namespace === undefined || object.metadata.namespace === namespace),
    );
  }
}

const ownNamespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } };

const notFound = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 };

function reply(response: ServerResponse, body: object): void {
  response.writeHead(body === notFound ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
