import { call, type DifferentialCase, inside, istio, outside } from '../case.js';

const hello = 'http://hello.shop/';
const forHello = 'selector: {matchLabels: {app: hello}}';
const policy = (name: string, spec: string, namespace = 'shop') => istio('AuthorizationPolicy', name, spec, namespace);
const callers = [inside, outside, 'pay/client'];
const all = (urls: readonly string[], from = callers) => urls.flatMap((url) => from.map((caller) => call(caller, url)));
const allow = (rules: string) => policy('allow', `{${forHello}, rules: [${rules}]}`);
const deny = (rules: string) => policy('deny', `{${forHello}, action: DENY, rules: [${rules}]}`);
const front = istio(
  'Gateway',
  'front',
  '{selector: {istio: front}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}',
);
const gatewayAll = istio(
  'VirtualService',
  'all',
  '{hosts: ["*"], gateways: [front], http: [{route: [{destination: {host: hello, port: {number: 80}}}]}]}',
);

/** Another gateway, whose pods have a proxy configuration of their own. */
const edge = (proxyConfig: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: edge, namespace: istio-system}
spec:
  selector: {matchLabels: {istio: edge}}
  template:
    metadata:
      labels: {istio: edge, sidecar.istio.io/inject: "true"}
      annotations: {inject.istio.io/templates: gateway, proxy.istio.io/config: '${proxyConfig}'}
    spec:
      serviceAccountName: front
      terminationGracePeriodSeconds: 1
      containers: [{name: istio-proxy, image: auto, imagePullPolicy: IfNotPresent}]
