import type { HttpRequest } from '../envoy/http-request.js';
import { HttpCondition } from '../envoy/route-match.js';
import type { HttpRule, RouteSource } from '../istio/route-source.js';
import { compareSpecificity, coversHost } from '../model/hosts.js';
import { gatewayRoutes } from '../proxy/build/routes.js';

/** A request of a test. */
export interface TestedRequest {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly authority: string;
  /** Path, with or without query. */
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The rule that a request follows, at whatever gateway or sidecar the routes of its host are for: of the routes of the most specific host, the
 * oldest first, the first rule that takes it. Undefined for none.
 */
export function findRule(sources: readonly RouteSource[], tested: TestedRequest): HttpRule | undefined {
  const request = requestOf(tested);
  const colon = /:(\d+)$/.exec(tested.authority);
  const port = colon === null ? (tested.scheme === 'https' ? 443 : 80) : Number(colon[1]);
  const host = colon === null ? tested.authority : tested.authority.slice(0, colon.index);
  const fitting = sources.flatMap((source) =>
    source.hosts.filter((pattern) => coversHost(pattern, host.toLowerCase())).map((pattern) => ({ source, pattern })),
  );
  const [best] = fitting.map(({ pattern }) => pattern).sort(compareSpecificity);
  for (const { source } of fitting.filter(({ pattern }) => pattern === best)) {
    for (const gateway of source.gateways) {
      const scope = { labels: {}, namespace: source.namespace, gateway, port };
      for (const { rule, match } of gatewayRoutes(source, scope, () => port)) {
        if (rule !== undefined && (match === undefined || new HttpCondition(match).holds(request, undefined))) {
          return rule;
        }
      }
    }
  }
  return undefined;
}

function requestOf({ method, scheme, authority, uri, headers }: TestedRequest): HttpRequest {
  const question = uri.indexOf('?');
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]] as const);
  return {
    scheme,
    method,
    authority,
    path: question < 0 ? uri : uri.slice(0, question),
    query: question < 0 ? '' : uri.slice(question + 1),
    headers: new Map(lower),
  };
}
