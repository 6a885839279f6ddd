import { call, type DifferentialCase, gatewayApi, inside, istio } from '../case.js';

const sidecar = (spec: string, name = 'default') => istio('Sidecar', name, spec);
const hello = 'http://hello.shop/';
const route = (name: string, spec: string, namespace = 'shop') => gatewayApi('HTTPRoute', name, spec, namespace);
const toHello = 'parentRefs: [{group: "", kind: Service, name: hello}]';
const service = (name: string, exportTo: string) =>
  `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop, annotations: {networking.istio.io/exportTo: "${exportTo}"}}\nspec: {selector: {app: other}, ports: [{name: http, port: 80, targetPort: 8080}]}\n`;

/** What a caller sees, and what a callee takes, in less usual forms. */
export const scopeCases: readonly DifferentialCase[] = [
  {
    name: 'Services exported to some namespaces',
    config: service('own', '.') + service('payed', 'pay') + service('nobody', '~') + service('both', '.,pay'),
    requests: [inside, 'pay/client'].flatMap((from) =>
      ['own', 'payed', 'nobody', 'both'].map((name) => call(from, `http://${name}.shop/`)),
    ),
  },
  {
    name: 'Services exported to some namespaces, others refused',
    config:
      service('own', '.') +
      service('payed', 'pay') +
      sidecar('{egress: [{hosts: ["*/*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}'),
    requests: ['own', 'payed'].map((name) => call(inside, `http://${name}.shop/`)),
  },
  {
    name: 'an ingress listener at the callee',
    config: sidecar(
      '{workloadSelector: {labels: {app: hello}}, ingress: [{port: {number: 8080, protocol: HTTP, name: http}, defaultEndpoint: "127.0.0.1:9999"}], egress: [{hosts: ["*/*"]}]}',
    ),
    requests: [call(inside, hello), call(inside, 'http://hello:9080/'), call(inside, 'http://other/')],
  },
  {
    name: 'an ingress listener that leads to the application',
    config: sidecar(
      '{workloadSelector: {labels: {app: hello}}, ingress: [{port: {number: 8080, protocol: HTTP, name: http}, defaultEndpoint: "127.0.0.1:8080"}]}',
    ),
    requests: [call(inside, hello), call('pay/client', hello)],
  },
  {
    name: 'hosts of a Sidecar with wildcards',
    config: sidecar(
      '{egress: [{hosts: ["*/*.shop.svc.cluster.local", "*/bank.pay.svc.cluster.local"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}',
    ),
    requests: ['hello.shop', 'bank.pay', 'plain.outside'].map((host) => call(inside, `http://${host}/`)),
  },
  {
    name: 'nothing in a Sidecar',
    config: sidecar('{egress: [{hosts: ["~/*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}'),
    requests: ['http://hello.shop/', 'http://other.shop/', 'http://raw.shop:9000/'].map((url) => call(inside, url)),
  },
  {
    name: 'an HTTPRoute of a consumer, with hosts of others',
    config:
      route('p', `{${toHello}, rules: [{matches: [{path: {value: /p}}], backendRefs: [{name: other, port: 80}]}]}`) +
      route(
        'c',
        '{parentRefs: [{group: "", kind: Service, name: hello, namespace: shop}], rules: [{matches: [{path: {value: /c}}], backendRefs: [{name: bank, port: 80}]}]}',
        'pay',
      ),
    requests: [inside, 'pay/client'].flatMap((from) => ['p', 'c', ''].map((path) => call(from, hello + path))),
  },
  {
    name: 'a GRPCRoute',
    config: gatewayApi(
      'GRPCRoute',
      'g',
      `{${toHello}, rules: [{matches: [{method: {service: a.B, method: C}}], backendRefs: [{name: other, port: 80}]}, {matches: [{method: {service: a.D}}], backendRefs: [{name: bank, namespace: pay, port: 80}]}]}`,
    ),
    requests: ['a.B/C', 'a.B/D', 'a.D/X', 'a.D', ''].map((path) => call(inside, hello + path, { method: 'POST' })),
  },
  {
    name: 'one port of a Service in an HTTPRoute, and two ports',
    config:
      route(
        'a',
        '{parentRefs: [{group: "", kind: Service, name: hello, port: 9080}], rules: [{backendRefs: [{name: other, port: 80}]}]}',
      ) +
      route(
        'b',
        '{parentRefs: [{group: "", kind: Service, name: other, port: 80}], rules: [{filters: [{type: RequestRedirect, requestRedirect: {port: 8443, statusCode: 302}}]}]}',
      ),
    requests: [call(inside, hello), call(inside, 'http://hello:9080/'), call(inside, 'http://other/')],
  },
  {
    name: 'timeouts and header matches of an HTTPRoute',
    config: route(
      'h',
      `{${toHello}, rules: [
        {matches: [{path: {value: /}, headers: [{name: X-A, value: "1"}, {name: x-b, value: "2"}]}], backendRefs: [{name: other, port: 80}]},
        {matches: [{path: {value: /}, headers: [{name: x-a, value: "1"}]}], backendRefs: [{name: bank, namespace: pay, port: 80}]},
        {matches: [{path: {value: /t/}}], timeouts: {request: 10s}, backendRefs: [{name: other, port: 80}]},
        {matches: [{path: {type: Exact, value: /e/}}], backendRefs: [{name: absent, port: 80}]},
        {matches: [{path: {value: /q}, queryParams: [{name: a, value: "1"}]}, {path: {value: /q}, method: PUT}], backendRefs: [{name: other, port: 80}]}]}`,
    ),
    requests: [
      call(inside, hello, { headers: { 'x-a': '1', 'x-b': '2' } }),
      call(inside, hello, { headers: { 'x-a': '1' } }),
      ...['t', 't/', 'tt', 'e/', 'e', 'q?a=1', 'q', 'q/x?b=1&a=1'].map((path) => call(inside, hello + path)),
      call(inside, `${hello}q`, { method: 'PUT' }),
    ],
  },
];
