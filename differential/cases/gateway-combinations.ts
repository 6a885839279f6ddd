import { call, type DifferentialCase, inside, istio, subsets } from '../case.js';
import { serverSecret } from '../certificate.js';

const gateway = (name: string, spec: string, namespace = 'shop') => istio('Gateway', name, spec, namespace);
const vs = (name: string, spec: string, namespace = 'shop') => istio('VirtualService', name, spec, namespace);
const server = (hosts: string, extra = '') =>
  `{port: {number: 80, name: http, protocol: HTTP}, hosts: ${hosts}${extra}}`;
const to = (path: string, extra = {}) => call('internet', `http://${path}`, { via: 'istio-system/front', ...extra });
const secure = (path: string, extra = {}) =>
  call('internet', `https://${path}`, { via: 'istio-system/front', ...extra });
const front = (hosts: string) => gateway('front', `{selector: {istio: front}, servers: [${server(hosts)}]}`);
const hello = '[{destination: {host: hello, port: {number: 80}}}]';
const v1 = '[{destination: {host: hello, port: {number: 80}, subset: v1}}]';
const v2 = '[{destination: {host: hello, port: {number: 80}, subset: v2}}]';

/** Gateways, their VirtualServices and delegates, combined as people combine them. */
export const gatewayCombinationCases: readonly DifferentialCase[] = [
  {
    name: 'delegates behind a gateway with several hosts',
    config:
      subsets +
      front('[a.com, b.com, "*.c.com"]') +
      vs(
        'root',
        `{hosts: [a.com, b.com, "*.c.com"], gateways: [front], http: [
          {match: [{uri: {prefix: /product}}], delegate: {name: product}},
          {match: [{uri: {prefix: /reviews}, headers: {x-team: {exact: red}}}], delegate: {name: reviews, namespace: pay}},
          {match: [{authority: {exact: b.com}}], delegate: {name: only-b}},
          {route: ${v1}}]}`,
      ) +
      vs(
        'product',
        `{http: [{match: [{uri: {prefix: /product/v2}}], rewrite: {uri: /}, route: ${v2}}, {match: [{uri: {regex: "/product/.*"}}], directResponse: {status: 201}}, {match: [{headers: {x-end: {exact: user}}}], directResponse: {status: 202}}, {route: ${v1}}]}`,
      ) +
      vs(
        'reviews',
        '{http: [{match: [{uri: {exact: /reviews/top}}], directResponse: {status: 203}}, {match: [{uri: {prefix: /reviews}, headers: {x-team: {exact: blue}}}], directResponse: {status: 410}}, {route: [{destination: {host: bank, port: {number: 80}}}]}]}',
        'pay',
      ) +
      vs(
        'only-b',
        '{http: [{match: [{method: {exact: POST}}], directResponse: {status: 206}}, {directResponse: {status: 207}}]}',
      ),
    requests: [
      ...['a.com', 'b.com', 'x.c.com', 'd.com'].flatMap((host) =>
        ['product', 'product/v2/x', 'product/x', 'reviews', ''].map((path) => to(`${host}/${path}`)),
      ),
      ...['reviews/top', 'reviews/x'].map((path) => to(`a.com/${path}`, { headers: { 'x-team': 'red' } })),
      to('a.com/reviews', { headers: { 'x-team': 'blue' } }),
      to('b.com/', { method: 'POST' }),
      to('a.com/product', { headers: { 'x-end': 'user' } }),
    ],
  },
  {
    name: 'a delegate with hosts, and one that is missing',
    config:
      front('["*"]') +
      vs(
        'root',
        '{hosts: [a.com], gateways: [front], http: [{match: [{uri: {prefix: /hosted}}], delegate: {name: hosted}}, {match: [{uri: {prefix: /gone}}], delegate: {name: gone}}, {match: [{uri: {prefix: /rest}}], directResponse: {status: 201}}]}',
      ) +
      vs('hosted', '{hosts: [z.com], http: [{directResponse: {status: 206}}]}'),
    requests: ['hosted', 'gone', 'rest', 'else'].map((path) => to(`a.com/${path}`)),
  },
  {
    name: 'faults and redirects beside preflights',
    config:
      front('["*"]') +
      vs(
        'a',
        `{hosts: [a.com], gateways: [front], http: [
          {match: [{uri: {prefix: /cors}}], corsPolicy: {allowOrigins: [{exact: "https://x.com"}]}, fault: {abort: {percentage: {value: 100}, httpStatus: 418}}, route: ${hello}},
          {match: [{uri: {prefix: /redirect}}], corsPolicy: {allowOrigins: [{exact: "https://x.com"}]}, redirect: {uri: /x}}]}`,
      ),
    requests: ['cors', 'redirect'].flatMap((path) => [
      to(`a.com/${path}`),
      to(`a.com/${path}`, {
        method: 'OPTIONS',
        headers: { origin: 'https://x.com', 'access-control-request-method': 'POST' },
      }),
    ]),
  },
  {
    name: 'headers, rewrites, faults and mirrors together at a gateway',
    config:
      subsets +
      front('["*"]') +
      vs(
        'all',
        `{hosts: [a.com], gateways: [front], http: [
          {name: canary, match: [{uri: {prefix: /api/}, headers: {x-canary: {regex: "^(yes|1)$"}, user-agent: {prefix: Mozilla}}}], rewrite: {uri: /}, headers: {request: {set: {x-route: canary}, remove: [x-canary]}}, mirror: {host: other}, mirrorPercentage: {value: 12.5}, route: ${v2}},
          {match: [{uri: {prefix: /api/}}], rewrite: {uri: /v1/}, timeout: 3s, retries: {attempts: 3, perTryTimeout: 1s, retryOn: "gateway-error,connect-failure,refused-stream"}, fault: {abort: {percentage: {value: 12.5}, httpStatus: 429}}, route: [{destination: {host: hello, port: {number: 80}, subset: v1}, weight: 75}, {destination: {host: hello, port: {number: 80}, subset: v2}, weight: 25}]},
          {match: [{uri: {exact: /}}], redirect: {uri: /api/, redirectCode: 302}},
          {match: [{uri: {prefix: /old}}], redirect: {uri: /new, authority: new.com, scheme: https}},
          {match: [{uri: {prefix: /teapot}}], directResponse: {status: 418, body: {string: teapot}}, headers: {response: {set: {x-a: b}}}}]}`,
      ) +
      istio(
        'AuthorizationPolicy',
        'deny',
        '{selector: {matchLabels: {app: hello}}, action: DENY, rules: [{to: [{operation: {paths: ["/api/*"]}}]}, {when: [{key: "request.headers[x-canary]", values: ["*"]}]}]}',
      ),
    requests: [
      ...['', 'api/x', 'api', 'old/x?y=z', 'teapot', 'none'].map((path) => to(`a.com/${path}`)),
      to('a.com/api/x', { headers: { 'x-canary': 'yes', 'user-agent': 'Mozilla/5.0' } }),
      to('a.com/api/x', { headers: { 'x-canary': 'yes!', 'user-agent': 'Mozilla/5.0' } }),
      to('a.com/api/x', { headers: { 'x-canary': '1', 'user-agent': 'curl' } }),
    ],
  },
  {
    name: 'two Gateways of one port, with hosts in common',
    config:
      gateway('one', `{selector: {istio: front}, servers: [${server('[a.com, b.com]')}]}`) +
      gateway('two', `{selector: {istio: front}, servers: [${server('[b.com, c.com]')}]}`, 'pay') +
      vs(
        'a',
        '{hosts: [a.com, b.com], gateways: [one], http: [{match: [{uri: {prefix: /one}}], directResponse: {status: 201}}]}',
      ) +
      vs(
        'b',
        '{hosts: [b.com, c.com], gateways: [pay/two], http: [{match: [{uri: {prefix: /two}}], directResponse: {status: 202}}]}',
      ) +
      vs('c', '{hosts: ["*.com"], gateways: [one, pay/two], http: [{directResponse: {status: 203}}]}'),
    requests: ['a.com', 'b.com', 'c.com', 'd.com'].flatMap((host) =>
      ['one', 'two', ''].map((path) => to(`${host}/${path}`)),
    ),
  },
  {
    name: 'a Gateway that selects nothing, and one of another name',
    config:
      gateway('nobody', `{selector: {istio: nobody}, servers: [${server('["*"]')}]}`) +
      gateway('both', `{selector: {istio: front, app: none}, servers: [${server('["*"]')}]}`) +
      gateway('ok', `{selector: {istio: front}, servers: [${server('[a.com]')}]}`) +
      vs('a', '{hosts: ["*"], gateways: [nobody, both], http: [{directResponse: {status: 201}}]}') +
      vs('b', '{hosts: [a.com], gateways: [istio-system/ok], http: [{directResponse: {status: 202}}]}') +
      vs(
        'c',
        '{hosts: [a.com], gateways: [pay/ok, ok.shop.svc.cluster.local], http: [{directResponse: {status: 203}}]}',
      ),
    requests: [to('a.com/'), to('b.com/')],
  },
  {
    name: 'wildcards of hosts, the most exact first',
    config:
      front('["*"]') +
      vs('all', '{hosts: ["*"], gateways: [front], http: [{directResponse: {status: 201}}]}') +
      vs('com', '{hosts: ["*.com"], gateways: [front], http: [{directResponse: {status: 202}}]}') +
      vs('example', '{hosts: ["*.example.com"], gateways: [front], http: [{directResponse: {status: 203}}]}') +
      vs(
        'deep',
        '{hosts: ["*.deep.example.com"], gateways: [front], http: [{match: [{uri: {prefix: /x}}], directResponse: {status: 206}}]}',
      ) +
      vs('exact', '{hosts: [www.example.com], gateways: [front], http: [{directResponse: {status: 207}}]}'),
    requests: [
      'a.org',
      'a.com',
      'example.com',
      'a.example.com',
      'a.b.example.com',
      'a.deep.example.com',
      'a.deep.example.com/x',
      'www.example.com',
      'WWW.Example.Com',
      'www.example.com:80',
    ].map((host) => to(host.includes('/') ? host : `${host}/`)),
  },
  {
    name: 'ports and schemes at a gateway',
    config:
      gateway(
        'front',
        `{selector: {istio: front}, servers: [${server('["*"]')}, {port: {number: 8081, name: http-alt, protocol: HTTP}, hosts: ["*"]}, {port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*"], tls: {mode: SIMPLE, credentialName: ${serverSecret}}}]}`,
      ) +
      vs(
        'all',
        '{hosts: [a.com], gateways: [front], http: [{match: [{port: 8081}], directResponse: {status: 201}}, {match: [{port: 443}], directResponse: {status: 202}}, {match: [{scheme: {exact: https}}], directResponse: {status: 203}}, {match: [{uri: {prefix: /r}}], redirect: {scheme: https, derivePort: FROM_PROTOCOL_DEFAULT}}, {match: [{uri: {prefix: /p}}], redirect: {derivePort: FROM_REQUEST_PORT}}, {directResponse: {status: 206}}]}',
      ) +
      vs(
        'b',
        '{hosts: [b.com], gateways: [front], http: [{match: [{uri: {prefix: /r}}], redirect: {authority: c.com}}, {match: [{uri: {prefix: /p}}], redirect: {authority: c.com, derivePort: FROM_REQUEST_PORT}}, {match: [{headers: {x-forwarded-proto: {exact: https}}}], directResponse: {status: 207}}, {directResponse: {status: 208}}]}',
      ),
    requests: [
      ...['a.com', 'b.com'].flatMap((host) => [
        ...['', 'r', 'p'].flatMap((path) => [to(`${host}/${path}`), secure(`${host}/${path}`)]),
        to(`${host}:8081/`),
        to(`${host}:8081/p`),
      ]),
    ],
  },
  {
    name: 'CORS at a gateway',
    config:
      front('["*"]') +
      vs(
        'a',
        `{hosts: [a.com], gateways: [front], http: [
          {match: [{uri: {prefix: /exact}}], corsPolicy: {allowOrigins: [{exact: "https://x.com"}], allowMethods: [GET, POST], allowHeaders: [x-a], maxAge: 24h, allowCredentials: true}, route: ${hello}},
          {match: [{uri: {prefix: /regex}}], corsPolicy: {allowOrigins: [{regex: "https://.*[.]x[.]com"}, {prefix: "https://dev"}]}, route: ${hello}},
          {match: [{uri: {prefix: /ignore}}], corsPolicy: {allowOrigins: [{exact: "https://x.com"}], unmatchedPreflights: IGNORE}, route: ${hello}},
          {match: [{uri: {prefix: /direct}}], corsPolicy: {allowOrigins: [{exact: "https://x.com"}]}, directResponse: {status: 204}},
          {route: ${hello}}]}`,
      ) +
      istio(
        'AuthorizationPolicy',
        'deny',
        '{selector: {matchLabels: {app: hello}}, action: DENY, rules: [{to: [{operation: {methods: [OPTIONS]}}]}]}',
      ),
    requests: ['exact', 'regex', 'ignore', 'direct', 'none'].flatMap((path) =>
      ['https://x.com', 'https://y.x.com', 'https://dev.org', 'https://evil.com'].map((origin) =>
        to(`a.com/${path}`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } }),
      ),
    ),
  },
  {
    name: 'destinations without a port, of several ports and in other namespaces',
    config:
      front('["*"]') +
      vs(
        'a',
        `{hosts: [a.com], gateways: [front], http: [
          {match: [{uri: {prefix: /one}}], route: [{destination: {host: other}}]},
          {match: [{uri: {prefix: /many}}], route: [{destination: {host: hello}}]},
          {match: [{uri: {prefix: /plain}}], route: [{destination: {host: plain.outside.svc.cluster.local}}]},
          {match: [{uri: {prefix: /short}}], route: [{destination: {host: bank.pay}}]},
          {match: [{uri: {prefix: /bank}}], route: [{destination: {host: bank.pay.svc.cluster.local}}]},
          {match: [{uri: {prefix: /alt}}], route: [{destination: {host: hello, port: {number: 9080}}}]},
          {match: [{uri: {prefix: /wrong}}], route: [{destination: {host: hello, port: {number: 1}}}]},
          {match: [{uri: {prefix: /raw}}], route: [{destination: {host: raw}}]},
          {match: [{uri: {prefix: /sniffed}}], route: [{destination: {host: sniffed}}]}]}`,
      ) +
      vs(
        'p',
        '{hosts: [p.com], gateways: [shop/front], http: [{match: [{uri: {prefix: /own}}], route: [{destination: {host: bank}}]}, {route: [{destination: {host: hello}}]}]}',
        'pay',
      ),
    requests: [
      ...['one', 'many', 'plain', 'short', 'bank', 'alt', 'wrong', 'raw', 'sniffed'].map((path) => to(`a.com/${path}`)),
      to('p.com/own'),
      to('p.com/'),
    ],
  },
  {
    name: 'exportTo at a gateway',
    config:
      front('["*"]') +
      vs('own', '{hosts: [a.com], exportTo: ["."], gateways: [front], http: [{directResponse: {status: 201}}]}') +
      vs(
        'named',
        '{hosts: [b.com], exportTo: [istio-system], gateways: [front], http: [{directResponse: {status: 202}}]}',
      ) +
      vs('other', '{hosts: [c.com], exportTo: [pay], gateways: [front], http: [{directResponse: {status: 203}}]}') +
      istio(
        'DestinationRule',
        'hello',
        '{host: hello, exportTo: ["."], subsets: [{name: v1, labels: {version: v1}}]}',
      ) +
      vs('subset', `{hosts: [d.com], gateways: [front], http: [{route: ${v1}}]}`),
    requests: ['a', 'b', 'c', 'd'].map((host) => to(`${host}.com/`)),
  },
  {
    name: 'a gateway whose Service has another port, and one route by node port',
    config:
      gateway(
        'high',
        '{selector: {istio: front}, servers: [{port: {number: 8443, name: http, protocol: HTTP}, hosts: ["*"]}]}',
      ) + vs('high', '{hosts: ["*"], gateways: [high], http: [{directResponse: {status: 201}}]}'),
    requests: [to('a.com:443/')],
  },
  {
    name: 'sourceLabels and sourceNamespace at a gateway',
    config:
      front('["*"]') +
      vs(
        'a',
        '{hosts: [a.com], gateways: [front], http: [{match: [{sourceLabels: {app: client}}], directResponse: {status: 201}}, {match: [{sourceLabels: {istio: front}, uri: {prefix: /l}}], directResponse: {status: 202}}, {match: [{sourceNamespace: istio-system, uri: {prefix: /n}}], directResponse: {status: 203}}, {match: [{gateways: [shop/front], uri: {prefix: /g}}], directResponse: {status: 206}}, {match: [{gateways: [other], uri: {prefix: /o}}], directResponse: {status: 207}}, {directResponse: {status: 208}}]}',
      ),
    requests: [
      ...['', 'l', 'n', 'g', 'o'].map((path) => to(`a.com/${path}`)),
      call(inside, 'http://front.istio-system/', { headers: { host: 'a.com' } }),
    ],
  },
];
