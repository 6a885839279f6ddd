import { call, type DifferentialCase, gatewayApi, inside, istio } from '../case.js';
import { openListener, toGateway } from '../kubernetes-gateway.js';

const route = (name: string, spec: string, namespace = 'shop') => gatewayApi('HTTPRoute', name, spec, namespace);
const hello = 'http://hello.shop/';
const toHello = 'parentRefs: [{group: "", kind: Service, name: hello}]';
const via = { via: 'istio-system/front' };
const to = (path: string, extra = {}) => call('internet', `http://${path}`, { ...via, ...extra });
const denyPaths = (...paths: readonly string[]) =>
  istio(
    'AuthorizationPolicy',
    'deny',
    `{selector: {matchLabels: {app: hello}}, action: DENY, rules: [{to: [{operation: {paths: [${paths.map((path) => `"${path}"`).join(', ')}]}}]}]}`,
  );
const one = '[{name: hello, port: 80}]';

/** HTTPRoutes in the forms of their reference. */
export const httpRouteCases: readonly DifferentialCase[] = [
  {
    name: 'paths that an HTTPRoute rewrites',
    config:
      route(
        'r',
        `{${toHello}, rules: [
        {matches: [{path: {value: /prefix}}], filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /new}}}], backendRefs: ${one}},
        {matches: [{path: {value: /slash/}}], filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /new/}}}], backendRefs: ${one}},
        {matches: [{path: {value: /strip}}], filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}], backendRefs: ${one}},
        {matches: [{path: {value: /full}}], filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplaceFullPath, replaceFullPath: /whole}}}], backendRefs: ${one}},
        {matches: [{path: {value: /host}}], filters: [{type: URLRewrite, urlRewrite: {hostname: elsewhere.org}}], backendRefs: ${one}},
        {matches: [{path: {value: /}}], filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /root}}}], backendRefs: ${one}}]}`,
      ) +
      denyPaths('/new', '/new/x', '/x', '/', '/whole', '/root', '/root/x', '/rootx') +
      istio(
        'AuthorizationPolicy',
        'hosts',
        '{selector: {matchLabels: {app: hello}}, action: DENY, rules: [{to: [{operation: {hosts: [elsewhere.org]}}]}]}',
      ),
    requests: [
      'prefix',
      'prefix/',
      'prefix/x',
      'prefixx',
      'slash',
      'slash/x',
      'strip',
      'strip/',
      'strip/x',
      'full/a/b',
      'full?x=1',
      'host',
      '',
      'x',
    ].map((path) => call(inside, hello + path)),
  },
  {
    name: 'where an HTTPRoute redirects',
    config: route(
      'r',
      `{${toHello}, rules: [
        {matches: [{path: {value: /scheme}}], filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]},
        {matches: [{path: {value: /hostname}}], filters: [{type: RequestRedirect, requestRedirect: {hostname: b.com, statusCode: 301}}]},
        {matches: [{path: {value: /port}}], filters: [{type: RequestRedirect, requestRedirect: {port: 8080}}]},
        {matches: [{path: {value: /full}}], filters: [{type: RequestRedirect, requestRedirect: {path: {type: ReplaceFullPath, replaceFullPath: /whole}}}]},
        {matches: [{path: {value: /prefix}}], filters: [{type: RequestRedirect, requestRedirect: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /new}}}]},
        {matches: [{path: {value: /strip}}], filters: [{type: RequestRedirect, requestRedirect: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}]},
        {matches: [{path: {value: /all}}], filters: [{type: RequestRedirect, requestRedirect: {scheme: https, hostname: c.com, port: 8443, path: {type: ReplaceFullPath, replaceFullPath: /z}, statusCode: 301}}]},
        {filters: [{type: RequestRedirect, requestRedirect: {}}]}]}`,
    ),
    requests: [
      'scheme/a?b=c',
      'hostname/a',
      'port/a',
      'full/a?b=c',
      'prefix/a',
      'prefix',
      'strip/a',
      'strip',
      'all/x',
    ].flatMap((path) => [call(inside, hello + path), call(inside, `http://hello.shop:9080/${path}`)]),
  },
  {
    name: 'headers that an HTTPRoute changes',
    config:
      route(
        'r',
        `{${toHello}, rules: [
        {matches: [{path: {value: /set}}], filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: X-A, value: "1"}]}}], backendRefs: ${one}},
        {matches: [{path: {value: /add}}], filters: [{type: RequestHeaderModifier, requestHeaderModifier: {add: [{name: x-a, value: "1"}]}}], backendRefs: ${one}},
        {matches: [{path: {value: /remove}}], filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: [x-a]}}], backendRefs: ${one}},
        {matches: [{path: {value: /backend}}], backendRefs: [{name: hello, port: 80, weight: 1, filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: x-a, value: "1"}]}}]}, {name: hello, port: 80, weight: 3}]},
        {matches: [{path: {value: /response}}], filters: [{type: ResponseHeaderModifier, responseHeaderModifier: {set: [{name: x-a, value: "1"}]}}], backendRefs: ${one}},
        {matches: [{path: {value: /host}}], filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: Host, value: other.org}]}}], backendRefs: ${one}}]}`,
      ) +
      istio(
        'AuthorizationPolicy',
        'deny',
        '{selector: {matchLabels: {app: hello}}, action: DENY, rules: [{when: [{key: "request.headers[x-a]", values: ["1"]}]}, {to: [{operation: {hosts: [other.org]}}]}]}',
      ),
    requests: [
      ...['set', 'add', 'remove', 'backend', 'response', 'host'].map((path) => call(inside, hello + path)),
      call(inside, `${hello}remove`, { headers: { 'x-a': '1' } }),
      call(inside, `${hello}set`, { headers: { 'x-a': '2' } }),
    ],
  },
  {
    name: 'a rule that Istio cannot use',
    config:
      route(
        'bad',
        `{${toHello}, rules: [{matches: [{path: {value: /good}}], backendRefs: [{name: other, port: 80}]}, {matches: [{path: {value: /bad}}], filters: [{type: ExtensionRef, extensionRef: {group: example.com, kind: Foo, name: foo}}], backendRefs: ${one}}]}`,
      ) +
      route(
        'port',
        '{parentRefs: [{group: "", kind: Service, name: other}], rules: [{matches: [{path: {value: /good}}], filters: [{type: RequestRedirect, requestRedirect: {hostname: x.com}}]}, {matches: [{path: {value: /bad}}], backendRefs: [{name: hello.shop, kind: Service, port: 80}]}]}',
      ),
    requests: ['good', 'bad', 'none'].flatMap((path) => [
      call(inside, hello + path),
      call(inside, `http://other.shop/${path}`),
    ]),
  },
  {
    name: 'CORS of an HTTPRoute',
    config: route(
      'r',
      `{${toHello}, rules: [
        {matches: [{path: {value: /exact}}], filters: [{type: CORS, cors: {allowOrigins: ["https://a.com"], allowMethods: [GET]}}], backendRefs: [{name: absent, port: 80}]},
        {matches: [{path: {value: /any}}], filters: [{type: CORS, cors: {allowOrigins: ["*"]}}], backendRefs: [{name: absent, port: 80}]},
        {matches: [{path: {value: /wild}}], filters: [{type: CORS, cors: {allowOrigins: ["https://*.b.com"]}}], backendRefs: [{name: absent, port: 80}]}]}`,
    ),
    requests: ['exact', 'any', 'wild'].flatMap((path) =>
      ['https://a.com', 'https://x.b.com', 'null'].map((origin) =>
        call(inside, hello + path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } }),
      ),
    ),
  },
  {
    name: 'order of matches within and between HTTPRoutes',
    config:
      openListener +
      route(
        'a',
        `{${toGateway}, hostnames: [a.com], rules: [
        {matches: [{path: {value: /}}], filters: [{type: RequestRedirect, requestRedirect: {hostname: r0.com}}]},
        {matches: [{path: {value: /foo}}], filters: [{type: RequestRedirect, requestRedirect: {hostname: r1.com}}]},
        {matches: [{path: {value: /foo}, headers: [{name: x-a, value: "1"}]}], filters: [{type: RequestRedirect, requestRedirect: {hostname: r2.com}}]},
        {matches: [{path: {value: /foo}, method: GET}], filters: [{type: RequestRedirect, requestRedirect: {hostname: r3.com}}]},
        {matches: [{path: {type: Exact, value: /foo}}], filters: [{type: RequestRedirect, requestRedirect: {hostname: r4.com}}]},
        {matches: [{path: {type: RegularExpression, value: "/foo.*"}}], filters: [{type: RequestRedirect, requestRedirect: {hostname: r5.com}}]},
        {matches: [{queryParams: [{name: q, value: "1"}]}], filters: [{type: RequestRedirect, requestRedirect: {hostname: r6.com}}]},
        {matches: [{headers: [{name: x-a, value: "1"}]}, {headers: [{name: x-b, value: "1"}, {name: x-c, value: "1"}]}], filters: [{type: RequestRedirect, requestRedirect: {hostname: r7.com}}]}]}`,
      ) +
      route(
        'b',
        `{${toGateway}, hostnames: [a.com, "*.com"], rules: [
        {matches: [{path: {value: /foo/bar}}], filters: [{type: RequestRedirect, requestRedirect: {hostname: s1.com}}]},
        {matches: [{path: {value: /foo}}], filters: [{type: RequestRedirect, requestRedirect: {hostname: s2.com}}]},
        {matches: [{path: {type: RegularExpression, value: "/foobar[0-9]+"}}], filters: [{type: RequestRedirect, requestRedirect: {hostname: s3.com}}]}]}`,
      ),
    requests: [
      ...['', 'foo', 'foo/', 'foo/x', 'foobar', 'foobar12', 'foo/bar', 'foo/bar/x', '?q=1', 'foo?q=1'].flatMap(
        (path) => [to(`a.com/${path}`), to(`a.com/${path}`, { method: 'POST' })],
      ),
      to('a.com/foo/x', { method: 'PUT', headers: { 'x-a': '1' } }),
      to('a.com/', { headers: { 'x-a': '1', 'x-b': '1', 'x-c': '1' } }),
      to('a.com/z?q=1', { headers: { 'x-b': '1', 'x-c': '1' } }),
      ...['foo', 'foo/bar', 'x'].map((path) => to(`b.com/${path}`)),
    ],
  },
  {
    name: 'a ServiceEntry as parent',
    config:
      istio(
        'ServiceEntry',
        'api',
        '{hosts: [api.example.com], location: MESH_EXTERNAL, ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS, endpoints: [{address: plain.outside.svc.cluster.local}]}',
      ) +
      route(
        'r',
        '{parentRefs: [{group: networking.istio.io, kind: ServiceEntry, name: api}], rules: [{matches: [{path: {value: /a}}], backendRefs: [{name: other, port: 80}]}, {matches: [{path: {value: /b}}], backendRefs: [{group: networking.istio.io, kind: Hostname, name: api.example.com, port: 80}]}]}',
      ),
    requests: ['a', 'b', 'c'].flatMap((path) =>
      [inside, 'pay/client'].map((from) =>
        call(from, `http://other.shop/${path}`, { headers: { host: 'api.example.com' } }),
      ),
    ),
  },
  {
    name: 'timeouts and retries of an HTTPRoute',
    config:
      istio('PeerAuthentication', 'v1', '{selector: {matchLabels: {version: v1, app: hello}}, mtls: {mode: STRICT}}') +
      route(
        'r',
        `{${toHello}, rules: [
        {matches: [{path: {value: /t}}], timeouts: {request: 10s, backendRequest: 1s}, backendRefs: ${one}},
        {matches: [{path: {value: /zero}}], timeouts: {request: 0s}, backendRefs: ${one}},
        {matches: [{path: {value: /empty}}], backendRefs: [{name: empty, port: 80}]}]}`,
      ),
    requests: ['t', 'zero', 'empty'].map((path) => call(inside, hello + path)),
  },
  {
    name: 'a GRPCRoute and an HTTPRoute of one host',
    config:
      openListener +
      gatewayApi(
        'GRPCRoute',
        'g',
        `{${toGateway}, hostnames: [a.com], rules: [{matches: [{method: {service: a.B, method: C}}, {method: {method: D}}, {method: {type: RegularExpression, service: "x[.].*", method: "E.*"}}, {headers: [{name: x-g, value: "1"}]}], backendRefs: ${one}}]}`,
      ) +
      route(
        'h',
        `{${toGateway}, hostnames: [a.com], rules: [{matches: [{path: {value: /}}], backendRefs: [{name: other, port: 80}]}]}`,
      ),
    requests: [
      ...['a.B/C', 'a.B/D', 'z/D', 'x.y/Ef', 'x.y/F', 'a.B/C/x'].map((path) => to(`a.com/${path}`, { method: 'POST' })),
      to('a.com/', { headers: { 'x-g': '1' } }),
    ],
  },
];
