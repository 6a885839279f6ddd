import type { RequestQuery, Target } from '../request/query.js';
import { authorizationOf } from './http-filters/token.js';
import { normalizePath, type PathNormalization } from './path-normalization.js';

/** A request on its way: what proxies match on and change. */
export interface HttpRequest {
  readonly scheme: string;
  readonly method: string;
  /** Value of the Host header, as it was sent. */
  readonly authority: string;
  /** Path without query, as proxies normalize it. */
  readonly path: string;
  readonly query: string;
  /** Every value by lower-case name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/** Headers that the first proxy adds; their values, but for the scheme, are made up for every request. */
const addedByProxies: ReadonlyMap<string, readonly string[]> = new Map([
  ['x-forwarded-proto', ['http']],
  ['x-request-id', ['(made by the proxy)']],
]);

/** The request that a query describes, as the first proxy reads it. */
export function httpRequestOf(query: RequestQuery, target: Target, normalization: PathNormalization): HttpRequest {
  const full = query.path ?? target.path;
  const mark = full.indexOf('?');
  const isDefaultPort = target.port === (target.scheme === 'https' || target.scheme === 'tls' ? 443 : 80);
  let authority = isDefaultPort ? target.host : `${target.host}:${target.port}`;
  let headers = addedByProxies;
  if (query.headers !== undefined) {
    const read = new Map(addedByProxies);
    for (const name of Object.keys(query.headers)) {
      const lower = name.toLowerCase();
      const value = query.headers[name] ?? '';
      if (lower === 'host' || lower === ':authority') {
        authority = String(typeof value === 'string' ? value : value[0]);
      } else {
        read.set(lower, typeof value === 'object' ? value : [String(value)]);
      }
    }
    headers = read;
  }
  const authorization = authorizationOf(query);
  if (authorization !== undefined) {
    headers = new Map(headers).set('authorization', [authorization]);
  }
  if (target.scheme === 'grpc' && !headers.has('content-type')) {
    headers = new Map(headers).set('content-type', ['application/grpc']);
  }
  return {
    scheme: target.scheme === 'https' || target.scheme === 'tls' ? 'https' : 'http',
    method: query.method?.toUpperCase() ?? (target.scheme === 'grpc' ? 'POST' : 'GET'),
    authority,
    path: normalizePath(mark < 0 ? full : full.slice(0, mark), normalization),
    query: mark < 0 ? '' : full.slice(mark + 1),
    headers,
  };
}

/** A header as routes compare it: several values are one text with commas between. Undefined when it is not sent. */
export function headerText(request: HttpRequest, name: string): string | undefined {
  const values = request.headers.get(name);
  return values === undefined ? undefined : values.length === 1 ? values[0] : values.join(',');
}

/** The first value of a query parameter; proxies compare names and values as they were sent, without decoding them. */
export function queryParameter(query: string, name: string): string | undefined {
  if (query === '') {
    return undefined;
  }
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    if ((equals < 0 ? pair : pair.slice(0, equals)) === name) {
      return equals < 0 ? '' : pair.slice(equals + 1);
    }
  }
  return undefined;
}
