import { call, type DifferentialCase, gatewayApi, inside, istio, subsets } from '../case.js';
import { listeners } from '../kubernetes-gateway.js';

const gateway = (name: string, spec: string, namespace = 'shop') => istio('Gateway', name, spec, namespace);
const vs = (name: string, spec: string, namespace = 'shop') => istio('VirtualService', name, spec, namespace);
const server = (hosts: string, port = 80) =>
  `{port: {number: ${port}, name: http-${port}, protocol: HTTP}, hosts: ${hosts}}`;
const front = (hosts: string) => gateway('front', `{selector: {istio: front}, servers: [${server(hosts)}]}`);
const to = (url: string, extra = {}) => call('internet', url, { via: 'istio-system/front', ...extra });
const route = (extra: string, backend = 'hello') =>
  `{parentRefs: [{group: "", kind: Service, name: hello}], rules: [{${extra}backendRefs: [{name: ${backend}, port: 80}]}]}`;

/** Requests through gateways, and routes of the Gateway API. */
export const gatewayCases: readonly DifferentialCase[] = [
  {
    name: 'a gateway without routes',
    config: front('["*"]'),
    requests: [to('http://a.com/'), to('http://a.com:8081/')],
  },
  { name: 'no gateway at all', config: '', requests: [to('http://a.com/')] },
  {
    name: 'hosts of gateways and routes',
    config:
      front('[a.com, "*.b.com", pay/c.com]') +
      vs('a', '{hosts: [a.com], gateways: [front], http: [{directResponse: {status: 201}}]}') +
      vs(
        'b',
        '{hosts: ["*"], gateways: [front], http: [{match: [{uri: {prefix: /x}}], directResponse: {status: 202}}]}',
      ) +
      vs('c', '{hosts: [c.com], gateways: [front], http: [{directResponse: {status: 203}}]}') +
      vs('d', '{hosts: [c.com, d.com], gateways: [shop/front], http: [{directResponse: {status: 206}}]}', 'pay') +
      vs('e', '{hosts: [x.b.com], gateways: [front, mesh], http: [{route: [{destination: {host: hello}}]}]}'),
    requests: [
      'a.com',
      'a.com:80',
      'A.com',
      'x.b.com',
      'y.b.com',
      'y.b.com/x',
      'x.b.com/x',
      'b.com',
      'c.com',
      'd.com',
      'a.com/x',
    ].map((host) => to(`http://${host.includes('/') ? host : `${host}/`}`)),
  },
  {
    name: 'VirtualServices of one host are merged',
    config:
      subsets +
      front('["*"]') +
      vs(
        'a',
        '{hosts: [a.com], gateways: [front], http: [{match: [{uri: {prefix: /a}}], directResponse: {status: 201}}, {directResponse: {status: 206}}]}',
      ) +
      vs(
        'b',
        '{hosts: [a.com], gateways: [front], http: [{match: [{uri: {prefix: /b}}], directResponse: {status: 202}}, {match: [{uri: {prefix: /a}}], directResponse: {status: 203}}]}',
      ) +
      vs(
        'w',
        '{hosts: ["*"], gateways: [front], http: [{route: [{destination: {host: hello, subset: v1}, weight: 80}, {destination: {host: hello, subset: v2}, weight: 20}]}]}',
      ),
    requests: ['a.com/a', 'a.com/b', 'a.com/c', 'b.com/'].map((path) => to(`http://${path}`)),
  },
  {
    name: 'redirect to https',
    config:
      gateway(
        'front',
        '{selector: {istio: front}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"], tls: {httpsRedirect: true}}]}',
      ) + vs('a', '{hosts: [a.com], gateways: [front], http: [{directResponse: {status: 201}}]}'),
    requests: [to('http://a.com/'), to('http://b.com/x')],
  },
  {
    name: 'ports of the pod and of the Service',
    config:
      gateway('front', `{selector: {istio: front}, servers: [${server('["*"]', 8080)}]}`) +
      gateway('alt', `{selector: {istio: front}, servers: [${server('["*"]', 8081)}]}`) +
      vs(
        'a',
        '{hosts: ["*"], gateways: [front], http: [{match: [{port: 80}], directResponse: {status: 201}}, {match: [{port: 8080}], directResponse: {status: 202}}]}',
      ) +
      vs('b', '{hosts: ["*"], gateways: [alt], http: [{directResponse: {status: 203}}]}'),
    requests: [to('http://a.com/'), to('http://a.com:8081/')],
  },
  {
    name: 'a route for mesh and gateway',
    config:
      front('["*"]') +
      vs(
        'a',
        '{hosts: [hello], gateways: [front, mesh], http: [{match: [{gateways: [mesh]}], directResponse: {status: 201}}, {match: [{gateways: [front]}], directResponse: {status: 202}}]}',
      ),
    requests: [call(inside, 'http://hello/'), to('http://hello.shop.svc.cluster.local/'), to('http://hello/')],
  },
  {
    name: 'gateway and STRICT',
    config:
      front('["*"]') +
      istio('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}') +
      vs(
        'a',
        '{hosts: ["*"], gateways: [front], http: [{match: [{uri: {prefix: /p}}], route: [{destination: {host: plain.outside.svc.cluster.local}}]}, {match: [{uri: {prefix: /h}}], route: [{destination: {host: head, port: {number: 80}}}]}, {route: [{destination: {host: hello}}]}]}',
      ),
    requests: ['', 'p', 'h'].map((path) => to(`http://a.com/${path}`)),
  },
  {
    name: 'policies at the gateway and behind it',
    config:
      front('["*"]') +
      istio(
        'AuthorizationPolicy',
        'gw',
        '{selector: {matchLabels: {istio: front}}, action: DENY, rules: [{to: [{operation: {paths: ["/secret*"]}}]}]}',
        'istio-system',
      ) +
      istio(
        'AuthorizationPolicy',
        'app',
        '{selector: {matchLabels: {app: hello}}, rules: [{from: [{source: {principals: [cluster.local/ns/istio-system/sa/front]}}], to: [{operation: {paths: ["/api*"]}}]}]}',
      ) +
      vs(
        'a',
        '{hosts: ["*"], gateways: [front], http: [{match: [{uri: {prefix: /v1/}}], rewrite: {uri: /api/}, route: [{destination: {host: hello}}]}, {match: [{uri: {prefix: /r}}], redirect: {uri: /x}}, {route: [{destination: {host: hello}}]}]}',
      ),
    requests: [
      ...['', 'secret', 'api', 'v1/x', 'r'].map((path) => to(`http://a.com/${path}`)),
      call(inside, 'http://hello/api'),
    ],
  },
  {
    name: 'a call inside that goes through the gateway',
    config:
      front('[api.example.com]') +
      vs(
        'out',
        '{hosts: [api.example.com], gateways: [mesh, front], http: [{match: [{gateways: [mesh]}], route: [{destination: {host: front.istio-system.svc.cluster.local, port: {number: 80}}}]}, {match: [{gateways: [front]}], route: [{destination: {host: bank.pay.svc.cluster.local, port: {number: 80}}}]}]}',
      ),
    requests: [call(inside, 'http://other/', { headers: { host: 'api.example.com' } })],
  },
  {
    name: 'HTTPRoute for a Service',
    config: gatewayApi(
      'HTTPRoute',
      'r',
      '{parentRefs: [{group: "", kind: Service, name: hello, port: 80}], rules: [{matches: [{path: {type: PathPrefix, value: /a}}], backendRefs: [{name: other, port: 80}]}, {matches: [{headers: [{name: x-a, value: "1"}]}], backendRefs: [{name: absent, port: 80}]}, {matches: [{path: {type: Exact, value: /e}}], filters: [{type: RequestRedirect, requestRedirect: {path: {type: ReplaceFullPath, replaceFullPath: /x}}}]}]}',
    ),
    requests: [
      ...['', 'a', 'ab', 'a/b', 'e'].map((path) => call(inside, `http://hello/${path}`)),
      call(inside, 'http://hello/', { headers: { 'x-a': '1' } }),
      call(inside, 'http://hello:9080/a'),
      call('pay/client', 'http://hello.shop/a'),
    ],
  },
  {
    name: 'HTTPRoute of a consumer',
    config:
      gatewayApi(
        'HTTPRoute',
        'r',
        '{parentRefs: [{group: "", kind: Service, name: hello, namespace: shop}], rules: [{backendRefs: [{name: bank, port: 80}]}]}',
        'pay',
      ) + gatewayApi('HTTPRoute', 's', route('', 'other')),
    requests: [call('pay/client', 'http://hello.shop/'), call(inside, 'http://hello/')],
  },
  {
    name: 'weights and missing backends of an HTTPRoute',
    config: gatewayApi(
      'HTTPRoute',
      'r',
      '{parentRefs: [{group: "", kind: Service, name: hello}], rules: [{matches: [{path: {value: /w}}], backendRefs: [{name: other, port: 80, weight: 3}, {name: absent, port: 80, weight: 1}]}, {matches: [{path: {value: /z}}], backendRefs: [{name: other, port: 80, weight: 0}]}, {matches: [{path: {value: /n}}]}]}',
    ),
    requests: ['w', 'z', 'n', ''].map((path) => call(inside, `http://hello/${path}`)),
  },
  {
    name: 'a Gateway of the Gateway API on existing pods',
    config:
      listeners(
        '[{name: all, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}, {name: own, hostname: own.com, port: 80, protocol: HTTP}]',
      ) +
      gatewayApi(
        'HTTPRoute',
        'a',
        '{parentRefs: [{name: gw, namespace: istio-system}], hostnames: [a.com], rules: [{matches: [{path: {value: /p}}], backendRefs: [{name: hello, port: 80}]}, {matches: [{path: {type: Exact, value: /p/e}}], filters: [{type: RequestRedirect, requestRedirect: {statusCode: 301, hostname: x.com}}]}, {matches: [{path: {value: /far}}], backendRefs: [{name: bank, namespace: pay, port: 80}]}, {matches: [{path: {value: /granted}}], backendRefs: [{name: plain, namespace: outside, port: 80}]}]}',
      ) +
      gatewayApi(
        'HTTPRoute',
        'b',
        '{parentRefs: [{name: gw, namespace: istio-system}], hostnames: [a.com, own.com], rules: [{matches: [{path: {value: /p/longer}}], backendRefs: [{name: other, port: 80}]}, {matches: [{method: DELETE, path: {value: /p}}], backendRefs: [{name: absent, port: 80}]}]}',
      ) +
      gatewayApi(
        'ReferenceGrant',
        'g',
        '{from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}], to: [{group: "", kind: Service}]}',
        'outside',
      ),
    requests: [
      ...[
        'a.com/p',
        'a.com/p/e',
        'a.com/p/longer',
        'a.com/p/longerx',
        'a.com/',
        'a.com/far',
        'a.com/granted',
        'own.com/p/longer',
        'own.com/p',
        'b.com/',
      ].map((path) => to(`http://${path}`)),
      to('http://a.com/p', { method: 'DELETE' }),
    ],
  },
];
