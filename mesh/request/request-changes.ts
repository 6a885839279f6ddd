import type { HttpRequest } from './http-request.js';
import type { HeaderChange, HttpMatch, HttpRule, Redirect, RouteDestination } from './routing-config.js';
import { escapeRegex, regexOf } from './text-match.js';

/** The request as a route sends it on: path and authority rewritten, headers changed. */
export function changeRequest(
  request: HttpRequest,
  rule: HttpRule,
  match: HttpMatch | undefined,
  destination: RouteDestination,
): HttpRequest {
  const own = destination.headers?.request;
  const changes = [rule.headers?.request, own].filter((change) => change !== undefined);
  if (rule.rewrite === undefined && changes.length === 0) {
    return request;
  }
  const headers = new Map(request.headers);
  for (const change of changes) {
    changeHeaders(headers, change);
  }
  const authority =
    rule.rewrite?.authority ?? authorityOf(rule.headers?.request) ?? authorityOf(own) ?? request.authority;
  return { ...request, headers, authority, path: rewritePath(request.path, rule, match) };
}

function changeHeaders(headers: Map<string, string>, change: HeaderChange): void {
  for (const [name, value] of Object.entries(change.set)) {
    if (!isInternal(name)) {
      headers.set(name.toLowerCase(), value);
    }
  }
  for (const [name, value] of Object.entries(change.add)) {
    if (!isInternal(name)) {
      const present = headers.get(name.toLowerCase());
      headers.set(name.toLowerCase(), present === undefined ? value : `${present},${value}`);
    }
  }
  for (const name of change.remove) {
    headers.delete(name.toLowerCase());
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
    const expression = regexOf(rewrite.regex.match, false, 'g');
    const substitution = rewrite.regex.substitution.replaceAll('$', '$$$$').replaceAll(/\\(\d)/g, '$$$1');
    return expression === undefined ? path : path.replace(expression, substitution.replaceAll('$0', '$&'));
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
    const whole = new RegExp(`^${escapeRegex(prefix.replace(/\/$/, ''))}(/?)(.*)`);
    return path.replace(whole, '/$2');
  }
  return uri + path.slice(prefix.length);
}

/** Where a redirect leads. */
export function redirectTarget(redirect: Redirect, request: HttpRequest, match: HttpMatch | undefined): string {
  const authority = redirect.authority ?? request.authority.replace(/:\d+$/, '');
  const prefix = match?.uri?.prefix ?? '';
  const path =
    redirect.path ??
    (redirect.prefix === undefined ? request.path : redirect.prefix + request.path.slice(prefix.length));
  const port = redirect.port === undefined ? '' : `:${redirect.port}`;
  return `${redirect.scheme ?? request.scheme}://${authority}${port}${path}`;
}
