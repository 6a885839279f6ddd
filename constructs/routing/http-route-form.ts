import type { HttpRouteSpec } from '../api/index.js';
import { durationText } from './duration.js';
import { type GatewayApiMatch, toGatewayApiMatch } from './request-match.js';
import type { HeaderChanges, RouteRule, TrafficBehaviour, VersionWeights } from './route-rule.js';
import { matchesOf, type ServiceRouting } from './service-routing.js';

type GatewayApiRule = NonNullable<HttpRouteSpec['rules']>[number];
type Filter = NonNullable<GatewayApiRule['filters']>[number];
type ParentRef = NonNullable<HttpRouteSpec['parentRefs']>[number];

/** Name of the Service that holds the pods of one version; HTTPRoute splits between Services, not subsets. */
export function versionServiceName(service: string, version: string): string {
  return `${service}-${version}`;
}

/** The one HTTPRoute of a service: bound to the Service for calls in the mesh, and to the gateways that expose it. */
export function httpRouteSpec(routing: ServiceRouting): HttpRouteSpec {
  const { service, exposures } = routing;
  const hostnames = [...new Set(exposures.flatMap(({ hosts }) => hosts))].filter((host) => host !== '*');
  return {
    parentRefs: [
      { group: '', kind: 'Service', name: service.name, ...onlyPort(service.httpPorts) },
      ...exposures.map(({ gateway }) => gatewayRef(gateway)),
    ],
    ...(hostnames.length === 0 ? {} : { hostnames }),
    rules: [...routing.rules.map((rule) => gatewayApiRule(routing, rule)), gatewayApiRule(routing)],
  };
}

/** What this form cannot say; each with what to do. */
export function httpRouteProblems(routing: ServiceRouting): string[] {
  const problems: string[] = [];
  for (const behaviour of [routing.behaviour, ...routing.rules]) {
    if (behaviour.fault !== undefined) problems.push('HTTPRoute has no fault injection; use the VirtualService form');
    if (behaviour.retries !== undefined) {
      problems.push('retries are not in the standard channel of HTTPRoute; use the VirtualService form');
    }
  }
  for (const rule of routing.rules) {
    if (matchesOf(rule).some((match) => match.sourceLabels !== undefined)) {
      problems.push('HTTPRoute does not match source labels; use the VirtualService form');
    }
  }
  return problems;
}

function onlyPort(ports: readonly number[]): { port?: number } {
  const [port] = ports;
  return ports.length === 1 && port !== undefined ? { port } : {};
}

function gatewayRef(gateway: string): ParentRef {
  const [namespace, name] = gateway.includes('/') ? gateway.split('/') : [undefined, gateway];
  return {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    name: name ?? gateway,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

function gatewayApiRule(routing: ServiceRouting, rule?: RouteRule): GatewayApiRule {
  const behaviour: TrafficBehaviour = { ...routing.behaviour, ...rule };
  const matches = rule === undefined ? pathMatches(routing) : matchesOf(rule).map(toGatewayApiMatch);
  const filters = filtersOf(routing, behaviour, matches);
  return {
    ...(rule?.name === undefined ? {} : { name: rule.name }),
    ...(matches.length === 0 ? {} : { matches }),
    ...(filters.length === 0 ? {} : { filters }),
    ...(behaviour.timeout === undefined ? {} : { timeouts: { request: durationText(behaviour.timeout) } }),
    backendRefs: backendRefs(routing, rule?.weights ?? routing.weights),
  };
}

function pathMatches(routing: ServiceRouting): GatewayApiMatch[] {
  // A rule of an HTTPRoute applies to all of its parents, so paths can only be kept out where there is one gateway.
  const paths = routing.exposures.flatMap((exposure) => exposure.paths ?? []);
  return paths.map((uri) => toGatewayApiMatch({ uri }));
}

function backendRefs(routing: ServiceRouting, weights: VersionWeights | undefined): GatewayApiRule['backendRefs'] {
  const { name, httpPorts } = routing.service;
  const port = routing.exposures.find((exposure) => exposure.port !== undefined)?.port ?? httpPorts[0];
  const ref = port === undefined ? {} : { port };
  if (weights === undefined) return [{ name, ...ref }];
  return Object.entries(weights).map(([version, weight]) => ({
    name: versionServiceName(name, version),
    ...ref,
    weight,
  }));
}

function filtersOf(
  routing: ServiceRouting,
  behaviour: TrafficBehaviour,
  matches: readonly GatewayApiMatch[],
): Filter[] {
  const { mirror, requestHeaders, responseHeaders, rewrite } = behaviour;
  const filters: Filter[] = [];
  if (requestHeaders !== undefined) {
    filters.push({ type: 'RequestHeaderModifier', requestHeaderModifier: headerFilter(requestHeaders) });
  }
  if (responseHeaders !== undefined) {
    filters.push({ type: 'ResponseHeaderModifier', responseHeaderModifier: headerFilter(responseHeaders) });
  }
  if (rewrite !== undefined) {
    const prefix = matches.length > 0 && matches.every((match) => match.path?.type === 'PathPrefix');
    filters.push({
      type: 'URLRewrite',
      urlRewrite: {
        ...(rewrite.authority === undefined ? {} : { hostname: rewrite.authority }),
        ...(rewrite.uri === undefined
          ? {}
          : {
              path: prefix
                ? { type: 'ReplacePrefixMatch', replacePrefixMatch: rewrite.uri }
                : { type: 'ReplaceFullPath', replaceFullPath: rewrite.uri },
            }),
      },
    });
  }
  if (mirror !== undefined) {
    const { name, httpPorts } = routing.service;
    const [port] = httpPorts;
    filters.push({
      type: 'RequestMirror',
      requestMirror: {
        backendRef: { name: versionServiceName(name, mirror.version), ...(port === undefined ? {} : { port }) },
        ...(mirror.percentage === undefined ? {} : { percent: mirror.percentage }),
      },
    });
  }
  return filters;
}

function headerFilter(changes: HeaderChanges): NonNullable<Filter['requestHeaderModifier']> {
  const list = (headers: Readonly<Record<string, string>>) =>
    Object.entries(headers).map(([name, value]) => ({ name, value }));
  return {
    ...(changes.set === undefined ? {} : { set: list(changes.set) }),
    ...(changes.add === undefined ? {} : { add: list(changes.add) }),
    ...(changes.remove === undefined ? {} : { remove: [...changes.remove] }),
  };
}
