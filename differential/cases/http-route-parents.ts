import { call, type DifferentialCase, gatewayApi, inside, outside } from '../case.js';
import { listeners, openListener, toGateway } from '../kubernetes-gateway.js';

const route = (name: string, spec: string, namespace = 'shop') => gatewayApi('HTTPRoute', name, spec, namespace);
const hello = 'http://hello.shop/';
const via = { via: 'istio-system/front' };
const to = (path: string, extra = {}) => call('internet', `http://${path}`, { ...via, ...extra });
const one = '[{name: hello, port: 80}]';

/** Listeners that take HTTPRoutes, and the backends that those may use. */
export const httpRouteParentCases: readonly DifferentialCase[] = [
  {
    name: 'listeners with hostnames, sections and ports',
    config:
      listeners(
        '[{name: exact, hostname: a.com, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}, {name: wild, hostname: "*.b.com", port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}, {name: other, port: 8081, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]',
      ) +
      route('all', `{${toGateway}, rules: [{matches: [{path: {value: /all}}], backendRefs: ${one}}]}`) +
      route(
        'section',
        `{parentRefs: [{name: gw, namespace: istio-system, sectionName: wild}], rules: [{matches: [{path: {value: /section}}], backendRefs: ${one}}]}`,
      ) +
      route(
        'port',
        `{parentRefs: [{name: gw, namespace: istio-system, port: 8081}], hostnames: [x.b.com, c.com], rules: [{matches: [{path: {value: /port}}], backendRefs: ${one}}]}`,
      ) +
      route(
        'hosts',
        `{${toGateway}, hostnames: [x.b.com, c.com, "*.x.b.com"], rules: [{matches: [{path: {value: /hosts}}], backendRefs: ${one}}]}`,
      ) +
      route(
        'none',
        `{parentRefs: [{name: gw, namespace: istio-system, sectionName: absent}], rules: [{backendRefs: ${one}}]}`,
      ),
    requests: ['a.com', 'x.b.com', 'y.b.com', 'z.x.b.com', 'c.com', 'b.com'].flatMap((host) =>
      ['all', 'section', 'port', 'hosts'].flatMap((path) => [to(`${host}/${path}`), to(`${host}:8081/${path}`)]),
    ),
  },
  {
    name: 'routes of other namespaces that listeners allow',
    config:
      listeners(
        '[{name: same, hostname: same.com, port: 80, protocol: HTTP}, {name: all, hostname: all.com, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}, {name: selected, hostname: selected.com, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: pay}}}}}, {name: labels, hostname: labels.com, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: Selector, selector: {matchExpressions: [{key: istio-injection, operator: In, values: [enabled]}]}}}}, {name: grpc, hostname: grpc.com, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}, kinds: [{kind: GRPCRoute}]}}]',
      ) +
      route('shop', `{${toGateway}, rules: [{backendRefs: ${one}}]}`) +
      route(
        'pay',
        `{${toGateway}, rules: [{matches: [{path: {value: /pay}}], backendRefs: [{name: bank, port: 80}]}]}`,
        'pay',
      ) +
      route(
        'own',
        `{${toGateway}, rules: [{matches: [{path: {value: /own}}], filters: [{type: RequestRedirect, requestRedirect: {hostname: x.com}}]}]}`,
        'istio-system',
      ),
    requests: ['same', 'all', 'selected', 'labels', 'grpc'].flatMap((host) =>
      ['', 'pay', 'own'].map((path) => to(`${host}.com/${path}`)),
    ),
  },
  {
    name: 'backends of other namespaces, with grants and without',
    config:
      openListener +
      route(
        'r',
        `{${toGateway}, rules: [
        {matches: [{path: {value: /pay}}], backendRefs: [{name: bank, namespace: pay, port: 80}]},
        {matches: [{path: {value: /outside}}], backendRefs: [{name: plain, namespace: outside, port: 80}]},
        {matches: [{path: {value: /half}}], backendRefs: [{name: plain, namespace: outside, port: 80, weight: 3}, {name: bank, namespace: pay, port: 80, weight: 1}]},
        {matches: [{path: {value: /name}}], backendRefs: [{name: authorizer, namespace: outside, port: 9000}]},
        {matches: [{path: {value: /mirror}}], filters: [{type: RequestMirror, requestMirror: {backendRef: {name: bank, namespace: pay, port: 80}}}], backendRefs: ${one}},
        {matches: [{path: {value: /hostname}}], backendRefs: [{group: networking.istio.io, kind: Hostname, name: hello.shop.svc.cluster.local, port: 80}]},
        {matches: [{path: {value: /zero}}], backendRefs: [{name: hello, port: 80, weight: 0}, {name: other, port: 80, weight: 0}]},
        {matches: [{path: {value: /some}}], backendRefs: [{name: hello, port: 80, weight: 0}, {name: other, port: 80, weight: 5}]}]}`,
      ) +
      gatewayApi(
        'ReferenceGrant',
        'g',
        '{from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}], to: [{group: "", kind: Service, name: plain}]}',
        'outside',
      ) +
      gatewayApi(
        'ReferenceGrant',
        'wrong',
        '{from: [{group: gateway.networking.k8s.io, kind: GRPCRoute, namespace: shop}], to: [{group: "", kind: Service}]}',
        'pay',
      ),
    requests: ['pay', 'outside', 'half', 'name', 'mirror', 'hostname', 'zero', 'some'].map((path) =>
      to(`a.com/${path}`),
    ),
  },
  {
    name: 'a route for a gateway and the mesh',
    config:
      openListener +
      route(
        'r',
        '{parentRefs: [{name: gw, namespace: istio-system}, {group: "", kind: Service, name: hello}], hostnames: [hello.shop], rules: [{matches: [{path: {value: /a}}], backendRefs: [{name: other, port: 80}]}]}',
      ),
    requests: [
      to('hello.shop/a'),
      to('hello.shop/b'),
      to('other.com/a'),
      ...['a', 'b'].map((path) => call(inside, hello + path)),
      call(outside, `${hello}a`),
    ],
  },
];
