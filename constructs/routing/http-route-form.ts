import type { HttpRouteSpec } from '../api/index.js';
import type { IngressBinding } from '../gateways/ingress-binding.js';
import { durationText } from './duration.js';
import { type GatewayApiMatch, toGatewayApiMatch } from './request-match.js';
import type { HeaderChanges, RouteRule, TrafficBehaviour, VersionWeights } from './route-rule.js';
import { type Exposure, matchesOf, type ServiceRouting, within } from './service-routing.js';

type GatewayApiRule = NonNullable<HttpRouteSpec['rules']>[number];
type Filter = NonNullable<GatewayApiRule['filters']>[number];
type ParentRef = NonNullable<HttpRouteSpec['parentRefs']>[number];

/** Name of the Service that holds the pods of one version; HTTPRoute splits between Services, not subsets. */
export function versionServiceName(service: string, version: string): string {
  return `${service}-${version}`;
}

/** The HTTPRoute of a service for calls inside the mesh. */
export function meshRouteSpec(routing: ServiceRouting): HttpRouteSpec {
  const { name, httpPorts } = routing.service;
  return {
    parentRefs: [{ group: '', kind: 'Service', name, port: httpPorts.length === 1 ? httpPorts[0] : undefined }],
    rules: rulesOf(routing),
  };
}

/** The HTTPRoute of a service for what comes in through one gateway: each has hosts and paths of its own. */
export function gatewayRouteSpec(routing: ServiceRouting, exposure: Exposure): HttpRouteSpec {
  const every = exposure.hosts.includes('*');
  return {
    parentRefs: [gatewayRef(exposure.gateway, routing.service.namespace)],
    hostnames: every ? undefined : [...exposure.hosts],
    rules: rulesOf(routing, exposure),
  };
}

/** What this form cannot say; each with what to do. */
export function httpRouteProblems(routing: ServiceRouting): string[] {
  const problems = new Set<string>();
  for (const behaviour of [routing.behaviour, ...routing.rules]) {
    if (behaviour.fault !== undefined) problems.add('HTTPRoute has no fault injection; use the VirtualService form');
    if (behaviour.retries !== undefined) {
      problems.add('retries are not in the standard channel of HTTPRoute; use the VirtualService form');
    }
  }
  for (const rule of routing.rules) {
    if (matchesOf(rule).some((match) => match.sourceLabels !== undefined)) {
      problems.add('HTTPRoute does not match source labels; use the VirtualService form');
    }
  }
  return [...problems];
}

function gatewayRef(gateway: IngressBinding, namespace: string): ParentRef {
  return {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    name: gateway.name,
    namespace: gateway.namespace === namespace ? undefined : gateway.namespace,
  };
}

function rulesOf(routing: ServiceRouting, exposure?: Exposure): GatewayApiRule[] {
  return [...routing.rules, undefined].flatMap((rule) => gatewayApiRules(routing, exposure, rule));
}

function gatewayApiRules(
  routing: ServiceRouting,
  exposure: Exposure | undefined,
  rule: RouteRule | undefined,
): GatewayApiRule[] {
  const behaviour: TrafficBehaviour = { ...routing.behaviour, ...rule };
  const own = rule === undefined ? [{}] : matchesOf(rule);
  const matches = own.flatMap((match) => within(match, exposure?.paths)).map(toGatewayApiMatch);
  const [port = routing.service.httpPorts[0]] = [exposure?.port];
  return matchGroups(matches, behaviour).map((group, index) => ({
    // Names of rules are unique in a route.
    name: index === 0 ? rule?.name : undefined,
    matches: group.every(isEverything) ? undefined : group,
    filters: filtersOf(routing, port, behaviour, group),
    timeouts: behaviour.timeout && { request: durationText(behaviour.timeout) },
    backendRefs: backendRefs(routing, port, rule?.weights ?? routing.weights),
  }));
}

function isEverything(match: GatewayApiMatch): boolean {
  return Object.values(match).every((condition) => condition === undefined);
}

function isPrefix({ path }: GatewayApiMatch): boolean {
  return path === undefined || path.type === 'PathPrefix';
}

/** The matches of one rule, by rules to write: a prefix that is replaced must be the only match of its rule. */
function matchGroups(matches: readonly GatewayApiMatch[], behaviour: TrafficBehaviour): GatewayApiMatch[][] {
  if (matches.length === 0) return [];
  if (behaviour.rewrite?.uri === undefined) return [[...matches]];
  const whole = matches.filter((match) => !isPrefix(match));
  return [...matches.filter(isPrefix).map((match) => [match]), ...(whole.length === 0 ? [] : [whole])];
}

function backendRefs(
  routing: ServiceRouting,
  port: number | undefined,
  weights: VersionWeights | undefined,
): GatewayApiRule['backendRefs'] {
  const { name } = routing.service;
  if (weights === undefined) return [{ name, port }];
  return Object.entries(weights).map(([version, weight]) => ({
    name: versionServiceName(name, version),
    port,
    weight,
  }));
}

function filtersOf(
  routing: ServiceRouting,
  port: number | undefined,
  behaviour: TrafficBehaviour,
  matches: readonly GatewayApiMatch[],
): Filter[] | undefined {
  const { mirror, requestHeaders, responseHeaders, rewrite } = behaviour;
  const filters: Filter[] = [];
  if (requestHeaders !== undefined) {
    filters.push({ type: 'RequestHeaderModifier', requestHeaderModifier: headerFilter(requestHeaders) });
  }
  if (responseHeaders !== undefined) {
    filters.push({ type: 'ResponseHeaderModifier', responseHeaderModifier: headerFilter(responseHeaders) });
  }
  if (rewrite !== undefined) {
    const { uri, authority } = rewrite;
    const path: NonNullable<Filter['urlRewrite']>['path'] = matches.every(isPrefix)
      ? { type: 'ReplacePrefixMatch', replacePrefixMatch: uri }
      : { type: 'ReplaceFullPath', replaceFullPath: uri };
    filters.push({
      type: 'URLRewrite',
      urlRewrite: { hostname: authority, path: uri === undefined ? undefined : path },
    });
  }
  if (mirror !== undefined) {
    const backendRef = { name: versionServiceName(routing.service.name, mirror.version), port };
    filters.push({ type: 'RequestMirror', requestMirror: { backendRef, percent: mirror.percentage } });
  }
  return filters.length === 0 ? undefined : filters;
}

function headerFilter({ set, add, remove }: HeaderChanges): NonNullable<Filter['requestHeaderModifier']> {
  const list = (headers: Readonly<Record<string, string>>) =>
    Object.entries(headers).map(([name, value]) => ({ name, value }));
  return { set: set && list(set), add: add && list(add), remove: remove && [...remove] };
}
