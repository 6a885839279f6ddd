import { call, type DifferentialCase, inside, istio, outside, subsets } from '../case.js';

const hello = 'http://hello.shop/';
const vs = (spec: string, name = 'hello') => istio('VirtualService', name, spec);
const v1 = '[{destination: {host: hello, subset: v1}}]';
const deny = (rules: string) =>
  istio('AuthorizationPolicy', 'deny', `{selector: {matchLabels: {app: hello}}, action: DENY, rules: [${rules}]}`);
const path = (...paths: readonly string[]) =>
  `{to: [{operation: {paths: [${paths.map((one) => `"${one}"`).join(', ')}]}}]}`;

/** What routes change in a request, as the policies of the server see it. */
export const requestChangeCases: readonly DifferentialCase[] = [
  {
    name: 'paths rewritten in every form',
    config:
      subsets +
      vs(`{hosts: [hello], http: [
        {match: [{uri: {prefix: /root/}}], rewrite: {uri: /}, route: ${v1}},
        {match: [{uri: {prefix: /bare}}], rewrite: {uri: /}, route: ${v1}},
        {match: [{uri: {prefix: /long/er}}], rewrite: {uri: /l}, route: ${v1}},
        {match: [{uri: {regex: "/regex/[a-z]+"}}], rewrite: {uri: /whole}, route: ${v1}},
        {match: [{uri: {exact: /exact}}], rewrite: {uri: /e}, route: ${v1}},
        {match: [{headers: {x-any: {}}}], rewrite: {uri: /any/}, route: ${v1}},
        {match: [{uri: {prefix: /Upper}, ignoreUriCase: true}], rewrite: {uri: /lower}, route: ${v1}},
        {match: [{uri: {prefix: /service}}], rewrite: {uriRegexRewrite: {match: "^/service/([^/]+)(/.*)$", rewrite: '\\2/instance/\\1'}}, route: ${v1}},
        {match: [{uri: {prefix: /xxx}}], rewrite: {uriRegexRewrite: {match: "one", rewrite: two}}, route: ${v1}},
        {match: [{uri: {prefix: /case}}], rewrite: {uriRegexRewrite: {match: "(?i)/case/UP", rewrite: /down}}, route: ${v1}},
        {match: [{uri: {prefix: /first}}], rewrite: {uriRegexRewrite: {match: "^/first/(.*)/(.*)$", rewrite: '/\\2-\\1'}}, route: ${v1}},
        {match: [{uri: {prefix: /host}}], rewrite: {uri: /h, authority: new.example}, route: ${v1}},
        {route: ${v1}}]}`) +
      deny(
        `${path('/x', '//x', '/l/x', '/lx', '/whole', '/e', '/any/x', '/any//x', '/lower/x', '/x/instance/me', '/xxx/two/two', '/down', '/b-a', '/')}, {to: [{operation: {hosts: [new.example], paths: [/h/x]}}]}`,
      ),
    requests: [
      ...[
        'root/x',
        'root/',
        'bare/x',
        'barex',
        'long/er/x',
        'long/erx',
        'regex/abc',
        'regex/a1',
        'exact',
        'exact?x=1',
        'upper/x',
        'service/me/x',
        'service/me',
        'xxx/one/one',
        'case/up',
        'case/Up/x',
        'first/a/b',
        'host/x',
        'host/y',
        'x',
        'y',
      ].map((one) => call(inside, hello + one)),
      call(inside, `${hello}x`, { headers: { 'x-any': '1' } }),
      call(outside, `${hello}root/x`),
    ],
  },
  {
    name: 'headers set, added and removed, of routes and destinations',
    config:
      subsets +
      vs(`{hosts: [hello], http: [
        {match: [{uri: {prefix: /order}}], headers: {request: {set: {x-a: "1"}, remove: [x-a]}}, route: ${v1}},
        {match: [{uri: {prefix: /add}}], headers: {request: {add: {x-a: "1"}}}, route: ${v1}},
        {match: [{uri: {prefix: /twice}}], headers: {request: {set: {x-a: "1"}}}, route: [{destination: {host: hello, subset: v1}, headers: {request: {set: {x-a: "2"}}}}]},
        {match: [{uri: {prefix: /weighted}}], headers: {request: {set: {x-a: "1"}}}, route: [{destination: {host: hello, subset: v1}, weight: 50, headers: {request: {set: {x-a: "2"}}}}, {destination: {host: hello, subset: v1}, weight: 50, headers: {request: {set: {x-a: "2"}}}}]},
        {match: [{uri: {prefix: /half}}], route: [{destination: {host: hello, subset: v1}, weight: 50, headers: {request: {set: {x-a: "1"}}}}, {destination: {host: hello, subset: v1}, weight: 50}]},
        {match: [{uri: {prefix: /upper}}], headers: {request: {set: {X-A: "1"}}}, route: ${v1}},
        {match: [{uri: {prefix: /gone}}], headers: {request: {remove: [X-B]}}, route: ${v1}},
        {match: [{uri: {prefix: /host-own}}], route: [{destination: {host: hello, subset: v1}, headers: {request: {set: {Host: own.example}}}}]},
        {match: [{uri: {prefix: /host-both}}], rewrite: {authority: route.example}, route: [{destination: {host: hello, subset: v1}, headers: {request: {set: {":authority": own.example}}}}]},
        {match: [{uri: {prefix: /host-weighted}}], rewrite: {authority: route.example}, route: [{destination: {host: hello, subset: v1}, weight: 1, headers: {request: {set: {host: own.example}}}}, {destination: {host: hello, subset: v2}, weight: 1}]},
        {match: [{uri: {prefix: /format}}], headers: {request: {set: {x-a: "%REQ(x-c)%"}}}, route: ${v1}},
        {route: ${v1}}]}`) +
      deny(
        '{when: [{key: "request.headers[x-a]", values: ["1", "one,1", "1,one"]}]}, {when: [{key: "request.headers[x-b]", values: ["*"]}]}, {to: [{operation: {hosts: [own.example]}}]}',
      ),
    requests: [
      ...['order', 'add', 'twice', 'weighted', 'half', 'upper', 'host-own', 'host-both', 'host-weighted', 'format'].map(
        (one) => call(inside, hello + one),
      ),
      call(inside, `${hello}add`, { headers: { 'x-a': 'one' } }),
      call(inside, `${hello}add`, { headers: { 'x-a': '1' } }),
      call(inside, `${hello}gone`, { headers: { 'x-b': '1' } }),
      call(inside, `${hello}order`, { headers: { 'x-a': '5' } }),
      call(inside, `${hello}format`, { headers: { 'x-c': '1' } }),
      call(inside, hello, { headers: { 'x-a': '1' } }),
    ],
  },
  {
    name: 'where redirects lead',
    config: vs(`{hosts: [hello], http: [
        {match: [{uri: {exact: /uri}}], redirect: {uri: /v1/bookRatings, authority: newratings.default.svc.cluster.local}},
        {match: [{uri: {prefix: /authority}}], redirect: {authority: b.com, redirectCode: 302}},
        {match: [{uri: {prefix: /scheme}}], redirect: {scheme: https, redirectCode: 308}},
        {match: [{uri: {prefix: /port}}], redirect: {port: 8443, redirectCode: 303}},
        {match: [{uri: {prefix: /port80}}], redirect: {port: 80, redirectCode: 303}},
        {match: [{uri: {prefix: /derive-request}}], redirect: {authority: b.com, derivePort: FROM_REQUEST_PORT}},
        {match: [{uri: {prefix: /derive-default}}], redirect: {authority: b.com, derivePort: FROM_PROTOCOL_DEFAULT}},
        {match: [{uri: {prefix: /secure-port}}], redirect: {scheme: https, port: 443}},
        {match: [{uri: {prefix: /secure-other}}], redirect: {scheme: https, port: 8443, authority: c.com}},
        {match: [{uri: {prefix: /derive-secure}}], redirect: {scheme: https, derivePort: FROM_REQUEST_PORT}},
        {match: [{uri: {prefix: /query}}], redirect: {uri: /new}},
        {redirect: {authority: rest.com}}]}`),
    requests: [
      ...[
        'uri',
        'authority/x',
        'scheme/x',
        'port/x',
        'port80x',
        'derive-request',
        'derive-default',
        'secure-port',
        'secure-other/x',
        'derive-secure',
        'query?a=1&b=2',
        'else?x=y',
      ].flatMap((one) => [call(inside, hello + one), call(inside, `http://hello.shop:9080/${one}`)]),
      call(inside, `${hello}scheme`, { headers: { host: 'hello.shop:80' } }),
    ],
  },
];
