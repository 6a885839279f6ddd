import type { Route, RouteConfiguration, VirtualHost } from '../proxy/route-configuration.js';
import { type HttpRequest, headerText } from './http-request.js';
import type { RouteMatch } from './http-stream.js';
import { observer } from './observer.js';
import { type Claims, HttpCondition } from './route-match.js';
import type { Step } from './trace.js';
import { findVirtualHost } from './virtual-host-match.js';

const conditions = new WeakMap<Route, HttpCondition>();

function conditionOf(route: Route): HttpCondition {
  let condition = conditions.get(route);
  if (condition === undefined) {
    condition = new HttpCondition(route.match);
    conditions.set(route, condition);
  }
  return condition;
}

/** Whether a virtual host answers a request with a redirect to https. */
export function isForTls({ requiresTls }: VirtualHost, request: HttpRequest): boolean {
  if (!requiresTls) {
    return false;
  }
  const isSecure = headerText(request, name) === 'https';
  observer?.tested(
    { of: 'header', request, name, pattern: { kind: 'exact', text: 'https' }, isEach: false, whenAbsent: false },
    isSecure,
  );
  return !isSecure;
}

const name = 'x-forwarded-proto';

/** The virtual host of a request, and the first of its routes that takes the request. */
export function findRoute(configuration: RouteConfiguration, request: HttpRequest, claims: Claims): RouteMatch {
  const virtualHost = findVirtualHost(configuration, request.authority);
  observer?.tested({ of: 'virtual host', request, configuration, found: virtualHost }, true);
  if (virtualHost !== undefined && isForTls(virtualHost, request)) {
    return { virtualHost, route: undefined };
  }
  for (const route of virtualHost?.routes ?? []) {
    if (route.match === undefined || conditionOf(route).holds(request, claims)) {
      return { virtualHost, route };
    }
  }
  return { virtualHost, route: undefined };
}

/** How a route was found: the virtual host, and every route before it with what the request lacks. */
export function routeSteps(
  configuration: RouteConfiguration,
  { virtualHost, route }: RouteMatch,
  request: HttpRequest,
  claims: Claims,
): readonly Step[] {
  const steps: Step[] = [
    { stage: 'route-configuration', name: configuration.name, outcome: 'matched', reason: '' },
    virtualHost === undefined
      ? { stage: 'virtual-host', name: '', outcome: '404', reason: `no virtual host is for ${request.authority}` }
      : { stage: 'virtual-host', name: virtualHost.name, outcome: 'matched', reason: '' },
  ];
  for (const one of virtualHost === undefined || isForTls(virtualHost, request) ? [] : virtualHost.routes) {
    if (one === route) {
      break;
    }
    const reason = `it wants ${conditionOf(one).failure(request, claims) ?? 'more'}`;
    const name = one.matchIndex === undefined ? one.label : `${one.label} match[${one.matchIndex}]`;
    steps.push({ stage: 'route', name, outcome: 'passed over', reason });
  }
  if (route !== undefined) {
    steps.push({ stage: 'route', name: route.label, outcome: 'matched', reason: '' });
  }
  return steps;
}
