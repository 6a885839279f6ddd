import type { Endpoint, MeshService } from '../model/service.js';
import { type OutlierDetection, serverNameOf } from '../proxy/cluster.js';
import type { PushContext } from '../proxy/push-context.js';
import type { TransportSocket } from '../proxy/transport-socket.js';
import { splitAuthority } from './authority.js';
import { type Connection, contentProtocols, kindOf, type NetworkSource, protocolsOf } from './connection.js';
import { map } from './distribution.js';
import { type Exchange, exchange, matchedBefore, mixed } from './exchange.js';
import type { Host } from './load-balancing.js';
import { networkSource, overNetwork } from './network.js';
import { observer } from './observer.js';
import type { Outgoing } from './outgoing.js';
import { ejectionsOf } from './outlier-detection.js';
import { failed, type Response } from './response.js';
import { type Attempt, withRetries } from './retry.js';
import { type Destination, type Simulation, traced } from './simulation.js';

/** What is known of where connections go: a cluster, or an address. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
  readonly subset: string;
  /** Server name that TLS asks for; empty for the one that follows from the rest. */
  readonly sni: string;
  readonly service: MeshService | undefined;
  /** When endpoints that fail are taken out; undefined for never. */
  readonly outlierDetection?: OutlierDetection | undefined;
  /** What requests are hashed by; empty or undefined for nothing. */
  readonly hashedBy?: string;
  /** Ids of the DestinationRules that hold. */
  readonly destinationRules?: readonly string[];
  /** Milliseconds after which a connection that is not made fails. @default that of the mesh */
  readonly connectTimeout?: number | undefined;
}

/** Where connections to an address come from: the cluster and the namespace of the caller. */
export interface Origin {
  readonly cluster: string;
  readonly namespace: string;
}

/** Sends to the endpoints of a cluster, and again where the route says so. */
export function sendToHosts(
  simulation: Simulation,
  outgoing: Outgoing,
  upstream: Upstream,
  hosts: readonly Host[],
): Exchange {
  const { route } = outgoing;
  const attempts = hosts.map((host): Attempt => ({ host, exchange: sendToHost(simulation, outgoing, upstream, host) }));
  const once =
    route === undefined
      ? mixed(attempts.map(({ host, exchange: one }) => ({ probability: host.share, exchange: one })))
      : withRetries(attempts, route, upstream.hashedBy !== undefined && upstream.hashedBy !== '');
  const ejections = ejectionsOf(attempts, upstream, route);
  return ejections.length === 0 ? once : matchedBefore({ ejections }, once);
}

/** A connection as a proxy makes it to an endpoint or an address. */
export function leaving(
  { push }: Simulation,
  outgoing: Outgoing,
  upstream: Upstream,
  transportSocket: TransportSocket,
): Connection {
  const { proxy, connection, route } = outgoing;
  const { request, isHttp, sni, sourceIp } = connection;
  const readsHttp = route !== undefined;
  // Only TLS that is not the mesh's own asks for the name that the request has.
  const isAsked = isHttp && transportSocket === 'tls' && upstream.sni === '';
  const authority = isAsked ? splitAuthority(request.authority).host : '';
  if (isAsked) {
    observer?.namedServer();
  }
  const isPlain = transportSocket === 'plaintext';
  return {
    ...connection,
    transportSocket,
    sni: isPlain ? sni : serverNameOf(upstream, transportSocket, authority),
    applicationProtocols: isPlain ? contentProtocols(connection) : protocolsOf(transportSocket, readsHttp),
    principal: proxy.node.principal,
    sidecarOf: proxy.kind === 'outbound' ? proxy.workload : undefined,
    tunnelTo: undefined,
    source: sourceOf(push, outgoing),
    sourceIp: proxy.kind === 'gateway' ? undefined : sourceIp,
    isProxied: connection.isProxied || readsHttp,
  };
}

/** A gateway or a waypoint is a pod of its own; a sidecar is in that of its workload. */
function sourceOf(push: PushContext, { proxy, connection }: Outgoing): NetworkSource {
  return proxy.kind === 'outbound' || proxy.workload === undefined
    ? connection.source
    : networkSource(push, proxy.workload);
}

/** A connection in a tunnel: what a proxy puts on it besides goes inside. */
function tunnelled(connection: Connection, { service, port }: Upstream): Connection {
  return {
    ...connection,
    transportSocket: 'mutual',
    isTls: connection.isTls || connection.transportSocket === 'tls',
    tunnelTo: service === undefined ? undefined : { service, port },
  };
}

