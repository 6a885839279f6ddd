import type { GatewayServer } from '../../../mesh/istio/gateway-server.js';
import type { ConnectionMatch, ConnectionRule, RouteSource } from '../../../mesh/istio/route-source.js';
import { SidecarScopes } from '../../../mesh/istio/sidecar-scope.js';
import { readVirtualServices } from '../../../mesh/istio/virtual-service.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Mesh } from '../../../mesh/model/mesh.js';
import type { ProxyNode } from '../../../mesh/proxy/proxy-node.js';
import { ruleOf } from '../envoy/fixtures.js';
import { resourcesOf } from '../resources.js';

const { object } = ruleOf();

/** A VirtualService `shop/web` for the host `web` in the mesh, without rules. */
export function sourceOf(parts: Partial<RouteSource> = {}): RouteSource {
  return {
    label: 'VirtualService shop/web',
    name: 'web',
    namespace: 'shop',
    created: '',
    hosts: ['web'],
    gateways: ['mesh'],
    visibility: '*',
    http: [],
    tls: [],
    tcp: [],
    isGatewayApi: false,
    ...parts,
  };
}

/** A match that takes every connection, but for what is given. */
export function connectionMatchOf(parts: Partial<ConnectionMatch> = {}): ConnectionMatch {
  return {
    sniHosts: [],
    destinationSubnets: [],
    port: undefined,
    sourceLabels: {},
    sourceNamespace: '',
    gateways: [],
    ...parts,
  };
}

/** A rule that sends connections to port 5432 of a host, those of one match only when it is given. */
export function connectionRuleOf(host: string, match?: Partial<ConnectionMatch>): ConnectionRule {
  return {
    label: `to ${host}`,
    object,
    matches: match === undefined ? [] : [connectionMatchOf(match)],
    destinations: host === '' ? [] : [{ host, subset: '', port: 5432, weight: 1, headers: undefined }],
  };
}

/** A server for plain HTTP at port 80 that every workload serves. */
export function serverOf(parts: Partial<GatewayServer> = {}): GatewayServer {
  return {
    gateway: 'shop/door',
    label: 'Gateway shop/door servers[0]',
    object,
    field: [],
    name: 'door',
    namespace: 'shop',
    created: '',
    port: 80,
    portName: 'http',
    protocol: 'HTTP',
    hosts: ['*'],
    tls: undefined,
    httpsRedirect: false,
    takesPodPorts: true,
    selects: () => true,
    ...parts,
  };
}

/** A mesh with the scopes of its proxies. */
export function scopedMesh(text: string): { readonly mesh: Mesh; readonly scopes: SidecarScopes } {
  const mesh = buildMesh(resourcesOf(text));
  return { mesh, scopes: new SidecarScopes(mesh, readVirtualServices(mesh)) };
}

/** A sidecar of namespace `shop`. */
export function sidecarOf(scopes: SidecarScopes, parts: Partial<ProxyNode> = {}): ProxyNode {
  const { namespace = 'shop', labels = {} } = parts;
  return {
    type: 'sidecar',
    namespace,
    labels,
    locality: '',
    cluster: 'local',
    principal: '',
    capturesDns: false,
    scope: scopes.of(namespace, labels),
    ...parts,
  };
}
