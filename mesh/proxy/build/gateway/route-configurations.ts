import type { GatewayServer } from '../../../istio/gateway-server.js';
import { isCatchAll } from '../../../istio/http-match.js';
import type { RouteSource } from '../../../istio/route-source.js';
import { compareSpecificity } from '../../../model/hosts.js';
import type { Workload } from '../../../model/workload.js';
import type { Route, RouteConfiguration } from '../../route-configuration.js';
import { type DefaultPort, gatewayRoutes } from '../routes.js';
import { VirtualHostTable } from '../virtual-host-table.js';
import { type BoundSources, commonHosts } from './bound-sources.js';

/** How istiod names the route configuration of a server that reads HTTP, at a port of the pod. */
export function gatewayRouteName(server: GatewayServer, podPort: number): string {
  const { protocol, port, portName, name, namespace, tls } = server;
  return tls !== undefined && protocol === 'HTTPS'
    ? `https.${port}.${portName}.${name}.${namespace}`
    : `http.${podPort}`;
}

interface Draft {
  readonly port: number;
  readonly routes: Route[];
  requiresTls: boolean;
}

/** The virtual hosts of the servers of a gateway that share a route configuration. */
export function gatewayRouteConfiguration(
  name: string,
  workload: Workload,
  servers: readonly GatewayServer[],
  sources: BoundSources,
  defaultPort: (listenPort: number) => DefaultPort,
): RouteConfiguration {
  const drafts = new Map<string, Draft>();
  const draftOf = (host: string, port: number): Draft => {
    const draft = drafts.get(host) ?? { port, routes: [], requiresTls: false };
    drafts.set(host, draft);
    return draft;
  };
  const { labels, namespace } = workload;
  const made = new Map<string, readonly Route[]>();
  // The servers of a Gateway share the routes of a source, made for the port of the first.
  const routesOf = (source: RouteSource, { gateway, port }: GatewayServer): readonly Route[] => {
    const key = `${gateway} ${source.namespace}/${source.name}`;
    const known = made.get(key) ?? gatewayRoutes(source, { labels, namespace, gateway, port }, defaultPort(port));
    made.set(key, known);
    return known;
  };
  for (const server of servers) {
    const { gateway, port, httpsRedirect } = server;
    for (const source of sources.of(gateway, namespace)) {
      const hosts = commonHosts(server, source);
      const routes = hosts.length === 0 ? [] : routesOf(source, server);
      for (const host of routes.length > 0 ? hosts : []) {
        const draft = draftOf(host, port);
        for (const one of routes) {
          draft.routes.push(one);
        }
        draft.requiresTls ||= httpsRedirect;
      }
    }
    for (const host of httpsRedirect ? server.hosts : []) {
      draftOf(host, port).requiresTls = true;
    }
  }
  const table = new VirtualHostTable();
  for (const { hosts, port, routes, requiresTls } of collapsed(drafts)) {
    table.add(`${hosts[0]}:${port}`, hosts, catchAllLast(routes), requiresTls);
  }
  if (drafts.size === 0) {
    table.add(`blackhole:${servers[0]?.port ?? 0}`, ['*'], []);
  }
  return { name, virtualHosts: table.virtualHosts, shortNames: undefined };
}

/** Hosts with the same routes are one virtual host, called by the first of them. */
function collapsed(drafts: ReadonlyMap<string, Draft>): readonly (Draft & { readonly hosts: string[] })[] {
  const merged: (Draft & { readonly hosts: string[] })[] = [];
  for (const [host, draft] of [...drafts].sort(([one], [other]) => compareSpecificity(one, other))) {
    const same = merged.find(
      ({ routes, requiresTls }) =>
        requiresTls === draft.requiresTls &&
        routes.length === draft.routes.length &&
        routes.every((route, index) => route === draft.routes[index]),
    );
    if (same === undefined) {
      merged.push({ ...draft, hosts: [host] });
    } else {
      same.hosts.push(host);
    }
  }
  return merged;
}

/** The routes with those that take every request moved to the end, as Istio orders the routes of a gateway. */
function catchAllLast(routes: readonly Route[]): readonly Route[] {
  return [...routes.filter(({ match }) => !isCatchAll(match)), ...routes.filter(({ match }) => isCatchAll(match))];
}