function sendToHost(simulation: Simulation, outgoing: Outgoing, upstream: Upstream, host: Host): Exchange {
  const { endpoint, transportSocket, isTunnelled } = host;
  const kind = kindOf(outgoing.connection, transportSocket, outgoing.route !== undefined);
  const isKept = !simulation.isTracing && simulation.circumstances.states.size === 0;
  const fixed = isKept ? host.fixed[kind] : undefined;
  if (fixed !== undefined) {
    return fixed;
  }
  const bare = leaving(simulation, outgoing, upstream, transportSocket);
  const connection = isTunnelled ? tunnelled(bare, upstream) : bare;
  const { node } = outgoing.proxy;
  if (endpoint.workload === undefined) {
    const address = simulation.push.network.resolve(endpoint.address, node.namespace);
    if (address.service !== undefined && address.service !== upstream.service) {
      return sendToAddress(simulation, connection, node, { address, port: endpoint.port }, upstream);
    }
  }
  const arrived = arriving(simulation, connection, upstream, endpoint);
  if (arrived.isFixed === true && isKept) {
    host.fixed[kind] = arrived;
  }
  return arrived;
}

/** Sends to an address as Kubernetes itself serves it. */
export function sendToAddress(
  simulation: Simulation,
  connection: Connection,
  origin: Origin,
  destination: Destination,
  upstream: Upstream | undefined,
): Exchange {
  const { address, port } = destination;
  const { service, kind } = address;
  const part = upstream ?? { host: address.host, port, subset: '', sni: '', service };
  if (kind === 'external') {
    const endpoint = {
      workload: undefined,
      address: address.host,
      port,
      labels: {},
      cluster: '',
      locality: '',
      weight: 1,
    };
    return arriving(simulation, connection, part, endpoint);
  }
  const shares = service === undefined ? [] : simulation.push.network.shares(service, port, origin.cluster);
  if (shares.length === 0) {
    const reason =
      kind === 'allocated'
        ? `${address.host} has an address that istiod allocated, and nothing takes connections to it at ${port}`
        : service !== undefined
          ? `${address.host} has no endpoint at ${port}`
          : `DNS knows no ${address.host}`;
    const none = failed(connection.isProxied, 'connect-failure', { reason });
    const nowhere = { cluster: '', namespace: '', workload: '', version: '', transportSocket: undefined };
    const { status } = none;
    const at = { ...nowhere, host: part.host, subset: part.subset, status, failure: reason };
    const steps = traced(simulation, () => ({ stage: 'endpoint', name: address.host, outcome: status, reason }));
    return exchange({ ...none, failure: undefined, upstream: at }, steps);
  }
  return mixed(
    shares.map(({ endpoint, share }) => ({
      probability: share,
      exchange: arriving(simulation, connection, part, endpoint),
    })),
  );
}

/** What comes of a connection to an endpoint; its responses say where they come from, unless a gateway sends requests on from there. */
function arriving(simulation: Simulation, connection: Connection, upstream: Upstream, endpoint: Endpoint): Exchange {
  const arrive = (): Exchange => simulation.connect(simulation, connection, endpoint);
  const reached = overNetwork(simulation, connection, endpoint, arrive, upstream.connectTimeout);
  const proxy = endpoint.workload?.proxy;
  if (proxy === 'gateway' || proxy === 'waypoint') {
    return reached;
  }
  const responses = map(reached.responses, (source) => ({
    ...source,
    upstream: upstreamHost(connection, upstream, endpoint, source),
  }));
  const steps = traced(simulation, () => {
    const { status = '', reason = '' } = reached.responses[0]?.value ?? {};
    return { stage: 'endpoint', name: nameOf(endpoint), outcome: status, reason };
  });
  return { ...reached, responses, steps: steps.length === 0 ? reached.steps : [...reached.steps, ...steps] };
}

function upstreamHost(
  { transportSocket, isTls }: Connection,
  { host, subset }: Upstream,
  endpoint: Endpoint,
  { status, kind, reason, isDropped }: Response,
): NonNullable<Response['upstream']> {
  const { workload, cluster, labels, address } = endpoint;
  return {
    cluster,
    namespace: workload?.namespace ?? '',
    workload: workload?.name ?? '',
    version: workload?.version ?? labels['version'] ?? '',
    subset,
    host: host || address,
    status,
    failure: workload === undefined && kind !== 'allowed' ? reason : '',
    // TLS that the client speaks itself is not plain text, though no proxy adds any.
    transportSocket:
      isDropped === true ? undefined : transportSocket === 'plaintext' && isTls ? 'tls' : transportSocket,
  };
}

function nameOf({ workload, address, port }: Endpoint): string {
  return `${workload === undefined ? address : `${workload.namespace}/${workload.name}`}:${port}`;
}
