import type { Retries, RouteSource } from '../../istio/route-source.js';
import { isFollowedByWaypoint } from '../../istio/waypoint.js';
import { coversHost } from '../../model/hosts.js';
import type { MeshService } from '../../model/service.js';
import type { Route } from '../route-configuration.js';
import { defaultRoute } from './outbound/virtual-hosts.js';
import { sidecarRoutes } from './routes.js';

/**
 * The routes of a waypoint for a port of a service: those of all VirtualServices and routes of the Gateway API that it follows, one after the
 * other, whatever callers ask for by their labels left out; else the one that every service has.
 *
 * @param sources what the waypoint sees
 * @param namespace that of the waypoint
 */
export function waypointRoutes(
  sources: readonly RouteSource[],
  { namespace, retries }: { readonly namespace: string; readonly retries: Retries | undefined },
  service: MeshService,
  port: number,
): readonly Route[] {
  const scope = { labels: {}, namespace, gateway: 'mesh', port, isWaypoint: true };
  const routes = sources
    .filter((source) => isFollowedByWaypoint(source.namespace, namespace, service.namespace))
    .filter(({ hosts }) => hosts.some((host) => coversHost(host, service.host)))
    .flatMap((source) => sidecarRoutes(source, scope));
  return routes.length === 0 ? [defaultRoute(service.host, port, retries)] : routes;
}
