import { resolveGatewayName } from '../model/hosts.js';
import type { Mesh } from '../model/mesh.js';
import { asNumber } from '../model/narrowing.js';
import { compareAge, createdAt } from './age.js';
import { readRetries } from './default-retries.js';
import { withDelegates } from './delegations.js';
import type { HttpMatch } from './http-match.js';
import type { HttpMatchSpec, HttpRouteSpec, PlacedRule, VirtualService } from './placed-rule.js';
import type {
  ConnectionRule,
  CorsPolicy,
  Fault,
  HeaderChanges,
  HttpRule,
  Mirror,
  Redirect,
  RouteDestination,
  RouteSource,
} from './route-source.js';
import type { StringMatch } from './string-match.js';
import { gatewaysOf } from './virtual-service-gateways.js';

type DestinationSpec = NonNullable<NonNullable<HttpRouteSpec['route']>[number]['destination']>;

/** The VirtualServices with hosts, delegates merged into them, the oldest first. */
export function readVirtualServices(mesh: Mesh): readonly RouteSource[] {
  const byId = new Map(mesh.virtualServices.map((service) => [service.id, service]));
  return mesh.virtualServices
    .filter((service) => (service.spec.hosts ?? []).length > 0)
    .map((service) => readVirtualService(mesh, service, byId))
    .sort(compareAge);
}

function readVirtualService(
  mesh: Mesh,
  service: VirtualService,
  byId: ReadonlyMap<string, VirtualService>,
): RouteSource {
  const { name, namespace, spec, object } = service;
  const label = `VirtualService ${service.id}`;
  return {
    label,
    name,
    namespace,
    created: createdAt(object),
    hosts: (spec.hosts ?? []).map((host) => mesh.resolve(host, namespace)),
    gateways: gatewaysOf(spec, namespace),
    visibility: mesh.visibilityOf(service),
    http: withDelegates(mesh, service, byId).rules.map((rule) => readRule(mesh, rule)),
    tls: (spec.tls ?? []).map((rule, index) => connectionRule(mesh, service, rule, `${label} tls[${index}]`)),
    tcp: (spec.tcp ?? []).map((rule, index) => connectionRule(mesh, service, rule, `${label} tcp[${index}]`)),
    isGatewayApi: false,
  };
}

function readRule(mesh: Mesh, { route, label, owner }: PlacedRule): HttpRule {
  const { namespace } = owner;
  const matches = (route.match ?? []).map((match) => readMatch(match, namespace));
  return {
    label,
    object: owner.object,
    matches,
    destinations: (route.route ?? []).map(({ destination, weight, headers }) =>
      readDestination(mesh, namespace, destination, weight ?? 0, headers as HeaderSpec),
    ),
    redirect: route.redirect === undefined ? undefined : readRedirect(route.redirect),
    directStatus: route.redirect === undefined ? route.directResponse?.status : undefined,
    rewrite:
      route.rewrite === undefined
        ? undefined
        : {
            uri: route.rewrite.uri || undefined,
            regex:
              route.rewrite.uriRegexRewrite === undefined
                ? undefined
                : {
                    match: route.rewrite.uriRegexRewrite.match ?? '',
                    substitution: route.rewrite.uriRegexRewrite.rewrite ?? '',
                  },
            authority: route.rewrite.authority || undefined,
          },
    fault: readFault(route.fault),
    cors: readCors(route.corsPolicy as CorsSpec),
    timeout: route.timeout,
    retries: route.retries === undefined ? undefined : readRetries(route.retries),
    mirrors: readMirrors(mesh, namespace, route),
    headers: readHeaderChanges(route.headers as HeaderSpec),
    missingStatus: 503,
  };
}

function entriesOf(matches: HttpMatchSpec['headers']): readonly (readonly [string, StringMatch])[] {
  return Object.entries(matches ?? {}) as unknown as readonly (readonly [string, StringMatch])[];
}

function readMatch(match: HttpMatchSpec, namespace: string): HttpMatch {
  return {
    uri: match.uri as StringMatch | undefined,
    segmentPrefix: false,
    ignoreUriCase: match.ignoreUriCase ?? false,
    method: match.method as StringMatch | undefined,
    authority: match.authority as StringMatch | undefined,
    scheme: match.scheme as StringMatch | undefined,
    headers: entriesOf(match.headers),
    withoutHeaders: entriesOf(match.withoutHeaders),
    queryParams: entriesOf(match.queryParams),
    port: match.port || undefined,
    sourceLabels: (match.gateways ?? []).length > 0 ? {} : (match.sourceLabels ?? {}),
    sourceNamespace: (match.gateways ?? []).length > 0 ? '' : (match.sourceNamespace ?? ''),
    gateways: (match.gateways ?? []).map((gateway) => resolveGatewayName(gateway, namespace)),
  };
}

