import { call, type DifferentialCase, inside, istio, subsets } from '../case.js';

const vs = (name: string, spec: string) => istio('VirtualService', name, spec);
const front = istio(
  'Gateway',
  'front',
  '{selector: {istio: front}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}',
);
const through = '{host: front.istio-system.svc.cluster.local, port: {number: 80}}';
const as = (host: string, path = '', from = inside) => call(from, `http://other.shop/${path}`, { headers: { host } });
const api = (mesh: string, gateway: string) =>
  vs(
    'api',
    `{hosts: [api.example.com], gateways: [mesh, front], http: [{match: [{gateways: [mesh]}], ${mesh}}, {match: [{gateways: [front]}], ${gateway}}]}`,
  );
const external = istio(
  'ServiceEntry',
  'api',
  '{hosts: [api.example.com], location: MESH_EXTERNAL, ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS, endpoints: [{address: plain.outside.svc.cluster.local}]}',
);

/** Requests that two proxies of routes handle, one after the other. */
export const chainCases: readonly DifferentialCase[] = [
  {
    name: 'an egress gateway for a host outside',
    config:
      front +
      external +
      api(
        `route: [{destination: ${through}, weight: 100}]`,
        'route: [{destination: {host: api.example.com, port: {number: 80}}, weight: 100}]',
      ),
    requests: [as('api.example.com'), as('api.example.com', 'x', 'pay/client')],
  },
  {
    name: 'a delay behind a timeout',
    config:
      front +
      external +
      api(
        `timeout: 0.5s, route: [{destination: ${through}}]`,
        'fault: {delay: {percentage: {value: 100}, fixedDelay: 1.5s}}, route: [{destination: {host: api.example.com, port: {number: 80}}}]',
      ),
    requests: [as('api.example.com')],
  },
  {
    name: 'some delays behind a timeout',
    config:
      front +
      external +
      api(
        `timeout: 0.5s, retries: {attempts: 0}, route: [{destination: ${through}}]`,
        'fault: {delay: {percentage: {value: 30}, fixedDelay: 1.5s}, abort: {percentage: {value: 50}, httpStatus: 418}}, route: [{destination: {host: api.example.com, port: {number: 80}}}]',
      ),
    requests: [as('api.example.com')],
  },
  {
    name: 'a delay behind a timeout of each try',
    config:
      front +
      external +
      api(
        `timeout: 9s, retries: {attempts: 1, perTryTimeout: 0.4s, retryOn: gateway-error}, route: [{destination: ${through}}]`,
        'fault: {delay: {percentage: {value: 100}, fixedDelay: 1s}}, route: [{destination: {host: api.example.com, port: {number: 80}}}]',
      ),
    requests: [as('api.example.com')],
  },
  {
    name: 'aborts behind retries',
    config:
      front +
      external +
      api(
        `retries: {attempts: 2, retryOn: "5xx"}, route: [{destination: ${through}}]`,
        'fault: {abort: {percentage: {value: 50}, httpStatus: 503}}, route: [{destination: {host: api.example.com, port: {number: 80}}}]',
      ),
    requests: [as('api.example.com')],
  },
  {
    name: 'aborts behind retries by default',
    config:
      front +
      external +
      api(
        `route: [{destination: ${through}}]`,
        'fault: {abort: {percentage: {value: 50}, httpStatus: 503}}, route: [{destination: {host: api.example.com, port: {number: 80}}}]',
      ),
    requests: [as('api.example.com')],
  },
  {
    name: 'rewrites at both proxies',
    config:
      front +
      subsets +
      api(
        `rewrite: {uri: /in, authority: in.example.com}, route: [{destination: ${through}}]`,
        'route: [{destination: {host: hello, port: {number: 80}, subset: v1}}]',
      ) +
      vs(
        'in',
        '{hosts: [in.example.com], gateways: [front], http: [{match: [{uri: {prefix: /in}}], rewrite: {uri: /deep}, route: [{destination: {host: hello, port: {number: 80}, subset: v2}}]}]}',
      ) +
      istio(
        'AuthorizationPolicy',
        'deny',
        '{selector: {matchLabels: {app: hello}}, action: DENY, rules: [{to: [{operation: {hosts: [api.example.com]}}]}, {to: [{operation: {paths: ["/deepno"]}}]}]}',
      ),
    requests: [as('api.example.com'), as('api.example.com', 'no')],
  },
  {
    name: 'addresses and names behind a gateway',
    config:
      front +
      vs(
        'all',
        '{hosts: ["*"], gateways: [front], http: [{route: [{destination: {host: hello, port: {number: 80}}}]}]}',
      ) +
      istio(
        'AuthorizationPolicy',
        'deny',
        '{selector: {matchLabels: {app: hello}}, action: DENY, rules: [{from: [{source: {remoteIpBlocks: [1.2.3.4]}}], to: [{operation: {paths: [/remote]}}]}, {from: [{source: {notRemoteIpBlocks: [1.2.3.4]}}], to: [{operation: {paths: [/not-remote]}}]}, {when: [{key: remote.ip, values: [5.6.0.0/16]}], to: [{operation: {paths: [/when]}}]}, {to: [{operation: {paths: [/proto]}}], when: [{key: "request.headers[x-forwarded-proto]", values: [http]}]}, {to: [{operation: {paths: [/id]}}], when: [{key: "request.headers[x-request-id]", values: ["*"]}]}, {to: [{operation: {paths: [/for]}}], when: [{key: "request.headers[x-forwarded-for]", values: ["*"]}]}]}',
      ),
    requests: [
      ...['remote', 'not-remote', 'when', 'proto', 'id', 'for'].flatMap((path) => [
        call('internet', `http://a.com/${path}`, {
          via: 'istio-system/front',
          headers: { 'x-forwarded-for': '1.2.3.4' },
        }),
        call(inside, `http://hello.shop/${path}`, { headers: { 'x-forwarded-for': '1.2.3.4' } }),
        call(inside, `http://hello.shop/${path}`, { headers: { 'x-forwarded-for': '1.2.3.4, 5.6.7.8' } }),
        call(inside, `http://hello.shop/${path}`),
      ]),
    ],
  },
  {
    name: 'headers that the gateway itself sets',
    config:
      front +
      vs(
        'all',
        `{hosts: ["*"], gateways: [front], http: [
          {match: [{uri: {prefix: /proto}, headers: {x-forwarded-proto: {exact: http}}}], directResponse: {status: 201}},
          {match: [{uri: {prefix: /https}, headers: {x-forwarded-proto: {exact: https}}}], directResponse: {status: 202}},
          {match: [{uri: {prefix: /id}, headers: {x-request-id: {}}}], directResponse: {status: 203}},
          {match: [{uri: {prefix: /for}, headers: {x-forwarded-for: {}}}], directResponse: {status: 206}},
          {match: [{uri: {prefix: /envoy}, headers: {x-envoy-a: {}}}], directResponse: {status: 207}},
          {directResponse: {status: 204}}]}`,
      ),
    requests: [
      ...['proto', 'https', 'id', 'for'].map((path) =>
        call('internet', `http://a.com/${path}`, { via: 'istio-system/front' }),
      ),
      call('internet', 'http://a.com/https', {
        via: 'istio-system/front',
        headers: { 'x-forwarded-proto': 'https' },
      }),
    ],
  },
];
