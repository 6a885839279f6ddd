import { type Entrance, GatewayExposure } from '../../../istio/exposure.js';
import { type GatewayServer, readGatewayServers } from '../../../istio/gateway-servers.js';
import {
  asText,
  fieldsListOf,
  fieldsOf,
  type Labels,
  type Mesh,
  type MeshObject,
  resolveGatewayName,
} from '../../../model/index.js';
import { append } from '../../../model/labels.js';
import { nameSome } from '../../wording.js';

/** A port of a public gateway through which requests come in. */
export interface PublicListener {
  readonly gateway: MeshObject;
  readonly field: readonly (string | number)[];
  readonly port: number;
  readonly hosts: readonly string[];
  /** Whether it serves requests that come in plain text from the Internet, and not only to send them on to HTTPS. */
  readonly isPlainText: boolean;
  /** The public Service that leads there, as `namespace/name`. */
  readonly service: string;
  /** Labels of the pods of the gateway. */
  readonly podLabels: Labels;
  readonly namespace: string;
}

/** Routes that are bound to a gateway. */
interface BoundRoute {
  readonly hosts: readonly string[];
  /** Whether it only sends requests on to HTTPS. */
  readonly isRedirect: boolean;
}

const plainProtocols: ReadonlySet<string> = new Set(['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB']);
const passesOn: ReadonlySet<string> = new Set(['PASSTHROUGH', 'AUTO_PASSTHROUGH']);

/**
 * The HTTP servers of gateways that the Internet reaches, through a Service of the files that is public and leads to their port; of a gateway of the
 * Gateway API only when a route attaches to it, while the VirtualServices of an Istio gateway are often in files of other teams.
 */
export function publicListeners(mesh: Mesh): readonly PublicListener[] {
  let listeners = found.get(mesh);
  if (listeners === undefined) {
    listeners = findPublicListeners(mesh);
    found.set(mesh, listeners);
  }
  return listeners;
}

const found = new WeakMap<Mesh, readonly PublicListener[]>();

function findPublicListeners(mesh: Mesh): readonly PublicListener[] {
  const exposure = new GatewayExposure(mesh);
  const routes = boundRoutes(mesh);
  return readGatewayServers(mesh).flatMap((server): readonly PublicListener[] => {
    const isListener = !server.takesPodPorts;
    const bound = routes.get(isListener ? `listener ${server.gateway.split('~')[0]}` : server.gateway) ?? [];
    const entrances = isHttp(server) ? exposure.publicEntrancesOf(server).filter(isWritten) : [];
    const [entrance] = entrances;
    if (entrance === undefined || (isListener && bound.length === 0)) {
      return [];
    }
    const { name, namespace } = entrance.service.object;
    const hosts = server.hosts.map((host) => host.slice(host.indexOf('/') + 1));
    return [
      {
        gateway: server.object,
        field: server.field,
        port: server.port,
        hosts: isListener && hosts.includes('*') ? [...new Set(bound.flatMap((route) => route.hosts))].sort() : hosts,
        isPlainText: isPlain(server) && !leadsToHttps(bound) && entrances.some(({ endsTls }) => !endsTls),
        service: `${namespace}/${name}`,
        podLabels: entrance.workload.labels,
        namespace: server.namespace,
      },
    ];
  });
}

function isPlain({ protocol }: GatewayServer): boolean {
  return plainProtocols.has(protocol);
}

/** Whether requests come in that the gateway reads, other than to be sent on to HTTPS. */
function isHttp(server: GatewayServer): boolean {
  const { protocol, tls, httpsRedirect } = server;
  const isRead = isPlain(server) || (protocol === 'HTTPS' && !passesOn.has(tls?.mode ?? 'PASSTHROUGH'));
  return isRead && !httpsRedirect;
}

/** Whether the files say that the Service is public: Istio makes one for each Gateway of the Gateway API, and a platform may keep it private. */
function isWritten({ service: { object } }: Entrance): boolean {
  const { madeFrom } = object;
  return (
    madeFrom?.group !== 'gateway.networking.k8s.io' ||
    madeFrom.annotations['networking.istio.io/service-type'] !== undefined
  );
}

/** By gateway the routes that are bound to it; those of the Gateway API under `listener namespace/name`. */
function boundRoutes(mesh: Mesh): ReadonlyMap<string, readonly BoundRoute[]> {
  const routes = new Map<string, BoundRoute[]>();
  for (const { spec, namespace } of mesh.virtualServices) {
    const http = spec.http ?? [];
    const isRedirect = http.length > 0 && http.every(({ redirect }) => redirect?.scheme === 'https');
    for (const gateway of spec.gateways ?? []) {
      append(routes, resolveGatewayName(gateway, namespace), { hosts: spec.hosts ?? [], isRedirect });
    }
  }
  for (const { spec, namespace } of [...mesh.gatewayApi('HTTPRoute'), ...mesh.gatewayApi('GRPCRoute')]) {
    const rules = fieldsListOf(fieldsOf(spec)['rules']);
    const isRedirect = rules.length > 0 && rules.every(redirectsToHttps);
    for (const parent of fieldsListOf(fieldsOf(spec)['parentRefs'])) {
      if ((parent['kind'] ?? 'Gateway') === 'Gateway') {
        const id = `${asText(parent['namespace']) ?? namespace}/${asText(parent['name'])}`;
        append(routes, `listener ${id}`, { hosts: spec.hostnames ?? ['*'], isRedirect });
      }
    }
  }
  return routes;
}

/** Whether every route of a listener sends requests on to HTTPS. A listener without routes here may have some elsewhere. */
function leadsToHttps(routes: readonly BoundRoute[]): boolean {
  return routes.length > 0 && routes.every(({ isRedirect }) => isRedirect);
}

function redirectsToHttps(rule: Readonly<Record<string, unknown>>): boolean {
  return fieldsListOf(rule['filters']).some((filter) => fieldsOf(filter['requestRedirect'])['scheme'] === 'https');
}

/** Hosts of a gateway for a message: `hosts a.example.com and b.example.com`. */
export function hostWords(hosts: readonly string[]): string {
  return hosts.includes('*') ? 'all hosts' : nameSome('host', hosts);
}
