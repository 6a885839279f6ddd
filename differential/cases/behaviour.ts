import { call, type DifferentialCase, gatewayApi, inside, istio, outside, subsets } from '../case.js';

const vs = (spec: string, name = 'hello') => istio('VirtualService', name, spec);
const v1 = '[{destination: {host: hello, subset: v1}}]';
const hello = 'http://hello.shop/';
const cors = (origin: string, method = 'GET') => ({
  method: 'OPTIONS',
  headers: { origin, 'access-control-request-method': method },
});

/** What proxies do with a request beside choosing where it goes. */
export const behaviourCases: readonly DifferentialCase[] = [
  {
    name: 'requests of browsers from elsewhere',
    config:
      subsets +
      vs(
        `{hosts: [hello], http: [{corsPolicy: {allowOrigins: [{exact: "https://a.com"}], allowMethods: [GET]}, match: [{uri: {prefix: /cors}}], route: ${v1}}, {match: [{method: {exact: OPTIONS}}], directResponse: {status: 201}}, {route: ${v1}}]}`,
      ),
    requests: [
      call(inside, `${hello}cors`, cors('https://a.com')),
      call(inside, `${hello}cors`, cors('https://b.com')),
      call(inside, `${hello}cors`, { headers: { origin: 'https://b.com' } }),
      call(inside, `${hello}cors`, { method: 'OPTIONS' }),
      call(inside, hello, cors('https://a.com')),
    ],
  },
  {
    name: 'faults and retries',
    config:
      subsets +
      vs(`{hosts: [hello], http: [
        {match: [{uri: {prefix: /retry}}], fault: {abort: {percentage: {value: 50}, httpStatus: 503}}, retries: {attempts: 5, retryOn: 5xx}, route: ${v1}},
        {match: [{uri: {prefix: /no-retry}}], fault: {abort: {percentage: {value: 50}, httpStatus: 503}}, retries: {attempts: 0}, route: ${v1}},
        {match: [{uri: {prefix: /two}}], fault: {abort: {percentage: {value: 20}, httpStatus: 500}, delay: {percentage: {value: 50}, fixedDelay: 0.01s}}, route: ${v1}},
        {match: [{uri: {prefix: /slow}}], fault: {delay: {percentage: {value: 100}, fixedDelay: 1s}}, timeout: 0.7s, route: ${v1}},
        {match: [{uri: {prefix: /small}}], fault: {abort: {percentage: {value: 0.5}, httpStatus: 500}}, route: ${v1}},
        {match: [{uri: {prefix: /missing}}], retries: {attempts: 3, retryOn: connect-failure}, route: [{destination: {host: empty}}]},
        {route: ${v1}}]}`),
    requests: ['retry', 'no-retry', 'two', 'slow', 'small', 'missing'].map((path) => call(inside, hello + path)),
  },
  {
    name: 'faults at caller and callee side by side',
    config:
      subsets +
      vs(`{hosts: [hello], http: [{fault: {abort: {percentage: {value: 40}, httpStatus: 429}}, route: ${v1}}]}`),
    requests: [call(inside, hello), call(outside, hello), call('pay/client', hello)],
  },
  {
    name: 'rewrites and what comes after them',
    config:
      subsets +
      vs(`{hosts: [hello], http: [
        {match: [{uri: {prefix: /auth}}], rewrite: {authority: other.shop}, route: ${v1}},
        {match: [{uri: {regex: "/re/.*"}}], rewrite: {uriRegexRewrite: {match: "/re/(.*)", rewrite: '/denied/\\1'}}, route: ${v1}},
        {match: [{uri: {prefix: /pre}}], rewrite: {uri: /denied}, route: ${v1}},
        {match: [{uri: {exact: /exact}}], rewrite: {uri: /denied}, route: ${v1}},
        {match: [{uri: {prefix: /add}}], headers: {request: {add: {x-deny: "1"}}}, route: ${v1}},
        {match: [{uri: {prefix: /set}}], route: [{destination: {host: hello, subset: v1}, headers: {request: {set: {x-deny: "1"}}}}]},
        {match: [{uri: {prefix: /remove}}], headers: {request: {remove: [x-deny]}}, route: ${v1}},
        {match: [{uri: {prefix: /host}}], headers: {request: {set: {Host: denied.example}}}, route: ${v1}},
        {route: ${v1}}]}`) +
      istio(
        'AuthorizationPolicy',
        'deny',
        '{selector: {matchLabels: {app: hello}}, action: DENY, rules: [{to: [{operation: {paths: ["/denied*"]}}]}, {when: [{key: "request.headers[x-deny]", values: ["1"]}]}, {to: [{operation: {hosts: [other.shop, denied.example]}}]}]}',
      ),
    requests: [
      ...['auth', 're/x', 'pre', 'prefix', 'exact', 'add', 'set', 'remove', 'host', ''].map((path) =>
        call(inside, hello + path),
      ),
      call(inside, hello, { headers: { 'x-deny': '1' } }),
      call(inside, `${hello}remove`, { headers: { 'x-deny': '1' } }),
      call(outside, `${hello}pre`),
    ],
  },
  {
    name: 'redirects of every kind',
    config: vs(`{hosts: [hello], http: [
        {match: [{uri: {prefix: /authority}}], redirect: {authority: b.com, redirectCode: 302}},
        {match: [{uri: {prefix: /scheme}}], redirect: {scheme: https, redirectCode: 308}},
        {match: [{uri: {prefix: /port}}], redirect: {port: 8443, redirectCode: 303}},
        {match: [{uri: {prefix: /derive}}], redirect: {derivePort: FROM_REQUEST_PORT}},
        {match: [{uri: {prefix: /body}}], directResponse: {status: 503, body: {string: sorry}}},
        {directResponse: {status: 204}}]}`),
    requests: ['authority', 'scheme', 'port', 'derive', 'body', ''].map((path) => call(inside, hello + path)),
  },
  {
    name: 'routes of the Gateway API: filters, timeouts, order',
    config: gatewayApi(
      'HTTPRoute',
      'hello',
      `{parentRefs: [{group: "", kind: Service, name: hello}], rules: [
        {matches: [{path: {value: /a}}], filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /b}}}], backendRefs: [{name: other, port: 80}]},
        {matches: [{path: {value: /a/long}}], filters: [{type: RequestRedirect, requestRedirect: {scheme: https, statusCode: 302}}]},
        {matches: [{path: {type: RegularExpression, value: "/re.*"}}], backendRefs: [{name: bank, namespace: pay, port: 80}]},
        {matches: [{queryParams: [{name: q, value: "1"}]}], filters: [{type: RequestMirror, requestMirror: {backendRef: {name: other, port: 80}}}], backendRefs: [{name: hello, port: 80}]},
        {matches: [{headers: [{name: x-a, type: RegularExpression, value: "a+"}]}], backendRefs: [{name: other, port: 80}]},
        {matches: [{method: POST}], backendRefs: [{name: other, port: 9999}]},
        {matches: [{path: {value: /w}}], backendRefs: [{name: hello, port: 80, weight: 1}, {name: other, port: 80, weight: 4}, {name: empty, port: 80, weight: 0}]},
        {matches: [{path: {value: /empty}}], backendRefs: [{name: empty, port: 80}]},
        {matches: [{path: {value: /kind}}], backendRefs: [{name: hello, kind: Foo, group: example.com, port: 80}]}]}`,
    ),
    requests: [
      ...['a', 'a/long', 'a/longer', 're1', '?q=1', 'w', 'empty', 'kind', 'none'].map((path) =>
        call(inside, hello + path),
      ),
      call(inside, hello, { headers: { 'x-a': 'aaa' } }),
      call(inside, hello, { headers: { 'x-a': 'aab' } }),
      call(inside, hello, { method: 'POST' }),
      call(inside, `${hello}a/long`, { method: 'POST' }),
      call(outside, `${hello}a/long`),
    ],
  },
  {
    name: 'two HTTPRoutes of one Service',
    config:
      gatewayApi(
        'HTTPRoute',
        'a',
        '{parentRefs: [{group: "", kind: Service, name: hello}], rules: [{matches: [{path: {value: /a}}], backendRefs: [{name: other, port: 80}]}]}',
      ) +
      gatewayApi(
        'HTTPRoute',
        'b',
        '{parentRefs: [{group: "", kind: Service, name: hello}], rules: [{matches: [{path: {value: /a/b}}], backendRefs: [{name: hello, port: 80}]}, {matches: [{path: {value: /a}}], backendRefs: [{name: absent, port: 80}]}]}',
      ),
    requests: ['a', 'a/b', 'c'].map((path) => call(inside, hello + path)),
  },
  {
    name: 'an HTTPRoute and a VirtualService of one Service',
    config:
      gatewayApi(
        'HTTPRoute',
        'a',
        '{parentRefs: [{group: "", kind: Service, name: hello}], rules: [{matches: [{path: {value: /a}}], backendRefs: [{name: other, port: 80}]}]}',
      ) + vs('{hosts: [hello], http: [{directResponse: {status: 201}}]}'),
    requests: ['a', 'c'].map((path) => call(inside, hello + path)),
  },
];
