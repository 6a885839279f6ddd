import { call, type DifferentialCase, inside, istio, outside, subsets } from '../case.js';

const vs = (spec: string, name = 'hello') => istio('VirtualService', name, spec);
const v1 = '[{destination: {host: hello, subset: v1}}]';
const v2 = '[{destination: {host: hello, subset: v2}}]';
const hello = 'http://hello.shop/';

/** Routes of VirtualServices for callers in the mesh. */
export const routingCases: readonly DifferentialCase[] = [
  {
    name: 'no configuration',
    config: '',
    requests: [
      ...[inside, outside, 'pay/client'].map((from) => call(from, hello)),
      call(inside, 'http://hello/'),
      call(inside, 'http://hello.shop.svc/'),
      call(inside, 'http://hello.shop.svc.cluster.local/'),
      call('pay/client', 'http://hello/'),
      call(inside, 'http://hello:9080/'),
      call(inside, 'http://raw:9000/'),
      call(inside, 'http://sniffed:7000/'),
      call(inside, 'http://head:8080/'),
      call(outside, 'http://head.shop:8080/'),
      call(inside, 'http://empty/'),
      call(outside, 'http://empty.shop/'),
      call(inside, 'http://plain.outside/'),
      call(inside, 'http://other/', { headers: { host: 'hello' } }),
      call(inside, 'http://other/', { headers: { host: 'bank.pay' } }),
      call(inside, 'http://other/', { headers: { host: 'unknown.example' } }),
      call(inside, 'http://sniffed:7000/', { headers: { host: 'unknown.example' } }),
    ],
  },
  {
    name: 'weights',
    config:
      subsets +
      vs(
        '{hosts: [hello], http: [{route: [{destination: {host: hello, subset: v1}, weight: 90}, {destination: {host: hello, subset: v2}, weight: 10}]}]}',
      ),
    requests: [
      call(inside, hello),
      call(outside, hello),
      call('pay/client', hello),
      call(inside, 'http://hello:9080/'),
    ],
  },
  {
    name: 'weights that do not sum to 100, with a zero',
    config:
      subsets +
      vs(
        '{hosts: [hello], http: [{route: [{destination: {host: hello, subset: v1}, weight: 30}, {destination: {host: hello, subset: v2}, weight: 30}, {destination: {host: other}, weight: 0}]}]}',
      ),
    requests: [call(inside, hello)],
  },
  {
    name: 'matches',
    config:
      subsets +
      vs(`{hosts: [hello], http: [
        {match: [{uri: {exact: /exact}}], directResponse: {status: 201}},
        {match: [{uri: {prefix: /pre}}], directResponse: {status: 202}},
        {match: [{uri: {regex: "/re[0-9]+"}}], directResponse: {status: 203}},
        {match: [{uri: {prefix: /CASE}, ignoreUriCase: true}], directResponse: {status: 206}},
        {match: [{headers: {x-a: {exact: "1"}}}], directResponse: {status: 207}},
        {match: [{headers: {x-b: {prefix: ab}}}], directResponse: {status: 208}},
        {match: [{headers: {x-c: {regex: "a.*z"}}}], directResponse: {status: 226}},
        {match: [{headers: {x-d: {}}}], directResponse: {status: 410}},
        {match: [{queryParams: {q: {exact: "1"}}}], directResponse: {status: 411}},
        {match: [{queryParams: {r: {regex: "[a-z]+"}}}], directResponse: {status: 412}},
        {match: [{method: {exact: DELETE}}], directResponse: {status: 413}},
        {match: [{authority: {exact: hello.shop}, uri: {prefix: /auth}}], directResponse: {status: 414}},
        {match: [{scheme: {exact: https}, uri: {prefix: /scheme}}], directResponse: {status: 415}},
        {match: [{port: 9080, uri: {prefix: /port}}], directResponse: {status: 416}},
        {match: [{withoutHeaders: {x-e: {exact: "1"}}, uri: {prefix: /without}}], directResponse: {status: 417}},
        {match: [{withoutHeaders: {x-f: {}}, uri: {prefix: /lacks}}], directResponse: {status: 418}},
        {match: [{uri: {prefix: /both}, headers: {x-g: {exact: a}}}, {uri: {exact: /other}}], directResponse: {status: 421}},
        {match: [{uri: {prefix: /src}, sourceLabels: {app: client}}], directResponse: {status: 422}},
        {match: [{uri: {prefix: /ns}, sourceNamespace: pay}], directResponse: {status: 423}},
        {route: ${v2}}]}`),
    requests: [
      ...[
        'exact',
        'exact/',
        'exact?x=1',
        'pre',
        'prefix/deep',
        're12',
        're',
        're12x',
        'case/x',
        'CaSe',
        'auth',
        'scheme',
        'port',
        'without',
        'lacks',
        'both',
        'other',
        'src',
        'ns',
        'a/../exact',
        '?q=1',
        '?q=2',
        '?r=abc',
        '?r=1',
        'EXACT',
      ].map((path) => call(inside, hello + path)),
      ...['port', 'exact'].map((path) => call(inside, `http://hello:9080/${path}`)),
      ...['src', 'ns', 'exact', 'auth'].map((path) => call('pay/client', hello + path)),
      call(inside, 'http://hello/auth'),
      call(inside, hello, { headers: { 'x-a': '1' } }),
      call(inside, hello, { headers: { 'X-A': '2' } }),
      call(inside, hello, { headers: { 'x-b': 'abc' } }),
      call(inside, hello, { headers: { 'x-c': 'abz' } }),
      call(inside, hello, { headers: { 'x-c': 'abzz!' } }),
      call(inside, hello, { headers: { 'x-d': 'any' } }),
      call(inside, hello, { method: 'DELETE' }),
      call(inside, `${hello}without`, { headers: { 'x-e': '1' } }),
      call(inside, `${hello}without`, { headers: { 'x-e': '2' } }),
      call(inside, `${hello}lacks`, { headers: { 'x-f': '1' } }),
      call(inside, `${hello}both`, { headers: { 'x-g': 'a' } }),
      call(outside, `${hello}exact`),
    ],
  },
  {
    name: 'no route for some requests',
    config: vs('{hosts: [hello], http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: other}}]}]}'),
    requests: [
      call(inside, `${hello}a`),
      call(inside, `${hello}b`),
      call(outside, `${hello}b`),
      call(inside, 'http://hello:9080/a'),
    ],
  },
  {
    name: 'only for other callers',
    config: vs('{hosts: [hello], http: [{match: [{sourceLabels: {app: nobody}}], directResponse: {status: 299}}]}'),
    requests: [call(inside, hello)],
  },
  {
    name: 'destinations that are missing',
    config:
      subsets +
      vs(`{hosts: [hello], http: [
        {match: [{uri: {prefix: /subset}}], route: [{destination: {host: hello, subset: v9}}]},
        {match: [{uri: {prefix: /host}}], route: [{destination: {host: nothing}}]},
        {match: [{uri: {prefix: /port}}], route: [{destination: {host: hello, port: {number: 1234}}}]},
        {match: [{uri: {prefix: /empty}}], route: [{destination: {host: empty}}]},
        {match: [{uri: {prefix: /half}}], route: [{destination: {host: hello, subset: v1}, weight: 50}, {destination: {host: hello, subset: v9}, weight: 50}]},
        {match: [{uri: {prefix: /far}}], route: [{destination: {host: bank.pay.svc.cluster.local}}]},
        {match: [{uri: {prefix: /short}}], route: [{destination: {host: bank.pay}}]},
        {match: [{uri: {prefix: /alt}}], route: [{destination: {host: hello, port: {number: 9080}}}]},
        {route: ${v1}}]}`),
    requests: ['subset', 'host', 'port', 'empty', 'half', 'far', 'short', 'alt', ''].map((path) =>
      call(inside, hello + path),
    ),
  },
  {
    name: 'redirects, rewrites and faults',
    config:
      subsets +
      vs(`{hosts: [hello], http: [
        {match: [{uri: {prefix: /r301}}], redirect: {uri: /x}},
        {match: [{uri: {prefix: /r307}}], redirect: {uri: /x, redirectCode: 307}},
        {match: [{uri: {prefix: /abort}}], fault: {abort: {percentage: {value: 30}, httpStatus: 503}}, route: ${v1}},
        {match: [{uri: {prefix: /all}}], fault: {abort: {percentage: {value: 100}, httpStatus: 418}}, route: ${v1}},
        {match: [{uri: {prefix: /none}}], fault: {abort: {httpStatus: 418}}, route: ${v1}},
        {match: [{uri: {prefix: /delay}}], fault: {delay: {percentage: {value: 100}, fixedDelay: 1s}}, timeout: 0.7s, route: ${v1}},
        {match: [{uri: {prefix: /grpc}}], fault: {abort: {percentage: {value: 100}, grpcStatus: UNAVAILABLE}}, route: ${v1}},
        {match: [{uri: {prefix: /rewrite}}], rewrite: {uri: /new}, route: ${v2}},
        {match: [{uri: {prefix: /mirror}}], mirror: {host: other}, route: ${v2}},
        {route: ${v1}}]}`),
    requests: ['r301', 'r307', 'abort', 'all', 'none', 'delay', 'grpc', 'rewrite', 'mirror', ''].map((path) =>
      call(inside, hello + path),
    ),
  },
  {
    name: 'two VirtualServices for one host, and wildcards',
    config:
      vs('{hosts: [hello], http: [{directResponse: {status: 201}}]}', 'a') +
      vs('{hosts: [hello], http: [{directResponse: {status: 202}}]}', 'b') +
      vs('{hosts: ["*.shop.svc.cluster.local"], http: [{directResponse: {status: 203}}]}', 'wild') +
      vs('{hosts: ["*.example.com"], http: [{directResponse: {status: 206}}]}', 'ext'),
    requests: [
      call(inside, hello),
      call(inside, 'http://other/'),
      call(inside, 'http://bank.pay/'),
      call(inside, 'http://other/', { headers: { host: 'a.example.com' } }),
      call(inside, 'http://other/', { headers: { host: 'x.example.com' } }),
      call(inside, 'http://hello:9080/'),
    ],
  },
  {
    name: 'exportTo',
    config:
      istio(
        'VirtualService',
        'private',
        '{hosts: [hello.shop.svc.cluster.local], exportTo: ["."], http: [{directResponse: {status: 201}}]}',
        'pay',
      ) +
      istio('VirtualService', 'public', '{hosts: [hello], http: [{directResponse: {status: 202}}]}') +
      istio(
        'VirtualService',
        'far',
        '{hosts: [bank.pay.svc.cluster.local], exportTo: [pay], http: [{directResponse: {status: 203}}]}',
      ) +
      istio('VirtualService', 'none', '{hosts: [other], exportTo: [outside], http: [{directResponse: {status: 206}}]}'),
    requests: [inside, 'pay/client'].flatMap((from) =>
      ['hello.shop', 'bank.pay', 'other.shop'].map((host) => call(from, `http://${host}/`)),
    ),
  },
  {
    name: 'delegates',
    config:
      vs(
        '{hosts: [hello], http: [{match: [{uri: {prefix: /a}}], delegate: {name: child}}, {match: [{uri: {prefix: /b}}], delegate: {name: absent}}, {route: [{destination: {host: other}}]}]}',
      ) +
      vs(
        '{http: [{match: [{uri: {exact: /a/one}}], directResponse: {status: 201}}, {match: [{uri: {prefix: /z}}], directResponse: {status: 202}}, {match: [{headers: {x-a: {exact: "1"}}}], directResponse: {status: 203}}]}',
        'child',
      ),
    requests: [
      ...['a', 'a/one', 'z', 'b', ''].map((path) => call(inside, hello + path)),
      call(inside, `${hello}a/two`, { headers: { 'x-a': '1' } }),
      call(inside, hello, { headers: { 'x-a': '1' } }),
    ],
  },
];
