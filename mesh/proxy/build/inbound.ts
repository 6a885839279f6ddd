import type { PeerAuthentications, PeerDecision, PeerMode } from '../../istio/peer-authentication.js';
import type { ServerPorts } from '../../istio/server-ports.js';
import type { SidecarScopes } from '../../istio/sidecar-scope.js';
import { isHttp, type Protocol } from '../../model/protocol.js';
import type { Workload } from '../../model/workload.js';
import { anyConnection, type FilterChain, type FilterChainMatch } from '../filter-chain.js';
import type { HttpFilter, NetworkFilter } from '../http-filter.js';
import { type Listener, listenerName, virtualInbound } from '../listener.js';
import { blackHoleCluster, type ClusterReference, type RouteConfiguration } from '../route-configuration.js';
import { tcpProxyTo } from './connection-routes.js';
import { anyAddress, plainHttp } from './outbound/listeners.js';

/** What ALPN the proxies of the mesh send: where they read HTTP, and where they do not. */
export const meshHttp = ['istio-http/1.0', 'istio-http/1.1', 'istio-h2'];
export const meshTcp = ['istio-peer-exchange', 'istio'];
/** Whatever ALPN the proxies of the mesh send. */
export const meshAny = [...meshTcp, ...meshHttp];

/** What the sidecar of a workload does with connections to one of its ports. */
export interface InboundPort {
  readonly port: number;
  /** Which mTLS it takes, and the PeerAuthentication that says so. */
  readonly mtls: PeerDecision;
  readonly filterChains: readonly FilterChain[];
}

/** The policies that the proxy of a workload enforces, as filters. */
export interface InboundFilters {
  readonly http: readonly HttpFilter[];
  readonly network: readonly NetworkFilter[];
}

interface ChainOption {
  readonly isHttp: boolean;
  readonly endsTls: boolean;
  readonly match: Partial<FilterChainMatch>;
}

const tls = 'tls' as const;
const raw = 'raw_buffer' as const;
const plain = { transportProtocol: raw };
const sniffedPlain = { transportProtocol: raw, applicationProtocols: plainHttp };

/** The filter chains of a port by how its protocol is read and by what mTLS it takes. */
const chainOptions: Readonly<Record<'http' | 'tcp' | 'sniffed', Readonly<Record<PeerMode, readonly ChainOption[]>>>> = {
  http: {
    STRICT: [{ isHttp: true, endsTls: true, match: { transportProtocol: tls } }],
    PERMISSIVE: [
      { isHttp: true, endsTls: true, match: { transportProtocol: tls, applicationProtocols: meshAny } },
      { isHttp: true, endsTls: false, match: plain },
    ],
    DISABLE: [{ isHttp: true, endsTls: false, match: plain }],
  },
  tcp: {
    STRICT: [{ isHttp: false, endsTls: true, match: { transportProtocol: tls } }],
    PERMISSIVE: [
      { isHttp: false, endsTls: true, match: { transportProtocol: tls, applicationProtocols: meshAny } },
      { isHttp: false, endsTls: false, match: plain },
      { isHttp: false, endsTls: false, match: { transportProtocol: tls } },
    ],
    DISABLE: [{ isHttp: false, endsTls: false, match: plain }],
  },
  sniffed: {
    STRICT: [
      { isHttp: true, endsTls: true, match: { transportProtocol: tls, applicationProtocols: meshHttp } },
      { isHttp: false, endsTls: true, match: { transportProtocol: tls } },
    ],
    PERMISSIVE: [
      { isHttp: true, endsTls: true, match: { transportProtocol: tls, applicationProtocols: meshHttp } },
      { isHttp: true, endsTls: false, match: sniffedPlain },
      { isHttp: false, endsTls: true, match: { transportProtocol: tls, applicationProtocols: meshTcp } },
      { isHttp: false, endsTls: false, match: plain },
      { isHttp: false, endsTls: false, match: { transportProtocol: tls } },
    ],
    DISABLE: [
      { isHttp: true, endsTls: false, match: sniffedPlain },
      { isHttp: false, endsTls: false, match: plain },
    ],
  },
};

/** Makes and keeps what sidecars do with connections to their workloads. */
export class InboundListeners {
  private readonly made = new Map<Workload, Map<number, InboundPort>>();

  constructor(
    private readonly ports: ServerPorts,
    private readonly peers: PeerAuthentications,
    private readonly scopes: SidecarScopes,
    private readonly filtersOf: (workload: Workload) => InboundFilters,
  ) {}

