import type { RouteSource } from '../../../istio/route-source.js';
import { hostsOverlap } from '../../../model/hosts.js';
import type { MeshService, ServicePort } from '../../../model/service.js';
import { anyConnection, type FilterChain, type TcpProxy } from '../../filter-chain.js';
import { matchesAt, tcpProxyOf, tcpProxyToService } from '../connection-routes.js';
import type { DefaultPort, RouteScope } from '../routes.js';

/** The port of a service that filter chains are for. */
export interface ServiceConnections {
  readonly service: MeshService;
  readonly port: ServicePort;
  /** Blocks of addresses of the service, where it has blocks; empty where the listener is for its address alone. */
  readonly blocks: readonly string[];
  /** Whether the listener is for every address, so that only the server name tells services apart. */
  readonly isShared: boolean;
}

/** The sources that have rules for connections, of which there are few. */
export function connectionSources(sources: readonly RouteSource[]): readonly RouteSource[] {
  return sources.filter(({ tls, tcp }) => tls.length + tcp.length > 0);
}

/**
 * The filter chains of a sidecar for connections to a service: by the rules of routes for its host, else to the service
 * (https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute).
 */
export function connectionChains(
  connections: ServiceConnections,
  sources: readonly RouteSource[],
  scope: RouteScope,
  defaultPort: DefaultPort,
): readonly FilterChain[] {
  const { service, port } = connections;
  const own = sources.filter(({ hosts }) => hosts.some((host) => hostsOverlap(host, service.host)));
  return port.protocol === 'tls' || port.protocol === 'https'
    ? tlsChains(connections, own, scope, defaultPort)
    : tcpChains(connections, own, scope, defaultPort);
}

function tlsChains(
  { service, port, blocks, isShared }: ServiceConnections,
  sources: readonly RouteSource[],
  scope: RouteScope,
  defaultPort: DefaultPort,
): readonly FilterChain[] {
  const chains = new Map<string, FilterChain>();
  for (const rule of sources.flatMap(({ tls }) => tls)) {
    for (const { sniHosts, destinationSubnets } of rule.destinations.length > 0 ? matchesAt(rule, scope) : []) {
      const key = `${sniHosts.join()}|${destinationSubnets.join()}`;
      if (!chains.has(key)) {
        const prefixRanges = destinationSubnets.length > 0 ? destinationSubnets : blocks;
        chains.set(key, chainOf(tcpProxyOf(rule, defaultPort), sniHosts, prefixRanges));
      }
    }
  }
  if (chains.size > 0) {
    return [...chains.values()];
  }
  const needsName = blocks.length > 0 || isShared;
  return [chainOf(toService(service, port), needsName ? [service.host] : [], blocks)];
}

function tcpChains(
  { service, port, blocks }: ServiceConnections,
  sources: readonly RouteSource[],
  scope: RouteScope,
  defaultPort: DefaultPort,
): readonly FilterChain[] {
  const chains: FilterChain[] = [];
  for (const rule of sources.flatMap(({ tcp }) => tcp)) {
    const proxy = tcpProxyOf(rule, defaultPort);
    const matches = matchesAt(rule, scope);
    const takesAny =
      rule.matches.length === 0 || matches.some(({ destinationSubnets }) => destinationSubnets.length === 0);
    if (rule.destinations.length > 0 && takesAny) {
      return [...chains, chainOf(proxy, [], blocks)];
    }
    const subnets = matches.flatMap(({ destinationSubnets }) => destinationSubnets);
    if (rule.destinations.length > 0 && subnets.length > 0) {
      chains.push(chainOf(proxy, [], subnets));
    }
  }
  const isTaken = chains.some(({ match }) => [...match.prefixRanges].sort().join() === [...blocks].sort().join());
  return isTaken ? chains : [...chains, chainOf(toService(service, port), [], blocks)];
}

/** A Sidecar may listen at a port that the service has not: the only port of a service is then meant. */
function toService(service: MeshService, port: ServicePort): TcpProxy {
  const [only] = service.ports.length === 1 ? service.ports : [];
  return tcpProxyToService(service.host, only?.number ?? port.number);
}

function chainOf(terminal: TcpProxy, serverNames: readonly string[], prefixRanges: readonly string[]): FilterChain {
  const isAny = serverNames.includes('*');
  const match = { ...anyConnection, serverNames: isAny ? [] : serverNames, prefixRanges };
  return { name: '', match, tls: undefined, networkFilters: [], terminal };
}
