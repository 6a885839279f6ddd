import type { HttpMatch } from '../istio/http-match.js';
import type { HeaderChange, HttpRule, Rewrite, RouteDestination } from '../istio/route-source.js';
import { RegularExpression } from '../text/regular-expression.js';
import { type HttpRequest, headerText } from './http-request.js';
import { observer, type RequestChange } from './observer.js';

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
  const changed = { ...request, headers, authority, path: rewritePath(request.path, rule, match) };
  observer?.changed(request, changed, changeOf(rule, match, own));
  return changed;
}

/** What a rule and its destination change, whatever the texts of a request are. */
function changeOf(
  { headers, rewrite }: HttpRule,
  match: HttpMatch | undefined,
  own: HeaderChange | undefined,
): RequestChange {
  const changes = [headers?.request, own].filter((change) => change !== undefined);
  const path = pathChange(rewrite, match);
  const set = changes.flatMap((change) => Object.entries(change.set));
  const isAuthoritySet = rewrite?.authority !== undefined || changes.some((one) => authorityOf(one) !== undefined);
  const lower = (names: readonly string[]): readonly string[] => names.map((name) => name.toLowerCase());
  return {
    ...(path === undefined ? {} : { path }),
    ...(isAuthoritySet ? { authority: true } : {}),
    fixedHeaders: lower([
      ...changes.flatMap(({ remove }) => remove),
      ...set.filter(([, value]) => !value.includes('%')).map(([name]) => name),
    ]),
    madeHeaders: lower([
      ...changes.flatMap(({ add }) => Object.keys(add)),
      ...set.filter(([, value]) => value.includes('%')).map(([name]) => name),
    ]),
  };
}

function pathChange(rewrite: Rewrite | undefined, match: HttpMatch | undefined): RequestChange['path'] {
  if (rewrite?.regex !== undefined) {
    return 'unknown';
  }
  if (rewrite?.uri === undefined) {
    return undefined;
  }
  const put = rewrite.uri;
  const { exact, regex, prefix = '/' } = match?.uri ?? {};
  if (exact !== undefined || regex !== undefined) {
    return { cut: Number.POSITIVE_INFINITY, put, isSegment: false };
  }
  const isSegment = match?.segmentPrefix === true && put === '/';
  const cut = isSegment && prefix.endsWith('/') ? prefix.length - 1 : prefix.length;
  return { cut, put: isSegment ? '' : put, isSegment };
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
