import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  buildMesh,
  compareMeshes,
  describeChanges,
  diffMeshes,
  noChangeWords,
  type Resource,
  readManifests,
} from '../../../mesh/index.js';

const workload = (namespace: string, name: string, labels = '') => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: { app: ${name}${labels} } }, spec: { serviceAccountName: ${name} } } }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }`;

const namespaces = ['shop', 'team', 'lab']
  .map(
    (name) => `
---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { istio-injection: enabled } }`,
  )
  .join('');

const base = `${namespaces}${workload('shop', 'cart')}${workload('shop', 'zebra')}${workload('team', 'batch')}${workload('lab', 'probe', ', tier: lab')}`;

const istio = (kind: string, group: string, name: string, spec: string, namespace = 'shop') => `
---
apiVersion: ${group}.istio.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}`;
const policy = (spec: string) =>
  istio('AuthorizationPolicy', 'security', 'cart', `{ selector: { matchLabels: { app: cart } }, ${spec} }`);
const route = (spec: string) => istio('VirtualService', 'networking', 'cart', spec);
const sidecar = (hosts: string) =>
  istio(
    'Sidecar',
    'networking',
    'probe',
    `{ workloadSelector: { labels: { tier: lab } }, egress: [{ hosts: ${hosts} }], outboundTrafficPolicy: { mode: REGISTRY_ONLY } }`,
    'lab',
  );

const resourcesOf = (text: string) => readManifests(text, 'mesh.yaml').resources;
const lines = (before: string, after: string) =>
  describeChanges(diffMeshes(buildMesh(resourcesOf(base + before)), buildMesh(resourcesOf(base + after))));

describe('a difference is found where only few feel it', () => {
  test.each<[string, string, string, string[]]>([
    [
      'a caller that a policy no longer names',
      policy('rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/zebra] } }] }]'),
      policy('rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/other] } }] }]'),
      ['shop/zebra → http://cart.shop/: allowed → denied by shop/cart'],
    ],
    [
      'a namespace',
      policy('rules: [{ from: [{ source: { namespaces: [lab] } }] }]'),
      policy('rules: [{ from: [{ source: { namespaces: [none] } }] }]'),
      ['lab/probe → http://cart.shop/: allowed → denied by shop/cart'],
    ],
    [
      'a method of a path',
      policy('action: DENY, rules: [{ to: [{ operation: { methods: [DELETE], paths: [/admin/*] } }] }]'),
      policy('action: DENY, rules: [{ to: [{ operation: { methods: [PUT], paths: [/admin/*] } }] }]'),
      [
        'lab/probe, shop/cart, any pod without a proxy → DELETE http://cart.shop/admin/x: denied by shop/cart → allowed',
        'lab/probe, shop/cart, any pod without a proxy → PUT http://cart.shop/admin/x: allowed → denied by shop/cart',
      ],
    ],
    [
      'a header that a route asks for',
      route(
        '{ hosts: [cart], http: [{ match: [{ headers: { x-exp: { exact: "on" } } }], route: [{ destination: { host: cart } }], timeout: 1s }, { route: [{ destination: { host: cart } }] }] }',
      ),
      route(
        '{ hosts: [cart], http: [{ match: [{ headers: { x-exp: { exact: "on" } } }], route: [{ destination: { host: cart } }], timeout: 2s }, { route: [{ destination: { host: cart } }] }] }',
      ),
      ['lab/probe, shop/cart → http://cart.shop/ (x-exp: on): timeout 1s → 2s'],
    ],
    [
      'callers with some labels',
      route(
        '{ hosts: [cart], http: [{ match: [{ sourceLabels: { app: zebra } }], fault: { abort: { httpStatus: 503, percentage: { value: 50 } } }, route: [{ destination: { host: cart } }] }, { route: [{ destination: { host: cart } }] }] }',
      ),
      '',
      ['shop/zebra → http://cart.shop/: status 200 50 %, 503 50 % → 200 100 %; fault 50 % aborted with 503 → none'],
    ],
    [
      'a Sidecar that narrows',
      sidecar('["*/*"]'),
      sidecar('["shop/*"]'),
      [
        'lab/probe → http://batch.team/: batch 100 % → not visible',
        'lab/probe → http://probe.lab/: probe 100 % → not visible',
      ],
    ],
    [
      'mTLS that somebody outside does not speak',
      '',
      istio('PeerAuthentication', 'security', 'default', '{ mtls: { mode: STRICT } }'),
      [
        'any pod without a proxy → http://cart.shop/: allowed → denied by shop/default',
        'any pod without a proxy → http://zebra.shop/: allowed → denied by shop/default',
      ],
    ],
    [
      'a token that is asked for',
      '',
      istio(
        'RequestAuthentication',
        'security',
        'jwt',
        '{ selector: { matchLabels: { app: cart } }, jwtRules: [{ issuer: i, jwksUri: "https://i/j" }] }',
      ),
      ['lab/probe, shop/cart, any pod without a proxy → http://cart.shop/ (invalid token): allowed → denied'],
    ],
    ['nothing', policy('rules: [{}]'), policy('rules: [{}]'), []],
  ])('%s', (_, before, after, expected) => {
    expect(lines(before, after)).toEqual(expected);
  });

  test('a service that comes, and one that goes', () => {
    const added = workload('shop', 'search');
    expect(lines('', added)).toContain(
      'lab/probe, shop/cart, any pod without a proxy → http://search.shop/: no route → search 100 %',
    );
    expect(lines(added, '').join('\n')).toContain('http://search.shop/: search 100 % → no route');
  });
});

test('the order of the documents makes no difference', () => {
  const before = resourcesOf(base + policy('rules: [{ from: [{ source: { namespaces: [lab] } }] }]'));
  const after = resourcesOf(base + sidecar('["shop/*"]'));
  const diff = (one: readonly Resource[], other: readonly Resource[]) =>
    JSON.stringify(diffMeshes(buildMesh(one), buildMesh(other)));
  const expected = diff(before, after);
  expect(JSON.parse(expected).length).toBeGreaterThan(0);
  const shuffled = (all: readonly Resource[]) => fc.shuffledSubarray([...all], { minLength: all.length });
  fc.assert(
    fc.property(shuffled(before), shuffled(after), (one, other) => {
      expect(diff(one, other)).toBe(expected);
    }),
    { numRuns: 25 },
  );
});

test('what was only sampled is not said to be so for every request', () => {
  const meshOf = (text: string) => buildMesh(resourcesOf(base + text));
  const same = compareMeshes(meshOf(policy('rules: [{}]')), meshOf(policy('rules: [{}]')));
  expect(noChangeWords(same)).toBe('no request changes its answer');
  const header = (value: string) => policy(`rules: [{ when: [{ key: "request.headers[x]", values: ${value} }] }]`);
  const sampled = compareMeshes(meshOf(header('["a", "b"]')), meshOf(header('["a", "c"]')));
  expect(sampled).toMatchObject({ changes: [], isComplete: false });
  expect(noChangeWords(sampled)).toBe(
    `none of the ${sampled.asked} sampled requests changes its answer; requests that were not sampled may`,
  );
});
