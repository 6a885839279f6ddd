import { call, type DifferentialCase, inside, istio, outside, subsets } from '../case.js';

const vs = (spec: string, name = 'hello') => istio('VirtualService', name, spec);
const v1 = '[{destination: {host: hello, subset: v1}}]';
const hello = 'http://hello.shop/';
const get = (path: string, headers: Record<string, string> = {}, from = inside) =>
  call(from, hello + path, { headers });

/** Matches of VirtualServices in less usual forms. */
export const matchingCases: readonly DifferentialCase[] = [
  {
    name: 'all conditions of a match, any of several matches',
    config:
      subsets +
      vs(`{hosts: [hello], http: [
        {match: [{uri: {prefix: /all}, method: {exact: GET}, headers: {x-a: {exact: "1"}}, queryParams: {q: {prefix: a}}}], directResponse: {status: 201}},
        {match: [{uri: {exact: /one}}, {headers: {x-b: {exact: b}}}, {method: {regex: "P(UT|ATCH)"}}], directResponse: {status: 202}},
        {match: [{authority: {prefix: hello}, uri: {exact: /authority-prefix}}], directResponse: {status: 203}},
        {match: [{authority: {regex: "hello[.]shop(:80)?"}, uri: {exact: /authority-regex}}], directResponse: {status: 206}},
        {match: [{scheme: {exact: http}, uri: {exact: /scheme}}], directResponse: {status: 207}},
        {match: [{queryParams: {flag: {exact: ""}}}], directResponse: {status: 208}},
        {match: [{headers: {x-d: {exact: ""}}}], directResponse: {status: 299}},
        {match: [{headers: {x-e: {prefix: a}}, withoutHeaders: {x-f: {prefix: b}}}], directResponse: {status: 410}},
        {match: [{uri: {regex: "/(?i)ab+"}}], directResponse: {status: 411}},
        {match: [{uri: {regex: "/d/\\\\d{2,3}"}}], directResponse: {status: 412}},
        {match: [{uri: {exact: /Case}, ignoreUriCase: true}], directResponse: {status: 413}},
        {match: [{headers: {":path": {prefix: /raw}}}], directResponse: {status: 414}},
        {match: [{headers: {":method": {exact: PURGE}}}], directResponse: {status: 415}},
        {match: [{withoutHeaders: {x-g: {regex: "a.*"}}, uri: {prefix: /without}}], directResponse: {status: 416}},
        {match: [{uri: {prefix: /host}, headers: {host: {exact: hello.shop}}}], directResponse: {status: 417}},
        {route: ${v1}}]}`),
    requests: [
      get('all?q=abc', { 'x-a': '1' }),
      get('all?q=xbc', { 'x-a': '1' }),
      get('all?p=1&q=a', { 'x-a': '1' }),
      get('all', { 'x-a': '1' }),
      get('one'),
      get('zzz', { 'x-b': 'b' }),
      call(inside, `${hello}zzz`, { method: 'PATCH' }),
      call(inside, `${hello}zzz`, { method: 'POST' }),
      get('authority-prefix'),
      get('authority-regex'),
      call(inside, 'http://hello/authority-prefix'),
      call(inside, 'http://hello/authority-regex'),
      call(inside, 'http://hello.shop:9080/authority-regex'),
      get('scheme'),
      get('?flag='),
      get('?flag'),
      get('?flag=1'),
      get('', { 'x-d': '' }),
      get('', { 'x-d': 'some' }),
      get('', { 'x-e': 'ab' }),
      get('', { 'x-e': 'ab', 'x-f': 'bc' }),
      get('', { 'x-e': 'ab', 'x-f': 'cb' }),
      get('ABB'),
      get('ab?x=1'),
      get('d/12'),
      get('d/1'),
      get('d/1234'),
      get('cAsE'),
      get('case/'),
      get('raw?x'),
      call(inside, hello, { method: 'PURGE' }),
      get('without', { 'x-g': 'abc' }),
      get('without', { 'x-g': 'ba' }),
      get('without'),
      get('host'),
    ],
  },
  {
    name: 'paths as clients write them',
    config:
      subsets +
      vs(`{hosts: [hello], http: [
        {match: [{uri: {prefix: /a/b}}], directResponse: {status: 201}},
        {match: [{uri: {exact: /x y}}], directResponse: {status: 202}},
        {match: [{uri: {exact: "/p%20q"}}], directResponse: {status: 203}},
        {match: [{uri: {prefix: //double}}], directResponse: {status: 206}},
        {match: [{uri: {exact: /semi;v=1}}], directResponse: {status: 207}},
        {match: [{uri: {exact: /plus+}}], directResponse: {status: 208}},
        {match: [{queryParams: {q: {exact: "a b"}}}], directResponse: {status: 226}},
        {match: [{queryParams: {r: {exact: "a%20b"}}}], directResponse: {status: 410}},
        {match: [{queryParams: {"s[]": {exact: "1"}}}], directResponse: {status: 411}},
        {route: ${v1}}]}`),
    requests: [
      'a/b',
      'a/./b',
      'a/c/../b/d',
      'a%2fb',
      'a%2Fb',
      '%61/b',
      'p%20q',
      'x%20y',
      '/double/x',
      'semi;v=1',
      'plus+',
      'plus%2B',
      '?q=a%20b',
      '?q=a+b',
      '?r=a%20b',
      '?s[]=1',
      '?s%5B%5D=1',
      'a/b#frag',
      'a/..%2fb',
    ].map((path) => get(path)),
  },
  {
    name: 'routes for one port, one gateway, one namespace',
    config:
      subsets +
      vs(`{hosts: [hello], gateways: [mesh, absent], http: [
        {match: [{port: 9080}], directResponse: {status: 201}},
        {match: [{gateways: [absent], uri: {prefix: /a}}], directResponse: {status: 202}},
        {match: [{gateways: [mesh], sourceLabels: {app: nobody}, uri: {prefix: /b}}], directResponse: {status: 203}},
        {match: [{sourceNamespace: pay, sourceLabels: {app: client}}], directResponse: {status: 206}},
        {match: [{sourceLabels: {app: client, version: c9}}], directResponse: {status: 207}},
        {match: [{uri: {prefix: /}}], directResponse: {status: 208}},
        {directResponse: {status: 410}}]}`),
    requests: [
      ...['', 'a', 'b'].flatMap((path) => [get(path), get(path, {}, 'pay/client')]),
      call(inside, 'http://hello:9080/'),
      call('pay/client', 'http://hello.shop:9080/b'),
      get('', {}, outside),
    ],
  },
  {
    name: 'a VirtualService for a gateway only, and a longer name for the mesh',
    config:
      vs('{hosts: [hello], gateways: [absent], http: [{directResponse: {status: 201}}]}', 'a') +
      vs('{hosts: [hello.shop], http: [{directResponse: {status: 202}}]}', 'b') +
      vs('{hosts: [Other.Shop.svc.cluster.local], http: [{directResponse: {status: 203}}]}', 'c') +
      vs('{hosts: ["*.example.com"], http: [{directResponse: {status: 206}}]}', 'd'),
    requests: [
      call(inside, 'http://hello/'),
      get(''),
      call(inside, 'http://hello.shop.svc/'),
      call(inside, 'http://other/'),
      ...['api.example.com', 'x.y.example.com', 'example.com', 'API.example.com', 'api.example.com:80'].map((host) =>
        call(inside, 'http://other/', { headers: { host } }),
      ),
      call(inside, 'http://hello:9080/', { headers: { host: 'api.example.com' } }),
    ],
  },
  {
    name: 'delegates with conditions of both, in two namespaces',
    config:
      subsets +
      vs(`{hosts: [hello], http: [
        {match: [{uri: {prefix: /a}, headers: {x-r: {exact: r}}}, {uri: {prefix: /b}}], delegate: {name: child, namespace: pay}, timeout: 5s},
        {match: [{uri: {prefix: /c}}], delegate: {name: private, namespace: pay}},
        {match: [{uri: {exact: /d}}], delegate: {name: exact}},
        {match: [{uri: {prefix: /e}}], delegate: {name: fault}, fault: {abort: {percentage: {value: 100}, httpStatus: 418}}},
        {route: ${v1}}]}`) +
      istio(
        'VirtualService',
        'child',
        '{http: [{match: [{uri: {prefix: /a/x}}, {uri: {prefix: /b/x}}], directResponse: {status: 201}}, {match: [{uri: {prefix: /b/y}}], directResponse: {status: 202}}, {match: [{method: {exact: PUT}}], directResponse: {status: 203}}, {route: [{destination: {host: bank, port: {number: 80}}}]}]}',
        'pay',
      ) +
      istio('VirtualService', 'private', '{exportTo: ["."], http: [{directResponse: {status: 206}}]}', 'pay') +
      vs(
        '{http: [{match: [{uri: {prefix: /d}}], directResponse: {status: 207}}, {match: [{uri: {exact: /d}}], directResponse: {status: 208}}]}',
        'exact',
      ) +
      vs(
        `{http: [{match: [{uri: {exact: /e/own}}], fault: {abort: {percentage: {value: 100}, httpStatus: 429}}, route: ${v1}}, {route: ${v1}}]}`,
        'fault',
      ),
    requests: [
      ...['a/x', 'b/x', 'b/y', 'a', 'b', 'c', 'd', 'e', 'e/own', 'f'].map((path) => get(path)),
      get('a/x', { 'x-r': 'r' }),
      get('a', { 'x-r': 'r' }),
      call(inside, `${hello}b/z`, { method: 'PUT' }),
      call('pay/client', `${hello}c`),
    ],
  },
];
