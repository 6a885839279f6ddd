import { compareAge } from '../../../istio/age.js';
import { podPortsOf } from '../../../istio/exposure.js';
import type { GatewayServer } from '../../../istio/gateway-servers.js';
import type { ServerPorts } from '../../../istio/server-ports.js';
import type { SidecarScopes } from '../../../istio/sidecar-scope.js';
import { append } from '../../../model/labels.js';
import type { Workload } from '../../../model/workload.js';
import { anyConnection, type FilterChain, type HttpConnectionManager } from '../../filter-chain.js';
import type { HttpFilter, NetworkFilter } from '../../http-filter.js';
import { type Listener, listenerName } from '../../listener.js';
import type { RouteConfiguration } from '../../route-configuration.js';
import type { DownstreamTls } from '../../transport-socket.js';
import { anyAddress, outboundHttpFilters } from '../outbound/listeners.js';
import type { DefaultPort } from '../routes.js';
import type { BoundSources } from './bound-sources.js';
import { type GatewayConnections, passthroughChains, serverTcpProxy } from './connection-chains.js';
import { gatewayRouteConfiguration, gatewayRouteName } from './route-configurations.js';

/** What gateways are made of. */
export interface GatewayParts {
  readonly servers: readonly GatewayServer[];
  readonly sources: BoundSources;
  readonly ports: ServerPorts;
  readonly scopes: SidecarScopes;
  /** The policies that a gateway enforces, as filters. */
  readonly filtersOf: (workload: Workload) => {
    readonly http: readonly HttpFilter[];
    readonly network: readonly NetworkFilter[];
  };
  /** Proxies in front of a gateway that it trusts. */
  readonly trustedProxiesOf: (workload: Workload) => number;
}

const httpProtocols: ReadonlySet<string> = new Set(['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB']);

/** Makes and keeps the listeners and the route configurations of gateways. */
export class GatewayListeners {
  private readonly bound = new Map<Workload, ReadonlyMap<number, readonly GatewayServer[]>>();
  private readonly made = new Map<Workload, Map<number, Listener | undefined>>();
  private readonly routes = new Map<Workload, Map<string, RouteConfiguration | undefined>>();

  constructor(private readonly parts: GatewayParts) {}

  /** What a gateway has on a port of its pods; undefined when nothing listens there. */
  at(workload: Workload, port: number): Listener | undefined {
    let listeners = this.made.get(workload);
    if (listeners === undefined) {
      listeners = new Map();
      this.made.set(workload, listeners);
    }
    if (!listeners.has(port)) {
      listeners.set(port, this.make(workload, port));
    }
    return listeners.get(port);
  }

  /** Every listener of a gateway, by port. */
  all(workload: Workload): readonly Listener[] {
    const ports = [...this.serversOf(workload).keys()].sort((one, other) => one - other);
    return ports.flatMap((port) => this.at(workload, port) ?? []);
  }

  /** The route configuration of a name, such as `http.8080`; undefined when no server has it. */
  routeConfiguration(workload: Workload, name: string): RouteConfiguration | undefined {
    let routes = this.routes.get(workload);
    if (routes === undefined) {
      routes = new Map();
      this.routes.set(workload, routes);
    }
    let found = routes.get(name);
    if (found === undefined && !routes.has(name)) {
      const servers = [...this.serversOf(workload)].flatMap(([port, own]) =>
        readsHttp(own).filter((server) => gatewayRouteName(server, port) === name),
      );
      const { sources } = this.parts;
      found =
        servers.length === 0
          ? undefined
          : gatewayRouteConfiguration(name, workload, servers, sources, (port) => this.defaultPort(workload, port));
      routes.set(name, found);
    }
    return found;
  }

  private make(workload: Workload, port: number): Listener | undefined {
    const servers = this.serversOf(workload).get(port);
    if (servers === undefined) {
      return undefined;
    }
    const [plain] = servers.filter(isPlain);
    const filterChains: FilterChain[] = [];
    if (plain !== undefined && httpProtocols.has(plain.protocol)) {
      filterChains.push(this.httpChain(workload, plain, port));
    } else if (plain !== undefined) {
      for (const one of this.tcpChain(workload, plain)) {
        filterChains.push(one);
      }
    }
    const [hosts, passedNames] = [new Set<string>(), new Set<string>()];
    for (const server of servers.filter(({ tls }) => tls !== undefined)) {
      const names = sniHostsOf(server);
      if (names.some((name) => hosts.has(name))) {
        continue;
      }
      for (const name of names) {
        hosts.add(name);
      }
      if (isPassthrough(server)) {
        for (const one of passthroughChains(this.connections(workload, server), passedNames)) {
          filterChains.push(one);
        }
      } else if (server.protocol === 'HTTPS') {
        filterChains.push(this.httpChain(workload, server, port));
      } else {
        for (const one of this.tcpChain(workload, server)) {
          filterChains.push(one);
        }
      }
    }
    const name = listenerName(anyAddress, port);
    return { name, address: anyAddress, port, filterChains, defaultFilterChain: undefined };
  }

