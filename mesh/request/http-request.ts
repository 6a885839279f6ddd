import type { HttpRequest } from '../envoy/http-request.js';
import { normalizePath, type PathNormalization } from '../envoy/path-normalization.js';
import type { RequestQuery, Target } from './query.js';
import { authorizationOf } from './token.js';

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