function readDestination(
  mesh: Mesh,
  namespace: string,
  destination: DestinationSpec | undefined,
  weight: number,
  headers: HeaderSpec,
): RouteDestination {
  return {
    host: mesh.resolve(destination?.host ?? '', namespace),
    subset: destination?.subset ?? '',
    port: destination?.port?.number,
    weight,
    headers: readHeaderChanges(headers),
  };
}

interface HeaderOperations {
  readonly set?: Readonly<Record<string, string>>;
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}
type HeaderSpec = { readonly request?: HeaderOperations; readonly response?: HeaderOperations } | undefined;

function readHeaderChanges(headers: HeaderSpec): HeaderChanges | undefined {
  if (headers?.request === undefined && headers?.response === undefined) {
    return undefined;
  }
  const change = (operations: HeaderOperations) => ({
    set: operations.set ?? {},
    add: operations.add ?? {},
    remove: operations.remove ?? [],
  });
  return {
    ...(headers.request === undefined ? {} : { request: change(headers.request) }),
    ...(headers.response === undefined ? {} : { response: change(headers.response) }),
  };
}

function readRedirect(redirect: NonNullable<HttpRouteSpec['redirect']>): Redirect {
  return {
    status: redirect.redirectCode || 301,
    scheme: redirect.scheme || undefined,
    authority: redirect.authority || undefined,
    port: redirect.port || undefined,
    takesRequestPort: redirect.derivePort === 'FROM_REQUEST_PORT',
    path: redirect.uri || undefined,
    prefix: (redirect as { readonly prefixRewrite?: string }).prefixRewrite || undefined,
  };
}

function readFault(fault: HttpRouteSpec['fault']): Fault | undefined {
  if (fault === undefined) {
    return undefined;
  }
  const { abort, delay } = fault;
  const share = (percent: number | undefined): number => Math.min(Math.max(percent ?? 0, 0), 100) / 100;
  // A gRPC status travels in a header of an answer 200.
  const status = abort?.httpStatus ?? (abort?.grpcStatus === undefined ? undefined : 200);
  return {
    ...(status === undefined ? {} : { abort: { probability: share(abort?.percentage?.value), status } }),
    ...(delay?.fixedDelay === undefined
      ? {}
      : { delay: { probability: share(delay.percentage?.value ?? delay.percent), duration: delay.fixedDelay } }),
  };
}

type CorsSpec =
  | {
      readonly allowOrigins?: readonly StringMatch[];
      readonly allowOrigin?: readonly string[];
      readonly unmatchedPreflights?: string;
    }
  | undefined;

function readCors(policy: CorsSpec): CorsPolicy | undefined {
  return policy === undefined
    ? undefined
    : {
        origins: policy.allowOrigins ?? (policy.allowOrigin ?? []).map((exact) => ({ exact })),
        answersAll: policy.unmatchedPreflights === 'IGNORE',
      };
}

function readMirrors(mesh: Mesh, namespace: string, route: HttpRouteSpec): readonly Mirror[] {
  const old =
    route.mirrorPercentage?.value ??
    route.mirrorPercent ??
    asNumber((route as Readonly<Record<string, unknown>>)['mirror_percent']) ??
    100;
  const entries = [
    ...(route.mirror === undefined ? [] : [{ destination: route.mirror, percent: old }]),
    ...(route.mirrors ?? []).map(({ destination, percentage }) => ({ destination, percent: percentage?.value ?? 100 })),
  ];
  return entries
    .filter(({ percent }) => percent > 0)
    .map(({ destination, percent }) => ({
      host: mesh.resolve(destination?.host ?? '', namespace),
      subset: destination?.subset ?? '',
      port: destination?.port?.number,
      probability: Math.min(percent, 100) / 100,
    }));
}

interface ConnectionRuleSpec {
  readonly match?: readonly {
    readonly sniHosts?: readonly string[];
    readonly destinationSubnets?: readonly string[];
    readonly port?: number;
    readonly sourceLabels?: Readonly<Record<string, string>>;
    readonly sourceNamespace?: string;
    readonly gateways?: readonly string[];
  }[];
  readonly route?: readonly { readonly destination?: DestinationSpec; readonly weight?: number }[];
}

function connectionRule(mesh: Mesh, owner: VirtualService, spec: unknown, label: string): ConnectionRule {
  const rule = spec as ConnectionRuleSpec;
  return {
    label,
    object: owner.object,
    matches: (rule.match ?? []).map((match) => ({
      sniHosts: (match.sniHosts ?? []).map((host) => host.toLowerCase()),
      destinationSubnets: match.destinationSubnets ?? [],
      port: match.port || undefined,
      sourceLabels: match.sourceLabels ?? {},
      sourceNamespace: match.sourceNamespace ?? '',
      gateways: (match.gateways ?? []).map((gateway) => resolveGatewayName(gateway, owner.namespace)),
    })),
    destinations: (rule.route ?? []).map(({ destination, weight }) =>
      readDestination(mesh, owner.namespace, destination, weight ?? 0, undefined),
    ),
  };
}
