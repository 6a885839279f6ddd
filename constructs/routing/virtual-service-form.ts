import { coversHost } from '../../mesh/index.js';
import { quoteMeta } from '../../mesh/text/regular-expression.js';
import type { VirtualServiceSpec } from '../api/index.js';
import type { IngressBinding } from '../gateways/ingress-binding.js';
import { durationText } from './duration.js';
import { type IstioMatch, type RequestMatch, toIstioMatch } from './request-match.js';
import type { Fault, HeaderChanges, Retries, RouteRule, TrafficBehaviour, VersionWeights } from './route-rule.js';
import { type Exposure, matchesOf, type ServiceRouting, within } from './service-routing.js';
import type { TextMatch } from './text-match.js';

type IstioRule = NonNullable<VirtualServiceSpec['http']>[number];
type IstioRoute = NonNullable<IstioRule['route']>[number];
type IstioHeaders = NonNullable<NonNullable<IstioRule['headers']>['request']>;

/** Where a rule applies: in the mesh, at gateways, or at both with the same words. */
interface Place {
  /** `gateways` of the matches; undefined when the rule need not tell places apart. */
  readonly gateways?: string[];
  /** Hosts of this place alone, where another place has others. */
  readonly hosts?: readonly string[];
  readonly paths?: readonly TextMatch[];
  /** Port of the destination; undefined keeps the port that the caller used. */
  readonly port: number | undefined;
  /** The gateway, where it says something about every request or response. */
  readonly gateway?: IngressBinding;
}

const MESH = 'mesh';

/** The one VirtualService of a service. */
export function virtualServiceSpec(routing: ServiceRouting): VirtualServiceSpec {
  const { service, exposures } = routing;
  const wildcard = exposures.some(takesEveryHost);
  const named = new Set([...(wildcard ? [] : [service.name]), ...exposures.flatMap((exposure) => exposure.hosts)]);
  // Istio refuses a host beside a wildcard that covers it; conditions on the authority tell the places apart.
  const hosts = [...named].filter((host) => ![...named].some((other) => other !== host && coversHost(other, host)));
  const gateways = new Set(exposures.map(({ gateway }) => gateway.nameFrom(service.namespace)));
  const places = placesOf(routing, wildcard);
  return {
    hosts,
    gateways: gateways.size === 0 ? undefined : [...gateways, ...(wildcard ? [] : [MESH])],
    http: [...routing.rules, undefined].flatMap((rule) => places.flatMap((place) => istioRules(routing, place, rule))),
  };
}

function saysSomething({ cors, responseHeaders }: IngressBinding): boolean {
  return cors !== undefined || responseHeaders !== undefined;
}

function takesEveryHost({ hosts }: Exposure): boolean {
  return hosts.includes('*');
}

function placesOf(routing: ServiceRouting, wildcard: boolean): Place[] {
  const { exposures, service } = routing;
  const [firstPort] = service.httpPorts;
  const meshPort = service.httpPorts.length === 1 ? firstPort : undefined;
  const hostLists = new Set(exposures.map(({ hosts }) => [...hosts].sort().join(' ')));
  const atGateways = exposures.map((exposure): Place & { everyHost: boolean } => ({
    gateways: [exposure.gateway.nameFrom(service.namespace)],
    hosts: hostLists.size === 1 || takesEveryHost(exposure) ? undefined : exposure.hosts,
    paths: exposure.paths,
    port: exposure.port ?? firstPort,
    everyHost: takesEveryHost(exposure),
    ...(saysSomething(exposure.gateway) && { gateway: exposure.gateway }),
  }));
  const [only] = atGateways;
  if (wildcard && only !== undefined && atGateways.length === 1) return [{ ...only, gateways: undefined }];
  // What takes every host would take those of the others as well, so it comes last.
  if (wildcard)
    return [...atGateways.filter((place) => !place.everyHost), ...atGateways.filter((place) => place.everyHost)];
  // One wording serves the mesh and the gateways unless they differ in hosts, port or paths.
  const same = atGateways.every(
    ({ hosts, paths, port, gateway }) =>
      hosts === undefined && paths === undefined && port === meshPort && gateway === undefined,
  );
  return same ? [{ port: meshPort }] : [...atGateways, { gateways: [MESH], port: meshPort }];
}

