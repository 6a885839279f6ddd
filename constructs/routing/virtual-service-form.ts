import type { VirtualServiceSpec } from '../api/index.js';
import { durationText } from './duration.js';
import { type IstioMatch, type TextMatch, toIstioMatch } from './request-match.js';
import type { HeaderChanges, RouteRule, TrafficBehaviour, VersionWeights } from './route-rule.js';
import { matchesOf, type ServiceRouting } from './service-routing.js';

type IstioRule = NonNullable<VirtualServiceSpec['http']>[number];
type IstioRoute = NonNullable<IstioRule['route']>[number];

/** Where a rule applies: in the mesh, at gateways, or at both with the same words. */
interface Place {
  /** `gateways` of the matches; undefined when the rule need not tell places apart. */
  readonly gateways: readonly string[] | undefined;
  readonly paths: readonly TextMatch[] | undefined;
  /** Port of the destination; undefined keeps the port that the caller used. */
  readonly port: number | undefined;
}

/** The one VirtualService of a service. */
export function virtualServiceSpec(routing: ServiceRouting): VirtualServiceSpec {
  const { service, exposures } = routing;
  const wildcard = exposures.some(({ hosts }) => hosts.includes('*'));
  const hosts = [...(wildcard ? [] : [service.name]), ...new Set(exposures.flatMap((exposure) => exposure.hosts))];
  const gateways = [...new Set(exposures.map(({ gateway }) => gateway))];
  const places = placesOf(routing, wildcard);
  const http: IstioRule[] = [];
  for (const rule of routing.rules) {
    for (const place of places) http.push(istioRule(routing, place, rule));
  }
  for (const place of places) http.push(istioRule(routing, place));
  return {
    hosts,
    ...(gateways.length === 0 ? {} : { gateways: wildcard ? gateways : [...gateways, 'mesh'] }),
    http,
  };
}

function placesOf(routing: ServiceRouting, wildcard: boolean): Place[] {
  const { httpPorts } = routing.service;
  const [firstPort] = httpPorts;
  const meshPort = httpPorts.length === 1 ? firstPort : undefined;
  const atGateways = routing.exposures.map(
    ({ gateway, paths, port }): Place => ({ gateways: [gateway], paths, port: port ?? firstPort }),
  );
  if (wildcard && atGateways.length === 1) return atGateways.map((place) => ({ ...place, gateways: undefined }));
  if (wildcard) return atGateways;
  // One wording serves the mesh and the gateways unless they differ in port or paths.
  const same = atGateways.every(({ paths, port }) => paths === undefined && port === meshPort);
  if (same) return [{ gateways: undefined, paths: undefined, port: meshPort }];
  return [...atGateways, { gateways: ['mesh'], paths: undefined, port: meshPort }];
}

function istioRule(routing: ServiceRouting, place: Place, rule?: RouteRule): IstioRule {
  const behaviour: TrafficBehaviour = { ...routing.behaviour, ...rule };
  const match = istioMatches(place, rule);
  return {
    ...(rule?.name === undefined ? {} : { name: rule.name }),
    ...(match.length === 0 ? {} : { match }),
    route: istioRoutes(routing, place, rule?.weights ?? routing.weights),
    ...behaviourFields(routing, place, behaviour),
  };
}

function istioMatches(place: Place, rule: RouteRule | undefined): IstioMatch[] {
  const gateways = place.gateways === undefined ? {} : { gateways: [...place.gateways] };
  const own = rule === undefined ? [{}] : matchesOf(rule).map(toIstioMatch);
  const paths = place.paths === undefined ? [{}] : place.paths.map((uri) => toIstioMatch({ uri }));
  // A rule with a path of its own is narrower than the paths that may enter.
  const matches = own.flatMap((match) =>
    match.uri === undefined ? paths.map((path) => ({ ...match, ...path })) : [match],
  );
  return matches.map((match) => ({ ...match, ...gateways })).filter((match) => Object.keys(match).length > 0);
}

function istioRoutes(routing: ServiceRouting, place: Place, weights: VersionWeights | undefined): IstioRoute[] {
  const host = routing.service.name;
  const port = place.port === undefined ? {} : { port: { number: place.port } };
  if (weights === undefined) return [{ destination: { host, ...port } }];
  return Object.entries(weights).map(([subset, weight]) => ({ destination: { host, subset, ...port }, weight }));
}

function behaviourFields(routing: ServiceRouting, place: Place, behaviour: TrafficBehaviour): Partial<IstioRule> {
  const { timeout, retries, fault, mirror, requestHeaders, responseHeaders, rewrite } = behaviour;
  const port = place.port === undefined ? {} : { port: { number: place.port } };
  return {
    ...(timeout === undefined ? {} : { timeout: durationText(timeout) }),
    ...(retries === undefined
      ? {}
      : {
          retries: {
            attempts: retries.attempts,
            ...(retries.perTryTimeout === undefined ? {} : { perTryTimeout: durationText(retries.perTryTimeout) }),
            ...(retries.retryOn === undefined ? {} : { retryOn: retries.retryOn.join(',') }),
          },
        }),
    ...(fault === undefined
      ? {}
      : {
          fault: {
            ...(fault.abort === undefined
              ? {}
              : {
                  abort: { httpStatus: fault.abort.httpStatus, percentage: { value: fault.abort.percentage ?? 100 } },
                }),
            ...(fault.delay === undefined
              ? {}
              : {
                  delay: {
                    fixedDelay: durationText(fault.delay.fixedDelay),
                    percentage: { value: fault.delay.percentage ?? 100 },
                  },
                }),
          },
        }),
    ...(mirror === undefined
      ? {}
      : {
          mirror: { host: routing.service.name, subset: mirror.version, ...port },
          mirrorPercentage: { value: mirror.percentage ?? 100 },
        }),
    ...(requestHeaders === undefined && responseHeaders === undefined
      ? {}
      : {
          headers: {
            ...(requestHeaders === undefined ? {} : { request: istioHeaders(requestHeaders) }),
            ...(responseHeaders === undefined ? {} : { response: istioHeaders(responseHeaders) }),
          },
        }),
    ...(rewrite === undefined ? {} : { rewrite: { ...rewrite } }),
  };
}

function istioHeaders(changes: HeaderChanges): {
  set?: Record<string, string>;
  add?: Record<string, string>;
  remove?: string[];
} {
  return {
    ...(changes.set === undefined ? {} : { set: { ...changes.set } }),
    ...(changes.add === undefined ? {} : { add: { ...changes.add } }),
    ...(changes.remove === undefined ? {} : { remove: [...changes.remove] }),
  };
}