  /** What a workload's sidecar does with connections to a port; one that nothing declares is passed on. */
  at(workload: Workload, port: number): InboundPort {
    let made = this.made.get(workload);
    if (made === undefined) {
      made = new Map();
      this.made.set(workload, made);
    }
    let inbound = made.get(port);
    if (inbound === undefined) {
      inbound = this.make(workload, port);
      made.set(port, inbound);
    }
    return inbound;
  }

  /** The listener `virtualInbound`, with the chains of every port that is declared, and those for all others. */
  all(workload: Workload): Listener {
    const blackHole: FilterChain = {
      name: 'virtualInbound-blackhole',
      match: { ...anyConnection, destinationPort: virtualInbound.port },
      tls: undefined,
      networkFilters: [],
      terminal: tcpProxyTo(blackHoleCluster),
    };
    const chains = [0, ...this.declaredPorts(workload)].flatMap((port) => this.at(workload, port).filterChains);
    const filterChains = [blackHole, ...chains];
    return { ...virtualInbound, address: anyAddress, filterChains, defaultFilterChain: undefined };
  }

  /** The clusters of the ports that are declared, and whether the Sidecar sets where one leads. */
  clusters(workload: Workload): readonly { readonly cluster: ClusterReference; readonly isSet: boolean }[] {
    return this.declaredPorts(workload).map((port) => {
      const target = this.declaredAt(workload, port)?.target ?? port;
      return { cluster: { name: `inbound|${port}||`, host: '', port: target, subset: '' }, isSet: target !== port };
    });
  }

  /** The ports that Services or the workload's Sidecar declare. */
  declaredPorts(workload: Workload): readonly number[] {
    const own = this.scopes.ingressOf(workload.namespace, workload.labels);
    const ports =
      own.length === 0
        ? this.ports
            .of(workload)
            .filter(({ port }) => port.transport !== 'UDP')
            .map(({ target }) => target)
        : own.map(({ port }) => port);
    return [...new Set(ports)].sort((one, other) => one - other);
  }

  private make(workload: Workload, port: number): InboundPort {
    const mtls = this.peers.forPort(workload, port);
    const declared = this.declaredAt(workload, port);
    const cluster: ClusterReference =
      declared === undefined
        ? { name: 'InboundPassthroughCluster', host: '', port, subset: '' }
        : { name: `inbound|${port}||`, host: '', port: declared.target, subset: '' };
    const filters = this.filtersOf(workload);
    const protocol = declared?.protocol ?? 'auto';
    const kind = protocol === 'auto' ? 'sniffed' : isHttp(protocol) ? 'http' : 'tcp';
    const filterChains = chainOptions[kind][mtls.mode].map(
      (option): FilterChain => ({
        name: declared === undefined ? passthroughName(option.isHttp) : listenerName(anyAddress, port),
        match: { ...anyConnection, ...option.match, destinationPort: declared === undefined ? undefined : port },
        tls: option.endsTls ? { mode: 'ISTIO_MUTUAL' } : undefined,
        networkFilters: option.isHttp ? [] : filters.network,
        terminal: option.isHttp
          ? {
              name: 'envoy.filters.network.http_connection_manager',
              routeConfiguration: inboundRouteConfiguration(cluster, declared?.number ?? 0),
              httpFilters: filters.http,
              useRemoteAddress: false,
              xffNumTrustedHops: 0,
            }
          : tcpProxyTo(cluster),
      }),
    );
    return { port, mtls, filterChains };
  }

  /** How a port is read, and where it leads: by the Sidecar's own listeners when it has some, else by the Services. */
  private declaredAt(
    workload: Workload,
    port: number,
  ): { readonly protocol: Protocol; readonly target: number; readonly number: number } | undefined {
    const own = this.scopes.ingressOf(workload.namespace, workload.labels);
    if (own.length > 0) {
      const listener = own.find((one) => one.port === port);
      return listener === undefined ? undefined : { ...listener, number: port };
    }
    const served = this.ports.at(workload, port);
    return served === undefined
      ? undefined
      : { protocol: served.port.protocol, target: port, number: served.port.number };
  }
}

function passthroughName(isHttpChain: boolean): string {
  return isHttpChain ? 'virtualInbound-catchall-http' : 'virtualInbound';
}

/** The only route of inbound requests. */
function inboundRouteConfiguration(cluster: ClusterReference, servicePort: number): RouteConfiguration {
  const route = {
    label: 'default',
    match: undefined,
    rule: undefined,
    port: servicePort,
    clusters: [{ ...cluster, weight: 1 }],
  };
  return {
    name: cluster.name,
    virtualHosts: [{ name: `inbound|http|${servicePort}`, domains: ['*'], routes: [route], requiresTls: false }],
    shortNames: undefined,
  };
}
