import type { RequestQuery, Target } from './query.js';

/** A request on its way: what proxies match on and change. */
export interface HttpRequest {
  readonly scheme: string;
  readonly method: string;
  /** Value of the Host header, as it was sent. */
  readonly authority: string;
  /** Path without query, normalized as Istio's proxies do by default. */
  readonly path: string;
  readonly query: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
}

const noHeaders: ReadonlyMap<string, string> = new Map();
const nonNormal = /\\|%|\/\.|#/;

/** The request that a query describes. */
export function httpRequestOf(query: RequestQuery, target: Target): HttpRequest {
  const full = query.path ?? target.path;
  const mark = full.indexOf('?');
  const isDefaultPort = target.port === (target.scheme === 'https' || target.scheme === 'tls' ? 443 : 80);
  let authority = isDefaultPort ? target.host : `${target.host}:${target.port}`;
  let headers = noHeaders;
  if (query.headers !== undefined) {
    const read = new Map<string, string>();
    for (const name of Object.keys(query.headers)) {
      const lower = name.toLowerCase();
      const value = String(query.headers[name]);
      if (lower === 'host' || lower === ':authority') {
        authority = value;
      } else {
        read.set(lower, value);
      }
    }
    headers = read;
  }
  if (target.scheme === 'grpc' && !headers.has('content-type')) {
    headers = new Map(headers).set('content-type', 'application/grpc');
  }
  return {
    scheme: target.scheme === 'https' || target.scheme === 'tls' ? 'https' : 'http',
    method: query.method?.toUpperCase() ?? (target.scheme === 'grpc' ? 'POST' : 'GET'),
    authority,
    path: normalizePath(mark < 0 ? full : full.slice(0, mark)),
    query: mark < 0 ? '' : full.slice(mark + 1),
    headers,
  };
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

/**
 * The path as proxies see it with Istio's default normalization `BASE`: without dot segments and fragment, backslashes as slashes,
 * unreserved characters decoded (https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ProxyPathNormalization).
 */
export function normalizePath(path: string): string {
  if (!nonNormal.test(path)) {
    return path;
  }
  const hash = path.indexOf('#');
  const bare = (hash < 0 ? path : path.slice(0, hash)).replaceAll('\\', '/').replaceAll(/%[0-9a-fA-F]{2}/g, decodeByte);
  const segments: string[] = [];
  const parts = bare.split('/').slice(1);
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1;
    if (part === '..') {
      segments.pop();
    } else if (part !== '.') {
      segments.push(part);
    }
    if (isLast && (part === '..' || part === '.')) {
      segments.push('');
    }
  });
  return `/${segments.join('/')}`;
}

function decodeByte(encoded: string): string {
  const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
  return /[A-Za-z0-9\-._~]/.test(character) ? character : encoded.toUpperCase();
}
