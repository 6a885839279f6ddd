import { parseDuration } from '../../istio/duration.js';
import type { HeaderChange, HttpRule, Redirect } from '../../istio/route-source.js';
import { domainsOf, type Route, type RouteConfiguration, type VirtualHost } from '../route-configuration.js';
import { field, type JsonObject, seconds } from './json.js';
import { routeMatchJson } from './route-match.js';

/** A route configuration with its virtual hosts. */
export function routeConfigurationJson(configuration: RouteConfiguration): JsonObject {
  return {
    name: configuration.name,
    virtualHosts: [...configuration.virtualHosts].sort(byName).map((host) => virtualHostJson(host, configuration)),
  };
}

/** By name, with the one for every other name, whose own name has no port, at the end. */
function byName(one: VirtualHost, other: VirtualHost): number {
  const last = Number(!one.name.includes(':')) - Number(!other.name.includes(':'));
  return last || (one.name < other.name ? -1 : 1);
}

function virtualHostJson(host: VirtualHost, configuration: RouteConfiguration): JsonObject {
  return {
    name: host.name,
    domains: domainsOf(host, configuration),
    ...field('routes', host.routes.map(routeJson)),
    ...(host.requiresTls ? { requireTls: 'ALL' } : {}),
  };
}

function routeJson(route: Route): JsonObject {
  const { match, rule, label } = route;
  return {
    ...field('name', rule === undefined ? label : ''),
    match: routeMatchJson(match),
    ...actionJson(route),
    ...(rule === undefined ? {} : ruleJson(rule)),
  };
}

/** Istio's metadata say what a route was made of; the label is of this model. */
function ruleJson(rule: HttpRule): JsonObject {
  const { object, label, fault, cors, headers } = rule;
  const { namespace, name } = object;
  const config = `/apis/networking.istio.io/v1/namespaces/${namespace}/virtual-service/${name}`;
  const perFilter = {
    ...(fault === undefined ? {} : { 'envoy.filters.http.fault': faultJson(fault) }),
    ...(cors === undefined ? {} : { 'envoy.filters.http.cors': {} }),
  };
  return {
    metadata: { filterMetadata: { istio: { ...(object.kind === 'VirtualService' ? { config } : {}), rule: label } } },
    ...(Object.keys(perFilter).length === 0 ? {} : { typedPerFilterConfig: perFilter }),
    ...headersJson('request', headers?.request),
    ...headersJson('response', headers?.response),
  };
}

function headersJson(side: 'request' | 'response', change: HeaderChange | undefined): JsonObject {
  if (change === undefined) {
    return {};
  }
  const { set, add, remove } = change;
  const added = [
    ...Object.entries(set).map(([key, value]) => ({
      header: { key, value },
      appendAction: 'OVERWRITE_IF_EXISTS_OR_ADD',
    })),
    ...Object.entries(add).map(([key, value]) => ({ header: { key, value } })),
  ];
  return { ...field(`${side}HeadersToAdd`, added), ...field(`${side}HeadersToRemove`, remove) };
}

function faultJson({ abort, delay }: NonNullable<HttpRule['fault']>): JsonObject {
  const percentage = (probability: number): JsonObject => ({
    numerator: Math.round(probability * 1_000_000),
    denominator: 'MILLION',
  });
  return {
    ...(delay === undefined
      ? {}
      : {
          delay: {
            fixedDelay: seconds(parseDuration(delay.duration) ?? 0),
            percentage: percentage(delay.probability),
          },
        }),
    ...(abort === undefined ? {} : { abort: { httpStatus: abort.status, percentage: percentage(abort.probability) } }),
  };
}

function actionJson(route: Route): JsonObject {
  const { rule, directStatus, clusters } = route;
  if (rule?.redirect !== undefined) {
    return { redirect: redirectJson(rule.redirect, route.port) };
  }
  const status = rule?.directStatus ?? directStatus;
  if (status !== undefined) {
    return { directResponse: { status } };
  }
  const [only] = clusters;
  const destination =
    clusters.length === 1 && only !== undefined
      ? { cluster: only.name }
      : {
          weightedClusters: {
            clusters: clusters.map((cluster) => ({
              name: cluster.name,
              weight: cluster.weight,
              ...headersJson('request', cluster.destination?.headers?.request),
              ...headersJson('response', cluster.destination?.headers?.response),
            })),
          },
        };
  return { route: { ...destination, ...settingsJson(route) } };
}

function settingsJson({ timeout, retryPolicy, rule }: Route): JsonObject {
  const rewrite = rule?.rewrite;
  return {
    timeout: seconds((timeout === undefined ? 0 : parseDuration(timeout)) ?? 0),
    ...(retryPolicy === undefined
      ? {}
      : {
          retryPolicy: {
            retryOn: retryPolicy.retryOn.filter((name) => !/^\d+$/.test(name)).join(),
            numRetries: retryPolicy.attempts,
            ...(retryPolicy.perTryTimeout === undefined
              ? {}
              : { perTryTimeout: seconds(parseDuration(retryPolicy.perTryTimeout) ?? 0) }),
            ...field('retriableStatusCodes', retryPolicy.retryOn.filter((name) => /^\d+$/.test(name)).map(Number)),
          },
        }),
    ...field('prefixRewrite', rewrite?.uri),
    ...(rewrite?.regex === undefined
      ? {}
      : { regexRewrite: { pattern: { regex: rewrite.regex.match }, substitution: rewrite.regex.substitution } }),
    ...field('hostRewriteLiteral', rewrite?.authority),
    ...field(
      'requestMirrorPolicies',
      (rule?.mirrors ?? []).map(({ host, port, subset, probability }) => ({
        cluster: `outbound|${port ?? ''}|${subset}|${host}`,
        runtimeFraction: {
          defaultValue: { numerator: Math.round(probability * 1_000_000), denominator: 'MILLION' },
        },
      })),
    ),
  };
}

const redirectCodes: Readonly<Record<number, string>> = {
  302: 'FOUND',
  303: 'SEE_OTHER',
  307: 'TEMPORARY_REDIRECT',
  308: 'PERMANENT_REDIRECT',
};

function redirectJson(redirect: Redirect, listenPort: number): JsonObject {
  const { scheme, authority, port, takesRequestPort, path, prefix, status } = redirect;
  return {
    ...field('schemeRedirect', scheme),
    ...field('hostRedirect', authority),
    ...field('portRedirect', takesRequestPort ? listenPort : port),
    ...field('pathRedirect', path),
    ...field('prefixRewrite', prefix),
    ...field('responseCode', redirectCodes[status]),
  };
}