---
apiVersion: v1
kind: Service
metadata: {name: edge, namespace: istio-system}
spec: {selector: {istio: edge}, ports: [{name: http, port: 80, targetPort: 8080}]}
`;

/** Values and attributes of AuthorizationPolicies, in every form of their reference. */
export const policyValueCases: readonly DifferentialCase[] = [
  {
    name: 'templates of paths',
    config: allow(
      `{to: [{operation: {paths: ["/one/{*}", "/any/{**}", "/mid/{*}/end", "/deep/{**}/end", "/{*}/second", "/two/{*}/{*}", "/file/{*}.json"]}}]}`.replace(
        ', "/file/{*}.json"',
        '',
      ),
    ),
    requests: [
      'one/a',
      'one/',
      'one',
      'one/a/b',
      'one/a-b_c.d~',
      'one/a%20b',
      'one/a:b@c;d=e',
      'any/a/b/c',
      'any/',
      'any',
      'mid/a/end',
      'mid/a/b/end',
      'mid//end',
      'deep/a/b/end',
      'deep/end',
      'deep//end',
      'x/second',
      'x/y/second',
      'two/a/b',
      'two/a',
    ].map((path) => call(inside, hello + path)),
  },
  {
    name: 'paths with stars at either end',
    config: allow(
      `{to: [{operation: {paths: ["/start*", "*.html", "/exact", "/trailing/*", "*"], notPaths: ["*/secret*", "/start/no*", "*.php", "/q*"]}}]}`,
    ),
    requests: [
      'start',
      'starter/x',
      'start/no',
      'start/now',
      'a.html',
      'a.html?x=1',
      'x.php',
      'exact',
      'exact/',
      'trailing',
      'trailing/',
      'else',
      'q?start',
      'a/secret',
    ].map((path) => call(inside, hello + path)),
  },
  {
    name: 'methods and hosts with stars, and what they are not',
    config: allow(
      `{to: [{operation: {methods: ["P*"], hosts: ["hello.shop", "hello.shop:*", "*.example.com"]}}]}, {to: [{operation: {methods: ["GET", "*E"], notHosts: ["hello.*"]}}]}, {to: [{operation: {notMethods: [GET, POST, PUT, DELETE, PATCH], notPaths: [/closed]}}]}`,
    ),
    requests: [
      ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].flatMap((method) => [
        call(inside, hello, { method }),
        call(inside, hello, { method, headers: { host: 'hello' } }),
      ]),
      call(inside, 'http://hello.shop:9080/', { method: 'POST' }),
      call(inside, hello, { method: 'POST', headers: { host: 'HELLO.shop' } }),
      call(inside, `${hello}closed`, { method: 'HEAD' }),
    ],
  },
  {
    name: 'notPorts, notPaths and notMethods that deny',
    config: deny(`{to: [{operation: {notPorts: ["8443"], notPaths: [/open], notMethods: [HEAD]}}]}`),
    requests: [
      ...all([hello, `${hello}open`, 'http://raw.shop:9000/open', 'https://secure.shop/']),
      call(inside, hello, { method: 'HEAD' }),
    ],
  },
  {
    name: 'what sources are not',
    config:
      policy('a', `{${forHello}, rules: [{from: [{source: {notNamespaces: [pay]}}]}]}`) +
      policy(
        'b',
        '{selector: {matchLabels: {app: other}}, action: DENY, rules: [{from: [{source: {notPrincipals: ["cluster.local/ns/shop/sa/client"]}}]}]}',
      ) +
      policy(
        'c',
        '{selector: {matchLabels: {app: bank}}, rules: [{from: [{source: {notServiceAccounts: [shop/client]}}]}]}',
        'pay',
      ),
    requests: all([hello, 'http://other.shop/', 'http://bank.pay/']),
  },
  {
    name: 'namespaces and principals with stars',
    config: allow(
      `{from: [{source: {namespaces: ["sh*"]}}], to: [{operation: {paths: [/prefix]}}]}, {from: [{source: {namespaces: ["*op"]}}], to: [{operation: {paths: [/suffix]}}]}, {from: [{source: {namespaces: ["s*p"]}}], to: [{operation: {paths: [/middle]}}]}, {from: [{source: {principals: ["cluster.local/ns/*"]}}], to: [{operation: {paths: [/principal]}}]}, {from: [{source: {principals: ["*sa/client"]}}], to: [{operation: {paths: [/account]}}]}, {from: [{source: {trustDomains: [cluster.local]}}], to: [{operation: {paths: [/domain]}}]}`,
    ),
    requests: all(['prefix', 'suffix', 'middle', 'principal', 'account', 'domain'].map((path) => hello + path)),
  },
  {
    name: 'conditions of every attribute',
    config: allow(
      `{to: [{operation: {paths: [/headers]}}], when: [{key: "request.headers[version]", values: [v1, "v2*"], notValues: [v2x]}]},
       {to: [{operation: {paths: [/ns]}}], when: [{key: source.namespace, values: [shop]}]},
       {to: [{operation: {paths: [/not-ns]}}], when: [{key: source.namespace, notValues: [shop]}]},
       {to: [{operation: {paths: [/principal]}}], when: [{key: source.principal, notValues: ["*/sa/client"]}]},
       {to: [{operation: {paths: [/ip]}}], when: [{key: source.ip, values: ["0.0.0.0/0"]}]},
       {to: [{operation: {paths: [/remote]}}], when: [{key: remote.ip, notValues: ["9.9.9.9"]}]},
       {to: [{operation: {paths: [/destination]}}], when: [{key: destination.ip, values: ["0.0.0.0/0"]}]},
       {to: [{operation: {paths: [/port]}}], when: [{key: destination.port, values: ["8080", "9999"]}]},
       {to: [{operation: {paths: [/not-port]}}], when: [{key: destination.port, notValues: ["8080"]}]},
       {to: [{operation: {paths: [/sni]}}], when: [{key: connection.sni, values: ["*.hello.shop.svc.cluster.local", "outbound_.80_._.*"]}]},
       {to: [{operation: {paths: [/no-sni]}}], when: [{key: connection.sni, notValues: ["outbound*"]}]},
       {to: [{operation: {paths: [/authority]}}], when: [{key: "request.headers[:authority]", values: [hello.shop]}]},
       {to: [{operation: {paths: ["/path*"]}}], when: [{key: "request.headers[:path]", values: ["*=1"]}]},
       {to: [{operation: {paths: [/host]}}], when: [{key: "request.headers[Host]", values: [hello.shop]}]},
       {to: [{operation: {paths: [/missing]}}], when: [{key: "request.headers[x-none]", notValues: ["*"]}]},
       {to: [{operation: {paths: [/two]}}], when: [{key: "request.headers[a]", values: ["1"]}, {key: "request.headers[b]", values: ["1"]}]}`,
    ),
    requests: [
      ...all(
        [
          'ns',
          'not-ns',
          'principal',
          'ip',
          'remote',
          'destination',
          'port',
          'not-port',
          'sni',
          'no-sni',
          'authority',
          'host',
          'missing',
        ].map((path) => hello + path),
      ),
      call(inside, `${hello}path?a=1`),
      call(inside, `${hello}path?a=2`),
      ...['v1', 'v2', 'v2x', 'v2y', 'v3'].map((version) => call(inside, `${hello}headers`, { headers: { version } })),
      call(inside, `${hello}headers`),
      call(inside, `${hello}two`, { headers: { a: '1', b: '1' } }),
      call(inside, `${hello}two`, { headers: { a: '1' } }),
      call(inside, `${hello}remote`, { headers: { 'x-forwarded-for': '9.9.9.9' } }),
    ],
  },
  {
    name: 'several policies and rules of one action',
    config:
      policy(
        'a',
        `{${forHello}, rules: [{from: [{source: {namespaces: [pay]}}]}, {to: [{operation: {paths: [/a]}}]}]}`,
      ) +
      policy('b', `{${forHello}, rules: [{to: [{operation: {paths: [/b]}}]}]}`) +
      policy(
        'c',
        `{${forHello}, action: DENY, rules: [{to: [{operation: {paths: [/a]}}], from: [{source: {namespaces: [pay]}}]}]}`,
      ) +
      policy('d', '{action: DENY, rules: [{to: [{operation: {methods: [TRACE, CONNECT]}}]}]}'),
    requests: [...all(['', 'a', 'b'].map((path) => hello + path)), call(inside, `${hello}a`, { method: 'TRACE' })],
  },
  {
    name: 'policies for a gateway by selector and by port',
    config:
      front +
      gatewayAll +
      policy(
        'gate',
        '{selector: {matchLabels: {istio: front}}, rules: [{to: [{operation: {hosts: [a.com], ports: ["8080"], paths: ["/a*"]}}]}, {to: [{operation: {hosts: ["*.b.com"], methods: [GET]}}]}, {when: [{key: "request.headers[x-key]", values: [secret]}]}]}',
        'istio-system',
      ),
    requests: [
      ...['a.com/a', 'a.com/b', 'x.b.com/', 'b.com/'].map((path) =>
        call('internet', `http://${path}`, { via: 'istio-system/front' }),
      ),
      call('internet', 'http://c.com/', { via: 'istio-system/front', headers: { 'x-key': 'secret' } }),
      call('internet', 'http://x.b.com/', { via: 'istio-system/front', method: 'POST' }),
    ],
  },
  {
    name: 'policies of the root namespace at a gateway and everywhere',
    config:
      front +
      gatewayAll +
      policy(
        'root',
        '{rules: [{from: [{source: {namespaces: [istio-system, pay]}}]}, {to: [{operation: {paths: [/open]}}]}]}',
        'istio-system',
      ),
    requests: [
      ...['', 'open'].map((path) => call('internet', `http://a.com/${path}`, { via: 'istio-system/front' })),
      ...all([hello, `${hello}open`, 'http://bank.pay/']),
    ],
  },
  {
    name: 'policies with targetRefs of a Gateway',
    config:
      front +
      gatewayAll +
      policy(
        'target',
        '{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: front}], action: DENY, rules: [{}]}',
        'istio-system',
      ) +
      policy('service', '{targetRefs: [{group: "", kind: Service, name: hello}], action: DENY, rules: [{}]}'),
    requests: [call('internet', 'http://a.com/', { via: 'istio-system/front' }), call(inside, hello)],
  },
  {
    name: 'addresses of the caller at a gateway',
    config:
      front +
      gatewayAll +
      policy(
        'gate',
        '{selector: {matchLabels: {istio: front}}, action: DENY, rules: [{from: [{source: {ipBlocks: ["203.0.113.0/24"]}}]}, {from: [{source: {notRemoteIpBlocks: ["0.0.0.0/0"]}}]}, {from: [{source: {remoteIpBlocks: ["1.2.3.4"]}}]}]}',
        'istio-system',
      ) +
      deny('{from: [{source: {ipBlocks: ["10.244.0.0/16"]}}], to: [{operation: {paths: [/pods]}}]}'),
    requests: [
      call('internet', 'http://a.com/', { via: 'istio-system/front' }),
      call('internet', 'http://a.com/', { via: 'istio-system/front', headers: { 'x-forwarded-for': '1.2.3.4' } }),
    ],
  },
  ...[
    { name: 'two trusted proxies in front of a gateway', annotation: '{"gatewayTopology": {"numTrustedProxies": 2}}' },
    { name: 'a trusted proxy in front of a gateway', annotation: 'gatewayTopology: {numTrustedProxies: 1}' },
  ].map(({ name, annotation }) => ({
    name,
    config:
      edge(annotation) +
      istio(
        'Gateway',
        'edge',
        '{selector: {istio: edge}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}',
      ) +
      istio(
        'VirtualService',
        'edge',
        '{hosts: ["*"], gateways: [edge], http: [{match: [{headers: {x-forwarded-proto: {exact: https}}}], directResponse: {status: 201}}, {route: [{destination: {host: hello, port: {number: 80}}}]}]}',
      ) +
      policy(
        'gate',
        '{selector: {matchLabels: {istio: edge}}, rules: [{from: [{source: {remoteIpBlocks: ["72.9.5.6"]}}]}]}',
        'istio-system',
      ),
    requests: [
      call('internet', 'http://a.com/', { via: 'istio-system/edge' }),
      ...['56.5.6.7, 72.9.5.6, 98.1.2.3', '72.9.5.6, 98.1.2.3', '72.9.5.6', '98.1.2.3, 72.9.5.6'].map((forwarded) =>
        call('internet', 'http://a.com/', {
          via: 'istio-system/edge',
          headers: { 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https' },
        }),
      ),
    ],
  })),
];
