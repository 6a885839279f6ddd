import type { HttpMatch } from '../istio/http-match.js';
import type { HeaderChange, HttpRule, RouteDestination } from '../istio/route-source.js';
import { RegularExpression } from '../text/regular-expression.js';
import { type HttpRequest, headerText } from './http-request.js';

/** The request as a route sends it on: path and authority rewritten, headers changed. */
export function changeRequest(
  request: HttpRequest,
  rule: HttpRule,
  match: HttpMatch | undefined,
  destination: RouteDestination,
): HttpRequest {
  const own = destination.headers?.request;
  const ofRule = rule.headers?.request;
  if (rule.rewrite === undefined && own === undefined && ofRule === undefined) {
    return request;
  }
  const authority = rule.rewrite?.authority ?? authorityOf(ofRule) ?? authorityOf(own) ?? request.authority;
  // The changes of one destination among several come before those of the rule, those of the only one after them.
  const steps = rule.destinations.length > 1 ? [[own], [ofRule]] : [[ofRule, own]];
  const headers = new Map(request.headers);
  for (const changes of steps) {
    changeHeaders(
      headers,
      request,
      changes.filter((change) => change !== undefined),
    );
  }
  return { ...request, headers, authority, path: rewritePath(request.path, rule, match) };
}

/** Proxies remove headers before they set and add others. */
function changeHeaders(
  headers: Map<string, readonly string[]>,
  request: HttpRequest,
  changes: readonly HeaderChange[],
): void {
  for (const name of changes.flatMap(({ remove }) => remove)) {
    headers.delete(name.toLowerCase());
  }
  for (const { set, add } of changes) {
    for (const [name, value] of Object.entries(set).filter(([one]) => !isInternal(one))) {
      headers.set(name.toLowerCase(), [formatted(value, request)]);
    }
    for (const [name, value] of Object.entries(add).filter(([one]) => !isInternal(one))) {
      const lower = name.toLowerCase();
      headers.set(lower, [...(headers.get(lower) ?? []), formatted(value, request)]);
    }
  }
}

/** A value with the headers that it refers to as `%REQ(name)%` (https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators). */
function formatted(value: string, request: HttpRequest): string {
  return value.includes('%')
    ? value
        .replaceAll(/%REQ\(([^)?]+)\)%/g, (_, name: string) => readForFormat(request, name.toLowerCase()))
        .replaceAll('%%', '%')
    : value;
}

function readForFormat(request: HttpRequest, name: string): string {
  switch (name) {
    case ':authority':
      return request.authority;
    case ':method':
      return request.method;
    case ':path':
      return request.query === '' ? request.path : `${request.path}?${request.query}`;
    default:
      return headerText(request, name) ?? '-';
  }
}

function isInternal(name: string): boolean {
  return name.startsWith(':') || name.toLowerCase() === 'host';
}

function authorityOf(change: HeaderChange | undefined): string | undefined {
  const entries = [...Object.entries(change?.set ?? {}), ...Object.entries(change?.add ?? {})];
  return entries.find(([name]) => name.toLowerCase() === 'host' || name.toLowerCase() === ':authority')?.[1];
}

function rewritePath(path: string, rule: HttpRule, match: HttpMatch | undefined): string {
  const { rewrite } = rule;
  if (rewrite?.regex !== undefined) {
    return new RegularExpression(rewrite.regex.match).replaceAll(path, rewrite.regex.substitution);
  }
  const uri = rewrite?.uri;
  if (uri === undefined) {
    return path;
  }
  const wanted = match?.uri;
  if (wanted?.exact !== undefined || wanted?.regex !== undefined) {
    return uri;
  }
  const prefix = wanted?.prefix ?? '/';
  if (match?.segmentPrefix === true && uri === '/') {
    const rest = path.slice(prefix.endsWith('/') ? prefix.length - 1 : prefix.length);
    return rest.startsWith('/') ? rest : `/${rest}`;
  }
  return uri + path.slice(prefix.length);
}
