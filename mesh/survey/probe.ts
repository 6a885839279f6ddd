import type { HttpMatch } from '../istio/http-match.js';
import type { RequestQuery } from '../request/index.js';

/** What of a request, besides caller and address, decides about its answer. */
export type Probe = Pick<RequestQuery, 'path' | 'method' | 'headers' | 'claims' | 'token'>;

/** A request that a match of a route takes, as far as one can be made up. */
export function probeOfMatch(match: HttpMatch): Probe {
  const headers = Object.fromEntries(
    match.headers.map(([name, text]) => [
      name,
      text.exact ?? text.prefix ?? (text.regex === undefined ? 'x' : plain(text.regex)),
    ]),
  );
  const query = match.queryParams.map(([name, text]) => `${name}=${text.exact ?? text.prefix ?? 'x'}`).join('&');
  const base = match.uri?.exact ?? match.uri?.prefix ?? (match.uri?.regex === undefined ? '/' : plain(match.uri.regex));
  const path = query === '' ? base : `${base}?${query}`;
  return {
    ...(path === '/' ? {} : { path }),
    ...(match.method?.exact === undefined ? {} : { method: match.method.exact }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
  };
}

function plain(expression: string): string {
  return expression.replaceAll(/\.[*+]/g, 'x').replaceAll(/[\\^$()?[\]{}|*+]/g, '');
}

/** A value that a pattern of a policy takes: its wildcards stand for `x`. */
export function valueOfPattern(pattern: string): string {
  return pattern.replaceAll(/\{\*+\}|\*/g, 'x');
}
