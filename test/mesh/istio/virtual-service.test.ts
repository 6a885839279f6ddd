import { describe, expect, test } from '@jest/globals';
import { readVirtualServices } from '../../../mesh/istio/virtual-service.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject } from '../objects.js';
import { resourcesOf } from '../resources.js';

const service = (name: string, spec: string, created = '') =>
  istioObject('VirtualService', name, spec, 'shop', { created });
const read = (text: string) => readVirtualServices(buildMesh(resourcesOf(text)));
/** The only rule of a VirtualService. */
const ruleOf = (rule: string) => read(service('web', `{hosts: [web], http: [{${rule}}]}`))[0]?.http[0];

test('the oldest first, with names in full; those without hosts are delegates and not listed', () => {
  const text =
    service('a', '{hosts: [web, "*.example.com"], gateways: [door], exportTo: ["."]}', '2025') +
    service('z', '{hosts: [lab.example.com]}', '2024') +
    service('part', '{}');
  expect(read(text)).toMatchObject([
    { label: 'VirtualService shop/z', hosts: ['lab.example.com'], gateways: ['mesh'], visibility: '*' },
    {
      label: 'VirtualService shop/a',
      hosts: ['web.shop.svc.cluster.local', '*.example.com'],
      gateways: ['shop/door'],
      visibility: ['shop'],
      created: '2025',
      isGatewayApi: false,
    },
  ]);
});

test('a destination with its full name, subset, port, weight and headers', () => {
  expect(
    ruleOf(
      'route: [{destination: {host: cart, subset: v1, port: {number: 80}}, weight: 30, headers: {request: {set: {a: b}}}}, {destination: {host: db.data.svc.cluster.local}}]',
    )?.destinations,
  ).toEqual([
    {
      host: 'cart.shop.svc.cluster.local',
      subset: 'v1',
      port: 80,
      weight: 30,
      headers: { request: { set: { a: 'b' }, add: {}, remove: [] } },
    },
    { host: 'db.data.svc.cluster.local', subset: '', port: undefined, weight: 0, headers: undefined },
  ]);
});

describe('a match', () => {
  test.each([
    ['headers: {x: {exact: "1"}}', { headers: [['x', { exact: '1' }]] }],
    ['ignoreUriCase: true, uri: {prefix: /a}', { ignoreUriCase: true, uri: { prefix: '/a' }, segmentPrefix: false }],
    ['port: 80', { port: 80 }],
    ['sourceLabels: {app: a}, sourceNamespace: lab', { sourceLabels: { app: 'a' }, sourceNamespace: 'lab' }],
  ])('with %s', (match, expected) => {
    expect(ruleOf(`match: [{${match}}]`)?.matches).toMatchObject([expected]);
  });

  test('beside gateways does not look at the caller', () => {
    const [match] = ruleOf('match: [{sourceLabels: {app: a}, sourceNamespace: lab, gateways: [door]}]')?.matches ?? [];
    expect([match?.sourceLabels, match?.sourceNamespace, match?.gateways]).toEqual([{}, '', ['shop/door']]);
  });
});

describe('a rule with', () => {
  test.each([
    [
      'redirect: {uri: /x}, directResponse: {status: 500}',
      { redirect: { status: 301, path: '/x', takesRequestPort: false }, directStatus: undefined },
    ],
    [
      'redirect: {redirectCode: 308, derivePort: FROM_REQUEST_PORT}',
      { redirect: { status: 308, takesRequestPort: true, path: undefined } },
    ],
    ['directResponse: {status: 418}', { directStatus: 418, redirect: undefined }],
    ['rewrite: {uri: "", authority: a}', { rewrite: { uri: undefined, authority: 'a', regex: undefined } }],
    ['rewrite: {uriRegexRewrite: {match: a, rewrite: b}}', { rewrite: { regex: { match: 'a', substitution: 'b' } } }],
    [
      'fault: {abort: {httpStatus: 500, percentage: {value: 50}}}',
      { fault: { abort: { probability: 0.5, status: 500 } } },
    ],
    // A gRPC status travels in a header of an answer 200.
    [
      'fault: {abort: {grpcStatus: UNAVAILABLE, percentage: {value: 100}}}',
      { fault: { abort: { probability: 1, status: 200 } } },
    ],
    [
      'fault: {delay: {fixedDelay: 5s, percentage: {value: 150}}}',
      { fault: { delay: { probability: 1, duration: '5s' } } },
    ],
    ['fault: {delay: {fixedDelay: 5s, percent: 10}}', { fault: { delay: { probability: 0.1 } } }],
    [
      'corsPolicy: {allowOrigin: [a], unmatchedPreflights: IGNORE}',
      { cors: { origins: [{ exact: 'a' }], answersAll: true } },
    ],
    ['corsPolicy: {allowOrigins: [{prefix: a}]}', { cors: { origins: [{ prefix: 'a' }], answersAll: false } }],
    ['timeout: 5s, retries: {attempts: 3}', { timeout: '5s', retries: { attempts: 3 } }],
    [
      'name: x',
      { timeout: undefined, retries: undefined, fault: undefined, cors: undefined, mirrors: [], missingStatus: 503 },
    ],
  ])('%s', (rule, expected) => {
    expect(ruleOf(rule)).toMatchObject(expected);
  });
});

test.each([
  ['mirror: {host: a}', [['a.shop.svc.cluster.local', 1]]],
  ['mirror: {host: a}, mirrorPercentage: {value: 20}', [['a.shop.svc.cluster.local', 0.2]]],
  ['mirror: {host: a}, mirrorPercent: 30', [['a.shop.svc.cluster.local', 0.3]]],
  ['mirror: {host: a}, mirrorPercentage: {value: 0}', []],
  [
    'mirrors: [{destination: {host: a}, percentage: {value: 10}}, {destination: {host: b}}]',
    [
      ['a.shop.svc.cluster.local', 0.1],
      ['b.shop.svc.cluster.local', 1],
    ],
  ],
])('copies of %s', (rule, expected) => {
  expect(ruleOf(rule)?.mirrors.map(({ host, probability }) => [host, probability])).toEqual(expected);
});

test('rules for connections, with server names in lower case', () => {
  const spec =
    '{hosts: [web], tls: [{match: [{sniHosts: [A.example], port: 443, gateways: [door]}], route: [{destination: {host: cart}, weight: 5}]}], tcp: [{match: [{destinationSubnets: [10.0.0.0/8]}]}]}';
  expect(read(service('web', spec))).toMatchObject([
    {
      tls: [
        {
          label: 'VirtualService shop/web tls[0]',
          matches: [{ sniHosts: ['a.example'], port: 443, gateways: ['shop/door'] }],
          destinations: [{ host: 'cart.shop.svc.cluster.local', weight: 5 }],
        },
      ],
      tcp: [
        {
          label: 'VirtualService shop/web tcp[0]',
          matches: [{ destinationSubnets: ['10.0.0.0/8'], sniHosts: [] }],
          destinations: [],
        },
      ],
    },
  ]);
});
