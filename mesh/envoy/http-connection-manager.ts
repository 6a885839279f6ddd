import type { HttpConnectionManager } from '../proxy/filter-chain.js';
import type { RouteConfiguration } from '../proxy/route-configuration.js';
import type { Connection } from './connection.js';
import type { Exchange } from './exchange.js';
import { remoteIpAtSidecar, takenByGateway } from './forwarded-for.js';
import { decode } from './http-filter-chain.js';
import type { HttpRequest } from './http-request.js';
import type { ServingProxy, Simulation } from './simulation.js';

/** Reads the request of a connection, whose own TLS has ended, and takes it through the HTTP filters. */
export function serveHttp(
  simulation: Simulation,
  proxy: ServingProxy,
  manager: HttpConnectionManager,
  connection: Connection,
  isTls: boolean,
): Exchange {
  const { request, remoteIp } = taken(simulation, proxy, manager, connection, isTls);
  const { routeConfiguration } = manager;
  const context = {
    proxy,
    connection,
    filters: manager.httpFilters,
    routeConfiguration:
      typeof routeConfiguration === 'string'
        ? (proxy.routes?.routeConfiguration(routeConfiguration) ?? noRoutes)
        : routeConfiguration,
    received: request,
    remoteIp,
  };
  return decode(simulation, context, { request, claims: undefined, policy: '', match: undefined }, 0);
}

/** The request as the proxy takes it, and the address of the client. */
function taken(
  { circumstances }: Simulation,
  { kind }: ServingProxy,
  { useRemoteAddress, xffNumTrustedHops }: HttpConnectionManager,
  { request, sourceIp }: Connection,
  isTls: boolean,
): { readonly request: HttpRequest; readonly remoteIp: string | undefined } {
  if (useRemoteAddress) {
    return takenByGateway(request, isTls, sourceIp, xffNumTrustedHops);
  }
  return { request, remoteIp: kind === 'waypoint' ? circumstances.sourceIp : remoteIpAtSidecar(request, sourceIp) };
}

const noRoutes: RouteConfiguration = { name: '', virtualHosts: [], shortNames: undefined };
