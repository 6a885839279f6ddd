import type { Connection, NetworkSource } from '../../../mesh/envoy/connection.js';
import type { HttpRequest } from '../../../mesh/envoy/http-request.js';
import { Host } from '../../../mesh/envoy/load-balancing.js';
import { type Response, response } from '../../../mesh/envoy/response.js';
import type { HttpMatch } from '../../../mesh/istio/http-match.js';
import type { HttpRule } from '../../../mesh/istio/route-source.js';
import { MeshObject } from '../../../mesh/model/object.js';
import { addressEndpoint } from '../../../mesh/model/service.js';
import type { Route } from '../../../mesh/proxy/route-configuration.js';
import { resourcesOf } from '../resources.js';

type HeaderTexts = Readonly<Record<string, string | readonly string[]>>;

/** `GET http://web/` unless parts say otherwise; headers by lower-case name. */
export function requestOf({
  headers = {},
  ...parts
}: Partial<Omit<HttpRequest, 'headers'>> & { headers?: HeaderTexts } = {}): HttpRequest {
  return {
    scheme: 'http',
    method: 'GET',
    authority: 'web',
    path: '/',
    query: '',
    ...parts,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value].flat()])),
  };
}

/** A connection that carries HTTP in plain text. */
export function connectionOf(parts: Partial<Connection> = {}): Connection {
  return {
    request: requestOf(),
    isHttp: true,
    isTls: false,
    transportSocket: 'plaintext',
    sni: '',
    applicationProtocols: ['http/1.1'],
    principal: undefined,
    sidecarOf: undefined,
    sourceIp: undefined,
    tunnelTo: undefined,
    source: anySource,
    isProxied: false,
    depth: 0,
    ...parts,
  };
}

/** A match that takes every request. */
export function matchOf(parts: Partial<HttpMatch> = {}): HttpMatch {
  return {
    uri: undefined,
    segmentPrefix: false,
    ignoreUriCase: false,
    method: undefined,
    authority: undefined,
    scheme: undefined,
    headers: [],
    withoutHeaders: [],
    queryParams: [],
    port: undefined,
    sourceLabels: {},
    sourceNamespace: '',
    gateways: [],
    ...parts,
  };
}

const [resource] = resourcesOf(
  '{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: web, namespace: shop}}',
);
const object = new MeshObject(resource as NonNullable<typeof resource>, '');

/** A rule without any setting. */
export function ruleOf(parts: Partial<HttpRule> = {}): HttpRule {
  return {
    label: 'VirtualService shop/web http[0]',
    object,
    matches: [],
    destinations: [],
    redirect: undefined,
    directStatus: undefined,
    rewrite: undefined,
    fault: undefined,
    cors: undefined,
    timeout: undefined,
    retries: undefined,
    mirrors: [],
    headers: undefined,
    missingStatus: 503,
    ...parts,
  };
}

/** A route that takes every request and sends it nowhere. */
export function routeOf(parts: Partial<Route> = {}): Route {
  return { label: 'default', match: undefined, rule: undefined, port: 80, clusters: [], ...parts };
}

/** What a proxy or a workload answers: 200 from a workload unless parts say otherwise. */
export function answerOf(parts: Partial<Response> = {}): Response {
  return response({ status: '200', kind: 'allowed', reason: '', ...parts });
}

/** An endpoint `10.0.0.1:80` that is no workload of the mesh. */
export function hostOf(parts: Partial<Omit<Host, 'fixed'>> = {}): Host {
  return new Host({
    endpoint: addressEndpoint('10.0.0.1', 80),
    share: 1,
    transportSocket: 'plaintext',
    isTunnelled: false,
    ...parts,
  });
}

/** A client outside the cluster, of which nothing is known. */
export const anySource: NetworkSource = {
  peer: { kind: 'outside', namespace: '', labels: {}, namespaceLabels: {} },
  cluster: '',
  workload: undefined,
};