  private httpChain(workload: Workload, server: GatewayServer, port: number): FilterChain {
    const terminal: HttpConnectionManager = {
      name: 'envoy.filters.network.http_connection_manager',
      routeConfiguration: gatewayRouteName(server, port),
      httpFilters: [...this.parts.filtersOf(workload).http, ...outboundHttpFilters],
      useRemoteAddress: true,
      xffNumTrustedHops: this.parts.trustedProxiesOf(workload),
    };
    return { name: '', match: matchOf(server), tls: tlsOf(server), networkFilters: [], terminal, source: server.label };
  }

  private tcpChain(workload: Workload, server: GatewayServer): readonly FilterChain[] {
    const connections = this.connections(workload, server);
    const terminal = serverTcpProxy(connections);
    return terminal === undefined
      ? []
      : [
          {
            name: '',
            match: matchOf(server),
            tls: tlsOf(server),
            networkFilters: connections.networkFilters,
            terminal,
            source: server.label,
          },
        ];
  }

  private connections(workload: Workload, server: GatewayServer): GatewayConnections {
    const { sources, filtersOf, scopes } = this.parts;
    const { namespace, labels } = workload;
    return {
      server,
      sources: sources.forConnections(server, namespace),
      scope: { labels, namespace, gateway: server.gateway, port: server.port },
      defaultPort: this.defaultPort(workload, server.port),
      networkFilters: filtersOf(workload).network,
      services: scopes.ofGateway(namespace).services,
    };
  }

  /** The port of a destination without one: that of the service if it has only one, else the one that the gateway listens at. */
  private defaultPort(workload: Workload, listenPort: number): DefaultPort {
    const { services } = this.parts.scopes.ofGateway(workload.namespace);
    return (host) => {
      const ports = services.get(host)?.service.ports ?? [];
      return ports.length === 1 ? (ports[0]?.number ?? listenPort) : listenPort;
    };
  }

  /** The servers of a gateway by port of the pod, those of the oldest Gateway first. */
  private serversOf(workload: Workload): ReadonlyMap<number, readonly GatewayServer[]> {
    let bound = this.bound.get(workload);
    if (bound === undefined) {
      const byPort = new Map<number, GatewayServer[]>();
      const servers = this.parts.servers
        .filter((server) => server.selects(workload))
        .map((server, index) => ({ server, index }))
        .sort((one, other) => compareAge(one.server, other.server) || one.index - other.index);
      for (const { server } of servers) {
        for (const port of podPortsOf(server, this.parts.ports.of(workload))) {
          append(byPort, port, server);
        }
      }
      bound = byPort;
      this.bound.set(workload, bound);
    }
    return bound;
  }
}

function isPlain({ tls, protocol }: GatewayServer): boolean {
  return tls === undefined && protocol !== 'HTTPS' && protocol !== 'TLS';
}

function isPassthrough({ tls }: GatewayServer): boolean {
  return tls?.mode === 'PASSTHROUGH' || tls?.mode === 'AUTO_PASSTHROUGH';
}

/** The servers of a port that read HTTP: plain ones only when the first of the port does, and those that end TLS. */
function readsHttp(servers: readonly GatewayServer[]): readonly GatewayServer[] {
  const first = servers.find(isPlain);
  const isHttpPort = first !== undefined && httpProtocols.has(first.protocol);
  return servers.filter((server) =>
    isPlain(server)
      ? isHttpPort && httpProtocols.has(server.protocol)
      : server.protocol === 'HTTPS' && server.tls !== undefined && !isPassthrough(server),
  );
}

function matchOf(server: GatewayServer): FilterChain['match'] {
  const names = sniHostsOf(server);
  return server.tls === undefined || names.includes('*') ? anyConnection : { ...anyConnection, serverNames: names };
}

function sniHostsOf({ hosts }: GatewayServer): readonly string[] {
  return hosts.map((host) => host.slice(host.indexOf('/') + 1));
}

function tlsOf({ tls }: GatewayServer): DownstreamTls | undefined {
  switch (tls?.mode) {
    case undefined:
      return undefined;
    case 'MUTUAL':
    case 'OPTIONAL_MUTUAL':
    case 'ISTIO_MUTUAL':
      return { mode: tls.mode };
    default:
      return { mode: 'SIMPLE' };
  }
}
