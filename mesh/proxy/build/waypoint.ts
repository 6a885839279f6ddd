import { hbonePort, waypointOf } from '../../istio/waypoint.js';
import type { Mesh } from '../../model/mesh.js';
import { isHttp } from '../../model/protocol.js';
import type { MeshService, ServicePort } from '../../model/service.js';
import type { Workload } from '../../model/workload.js';
import { anyConnection, type FilterChain } from '../filter-chain.js';
import type { HttpFilter, NetworkFilter } from '../http-filter.js';
import type { Listener } from '../listener.js';
import type { Route, RouteConfiguration } from '../route-configuration.js';
import { tcpProxyToService } from './connection-routes.js';
import { anyAddress, outboundHttpFilters, plainHttp } from './outbound/listeners.js';

/** The policies that a waypoint enforces for a service, as filters. */
export interface WaypointFilters {
  readonly http: readonly HttpFilter[];
  readonly network: readonly NetworkFilter[];
}

/** What waypoints are made of. */
export interface WaypointParts {
  readonly mesh: Mesh;
  readonly filtersOf: (waypoint: Workload, service: MeshService) => WaypointFilters;
  /** The routes of a waypoint for a port of a service. */
  readonly routesOf: (waypoint: Workload, service: MeshService, port: number) => readonly Route[];
}

/** Makes and keeps what waypoints have for the services behind them. */
export class WaypointListeners {
  private readonly made = new Map<Workload, Map<string, Listener>>();

  constructor(private readonly parts: WaypointParts) {}

  /** What a waypoint does with connections to a port of a service; HTTP that ztunnel brings it over HBONE. */
  at(waypoint: Workload, service: MeshService, port: ServicePort): Listener {
    let made = this.made.get(waypoint);
    if (made === undefined) {
      made = new Map();
      this.made.set(waypoint, made);
    }
    const key = `${service.namespace} ${service.host} ${port.number}`;
    let listener = made.get(key);
    if (listener === undefined) {
      const filters = this.parts.filtersOf(waypoint, service);
      const routes = this.parts.routesOf(waypoint, service, port.number);
      listener = mainInternal(waypointChains(service, port, filters, routes));
      made.set(key, listener);
    }
    return listener;
  }

  /** The listener of a waypoint with the chains of every service that it stands in front of. */
  all(waypoint: Workload): Listener {
    const { mesh } = this.parts;
    const services = mesh.services.filter((service) => waypointOf(mesh, service) === waypoint);
    return mainInternal(
      services.flatMap((service) =>
        service.ports
          .filter(({ transport }) => transport !== 'UDP')
          .flatMap((port) => this.at(waypoint, service, port).filterChains),
      ),
    );
  }
}

/** The listener behind the one that ends the tunnels of ztunnel. */
function mainInternal(filterChains: readonly FilterChain[]): Listener {
  return { name: 'main_internal', address: anyAddress, port: hbonePort, filterChains, defaultFilterChain: undefined };
}

/** The tunnel that ztunnel brings connections in. */
const overHbone = { mode: 'HBONE' } as const;

/** The filter chains of a waypoint for a port of a service. */
function waypointChains(
  service: MeshService,
  port: ServicePort,
  filters: WaypointFilters,
  routes: readonly Route[],
): readonly FilterChain[] {
  const [host, number] = [service.host, port.number];
  const name = (kind: string): string => `inbound-vip|${number}|${kind}|${host}`;
  const tcp: FilterChain = {
    name: name('tcp'),
    match: anyConnection,
    tls: overHbone,
    networkFilters: filters.network,
    terminal: tcpProxyToService(host, number),
  };
  if (!isHttp(port.protocol) && port.protocol !== 'auto') {
    return [tcp];
  }
  const routeConfiguration: RouteConfiguration = {
    name: name('http'),
    virtualHosts: [{ name: name('http'), domains: ['*'], routes, requiresTls: false }],
    shortNames: undefined,
  };
  const http: FilterChain = {
    name: name('http'),
    match: isHttp(port.protocol) ? anyConnection : { ...anyConnection, applicationProtocols: plainHttp },
    tls: overHbone,
    networkFilters: [],
    terminal: {
      name: 'envoy.filters.network.http_connection_manager',
      routeConfiguration,
      httpFilters: [...filters.http, ...outboundHttpFilters],
      useRemoteAddress: false,
      xffNumTrustedHops: 0,
    },
  };
  return isHttp(port.protocol) ? [http] : [http, tcp];
}
