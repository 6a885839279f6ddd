import { type HttpMatch, isCatchAll } from '../../istio/http-match.js';
import type { HttpRule, RouteDestination, RouteSource } from '../../istio/route-source.js';
import type { EgressListener } from '../../istio/sidecar-scope.js';
import { type Labels, matchesLabels } from '../../model/labels.js';
import { outboundCluster, type Route, type WeightedCluster } from '../route-configuration.js';
import { retryPolicyOf } from './retry-policy.js';

/** The proxy that routes are made for. */
export interface RouteScope {
  readonly labels: Labels;
  readonly namespace: string;
  /** `namespace/name` of the gateway that it is; `mesh` for a sidecar. */
  readonly gateway: string;
  readonly port: number;
  /** Whether they are those of a waypoint, which leaves out what asks for labels of the caller. @default false */
  readonly isWaypoint?: boolean;
}

/** The port of a destination that names none. */
export type DefaultPort = (host: string) => number;

const kept = new WeakMap<HttpRule, Map<number, Map<number, Route>>>();

/**
 * The routes that a sidecar gets of a source: those whose port, gateway and caller can be true there, up to the first that takes every
 * request. Sidecars share them, for each port.
 */
export function sidecarRoutes(source: RouteSource, scope: RouteScope): readonly Route[] {
  return routesOf(source, scope, (rule, index) => {
    let byPort = kept.get(rule);
    if (byPort === undefined) {
      byPort = new Map();
      kept.set(rule, byPort);
    }
    let routes = byPort.get(scope.port);
    if (routes === undefined) {
      routes = new Map();
      byPort.set(scope.port, routes);
    }
    let route = routes.get(index);
    if (route === undefined) {
      route = makeRoute(rule, index, scope.port, () => scope.port);
      routes.set(index, route);
    }
    return route;
  });
}

/** The routes that a gateway gets of a source. */
export function gatewayRoutes(source: RouteSource, scope: RouteScope, defaultPort: DefaultPort): readonly Route[] {
  return routesOf(source, scope, (rule, index) => makeRoute(rule, index, scope.port, defaultPort));
}

function routesOf(
  source: RouteSource,
  scope: RouteScope,
  make: (rule: HttpRule, index: number) => Route,
): readonly Route[] {
  const routes: Route[] = [];
  for (const rule of source.http) {
    if (rule.matches.length === 0) {
      routes.push(make(rule, 0));
      return routes;
    }
    for (let index = 0; index < rule.matches.length; index += 1) {
      const match = rule.matches[index];
      if (match !== undefined && appliesTo(match, scope)) {
        routes.push(make(rule, index));
        if (isCatchAll(match)) {
          return routes;
        }
      }
    }
  }
  return routes;
}

function makeRoute(rule: HttpRule, index: number, port: number, defaultPort: DefaultPort): Route {
  return {
    label: rule.label,
    match: rule.matches[index],
    rule,
    port,
    matchIndex: rule.matches.length > 1 ? index : undefined,
    clusters: weightedClusters(rule.destinations, defaultPort),
    timeout: rule.timeout,
    retryPolicy: retryPolicyOf(rule.retries),
  };
}

/** The clusters of the destinations that get a part of the traffic. */
export function weightedClusters(
  destinations: readonly RouteDestination[],
  defaultPort: DefaultPort,
): readonly WeightedCluster[] {
  const used = destinations.length === 1 ? destinations : destinations.filter(({ weight }) => weight > 0);
  return used.map((destination) => {
    const { host, subset, port = defaultPort(host), weight } = destination;
    return { ...outboundCluster(host, port, subset), weight: used.length === 1 ? 1 : weight, destination };
  });
}

function appliesTo(match: HttpMatch, scope: RouteScope): boolean {
  if (match.port !== undefined && match.port !== scope.port) {
    return false;
  }
  if (scope.isWaypoint === true && Object.keys(match.sourceLabels).length > 0) {
    return false;
  }
  if (match.gateways.length > 0) {
    return match.gateways.includes(scope.gateway);
  }
  return (
    matchesLabels(scope.labels, match.sourceLabels) &&
    (match.sourceNamespace === '' || match.sourceNamespace === scope.namespace)
  );
}

const labelsOfListeners = new WeakMap<EgressListener, readonly Labels[]>();

/** The labels of callers that the matches of a listener's routes look at. */
export function sourceLabelsOf(listener: EgressListener): readonly Labels[] {
  let labels = labelsOfListeners.get(listener);
  if (labels === undefined) {
    const found = new Map<string, Labels>();
    const note = ({ sourceLabels }: { readonly sourceLabels: Labels }): void => {
      if (Object.keys(sourceLabels).length > 0) {
        found.set(JSON.stringify(sourceLabels), sourceLabels);
      }
    };
    for (const { http, tls, tcp } of listener.sources) {
      for (const { matches } of http) {
        matches.forEach(note);
      }
      for (const { matches } of [...tls, ...tcp]) {
        matches.forEach(note);
      }
    }
    labels = [...found.values()];
    labelsOfListeners.set(listener, labels);
  }
  return labels;
}