/** The rule at a place: one, or none where nothing of it can come in there. */
function istioRules(routing: ServiceRouting, place: Place, rule: RouteRule | undefined): IstioRule[] {
  const behaviour: TrafficBehaviour = { ...routing.behaviour, ...rule };
  const matches = matchesAt(place, rule === undefined ? [{}] : matchesOf(rule));
  if (matches.length === 0) return [];
  return [
    {
      name: rule?.name,
      match: matches.every((match) => Object.keys(match).length === 0) ? undefined : matches,
      route: istioRoutes(routing, place, rule?.weights ?? routing.weights),
      ...behaviourFields(routing, place, behaviour),
    },
  ];
}

function matchesAt(place: Place, matches: readonly RequestMatch[]): IstioMatch[] {
  const atGateway = place.gateways !== undefined && !place.gateways.includes(MESH);
  // Istio never takes a gateway for the source of a request.
  const possible = matches.filter(({ sourceLabels }) => !(atGateway && sourceLabels !== undefined));
  return possible
    .flatMap((match) => within(match, place.paths))
    .map((match) =>
      withoutUndefined({ ...toIstioMatch(match), gateways: place.gateways, authority: authorityOf(place) }),
    );
}

function withoutUndefined(match: IstioMatch): IstioMatch {
  return Object.fromEntries(Object.entries(match).filter(([, condition]) => condition !== undefined));
}

/** RE2 over the `Host` header, which names a port where the caller uses another than the default one. */
function authorityOf({ hosts }: Place): { regex: string } | undefined {
  if (hosts === undefined) return undefined;
  const names = hosts.map((host) => (host.startsWith('*') ? `.+${quoteMeta(host.slice(1))}` : quoteMeta(host)));
  return { regex: `(${names.join('|')})(:[0-9]+)?` };
}

function istioRoutes(routing: ServiceRouting, place: Place, weights: VersionWeights | undefined): IstioRoute[] {
  const destination = { host: routing.service.name, port: portOf(place) };
  if (weights === undefined) return [{ destination }];
  return Object.entries(weights).map(([subset, weight]) => ({ destination: { ...destination, subset }, weight }));
}

function portOf({ port }: Place): { number: number } | undefined {
  return port === undefined ? undefined : { number: port };
}

function behaviourFields(routing: ServiceRouting, place: Place, behaviour: TrafficBehaviour): Partial<IstioRule> {
  const { timeout, retries, fault, mirror, requestHeaders, rewrite } = behaviour;
  const responseHeaders = responseHeadersAt(place, behaviour);
  return {
    corsPolicy: place.gateway?.cors?.toIstio(),
    timeout: timeout && durationText(timeout),
    retries: retries && istioRetries(retries),
    fault: fault && istioFault(fault),
    mirror: mirror && { host: routing.service.name, subset: mirror.version, port: portOf(place) },
    mirrorPercentage: mirror && { value: mirror.percentage ?? 100 },
    headers:
      requestHeaders || responseHeaders
        ? {
            request: requestHeaders && istioHeaders(requestHeaders),
            response: responseHeaders && istioHeaders(responseHeaders),
          }
        : undefined,
    rewrite,
  };
}

/** The headers that the gateway sets, and over them what was said about the route. */
function responseHeadersAt({ gateway }: Place, { responseHeaders }: TrafficBehaviour): HeaderChanges | undefined {
  if (gateway?.responseHeaders === undefined) return responseHeaders;
  return { ...responseHeaders, set: { ...gateway.responseHeaders, ...responseHeaders?.set } };
}

function istioRetries({ attempts, perTryTimeout, retryOn }: Retries): IstioRule['retries'] {
  return { attempts, perTryTimeout: perTryTimeout && durationText(perTryTimeout), retryOn: retryOn?.join(',') };
}

function istioFault({ abort, delay }: Fault): IstioRule['fault'] {
  return {
    abort: abort && { httpStatus: abort.httpStatus, percentage: { value: abort.percentage ?? 100 } },
    delay: delay && { fixedDelay: durationText(delay.fixedDelay), percentage: { value: delay.percentage ?? 100 } },
  };
}

function istioHeaders({ set, add, remove }: HeaderChanges): IstioHeaders {
  return { set, add, remove: remove && [...remove] };
}
