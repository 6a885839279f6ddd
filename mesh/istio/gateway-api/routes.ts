import { append } from '../../model/labels.js';
import type { Mesh } from '../../model/mesh.js';
import { createdAt } from '../age.js';
import type { HttpMatch } from '../http-match.js';
import type { HttpRule, RouteSource } from '../route-source.js';
import { type Binding, bindingsOf, configOf, type Route, routesOf } from './bindings.js';
import { connectionRoutes } from './connections.js';
import { type Listener, readListeners } from './listeners.js';
import { type RuleSpec, rulesOf, withPort } from './rules.js';

/** Routes of the Gateway API as what Istio makes of them; rules of all routes of a listener and host are one list. */
export function readGatewayApiRoutes(mesh: Mesh): readonly RouteSource[] {
  const listeners = readListeners(mesh);
  return [
    ...httpRoutes(mesh, listeners, routesOf(mesh, 'HTTPRoute', 'GRPCRoute')),
    ...connectionRoutes(mesh, listeners),
  ];
}

function httpRoutes(mesh: Mesh, listeners: readonly Listener[], routes: readonly Route[]): readonly RouteSource[] {
  const byKey = new Map<string, { route: Route; binding: Binding; host: string }[]>();
  const oldest = [...routes].sort(
    (one, other) => compare(createdAt(one.object), createdAt(other.object)) || compare(one.id, other.id),
  );
  for (const route of oldest) {
    for (const binding of bindingsOf(mesh, listeners, route)) {
      for (const host of binding.hosts) {
        append(byKey, `${binding.key}/${host}`, { route, binding, host });
      }
    }
  }
  return [...byKey.values()].flatMap((entries) => {
    const first = entries[0];
    if (first === undefined) {
      return [];
    }
    const rules = entries.flatMap(({ route, binding }) => rulesFor(mesh, route, binding));
    return rules.length === 0
      ? []
      : {
          ...configOf(first.route, first.binding.gateway, first.host),
          http: sortRules(rules),
          tls: [],
          tcp: [],
        };
  });
}

/** The rules of a route; none at all when one of them is such that Istio cannot use the route. */
function rulesFor(mesh: Mesh, route: Route, { inMesh, port }: Binding): readonly HttpRule[] {
  const rules: HttpRule[] = [];
  for (const [index, rule] of (route.spec.rules ?? []).entries()) {
    const label = `${route.kind} ${route.id} rules[${index}]`;
    const owner = { object: route.object, kind: route.kind, namespace: route.namespace, label };
    const made = rulesOf(mesh, owner, rule as RuleSpec, inMesh);
    if (made === undefined) {
      return [];
    }
    for (const one of made) {
      rules.push(one);
    }
  }
  return port === undefined ? rules : rules.map((made) => withPort(made, port));
}

function rankOf(match: HttpMatch): number {
  if (match.uri === undefined) {
    return -1;
  }
  return match.uri.exact !== undefined ? 3 : match.uri.prefix !== undefined ? 2 : 1;
}

function lengthOf({ uri }: HttpMatch): number {
  return (uri?.exact ?? uri?.prefix ?? uri?.regex ?? '').length;
}

/** The order that the Gateway API asks for: exact paths, then the longest, then a method, then the most headers, then the most parameters. */
function sortRules(rules: readonly HttpRule[]): readonly HttpRule[] {
  return rules
    .map((rule, index) => ({ rule, index }))
    .sort((one, other) => compareRules(one.rule, other.rule) || one.index - other.index)
    .map(({ rule }) => rule);
}

function compareRules(one: HttpRule, other: HttpRule): number {
  const [a] = one.matches;
  const [b] = other.matches;
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  return (
    rankOf(b) - rankOf(a) ||
    lengthOf(b) - lengthOf(a) ||
    Number(a.method === undefined) - Number(b.method === undefined) ||
    b.headers.length - a.headers.length ||
    b.queryParams.length - a.queryParams.length
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
