import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import type { Resource } from '../../../mesh/manifest/resource.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { describeChanges, noChangeWords } from '../../../mesh/survey/describe-changes.js';
import { compareMeshes, diffMeshes } from '../../../mesh/survey/diff.js';

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
      [
        'shop/zebra → http://cart.shop/: allowed → denied by shop/cart',
        'any pod of shop with the service account other → http://cart.shop/: denied by shop/cart → allowed',
      ],
    ],
    [
      'a namespace',
      policy('rules: [{ from: [{ source: { namespaces: [lab] } }] }]'),
      policy('rules: [{ from: [{ source: { namespaces: [none] } }] }]'),
      [
        'lab/probe → http://cart.shop/: allowed → denied by shop/cart',
        'any pod of none with the service account default → http://cart.shop/: denied by shop/cart → allowed',
      ],
    ],
    [
      'a method of a path',
      policy('action: DENY, rules: [{ to: [{ operation: { methods: [DELETE], paths: [/admin/*] } }] }]'),
      policy('action: DENY, rules: [{ to: [{ operation: { methods: [PUT], paths: [/admin/*] } }] }]'),
      [
        'lab/probe, shop/zebra, any pod without a proxy → DELETE http://cart.shop/admin/x: denied by shop/cart → allowed',
        'lab/probe, shop/zebra, any pod without a proxy → PUT http://cart.shop/admin/x: allowed → denied by shop/cart',
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
      ['lab/probe, shop/zebra → http://cart.shop/ (x-exp: on): timeout 1s → 2s'],
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
        // A sidecar passes on as it is, without mTLS, what is for a host that it does not know.
        'shop/cart → http://cart.shop/ (host: unknown.example): allowed → denied by shop/default',
        'shop/cart → http://zebra.shop/ (host: unknown.example): allowed → denied by shop/default',
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
      [
        'lab/probe, shop/zebra, any pod without a proxy → http://cart.shop/ (invalid token): allowed → denied',
        'shop/cart, any pod without a proxy → http://cart.shop/ (token {}): allowed → denied',
      ],
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

test('that nothing changes is said of every request only where it is proved', () => {
  const meshOf = (text: string) => buildMesh(resourcesOf(base + text));
  const [before, after] = [meshOf(policy('rules: [{}]')), meshOf(policy('rules: [{}, {}]'))];
  const same = compareMeshes(before, before);
  expect(noChangeWords(same)).toBe('no request changes its answer');
  const proved = compareMeshes(before, after);
  expect(proved).toMatchObject({ changes: [], isComplete: true, obstacles: [] });
  expect(noChangeWords(proved)).toBe('no request changes its answer');
  const limited = compareMeshes(before, after, 10);
  expect(limited).toMatchObject({ changes: [], isComplete: false });
  expect(noChangeWords(limited)).toBe(
    `none of the ${limited.asked} requests that were asked changes its answer; others may, because of the limit of 10 requests`,
  );
});

const operations = (spec: string) => policy(`action: DENY, rules: [{ to: [{ operation: ${spec} }] }]`);
const headers = (values: string) => policy(`rules: [{ when: [{ key: "request.headers[x]", values: ${values} }] }]`);
const sources = (spec: string) => policy(`rules: [{ from: [{ source: ${spec} }] }]`);

test.each<[string, string, string, object]>([
  [
    'a method of the second path',
    operations('{ methods: [PUT], paths: [/a, /b] }'),
    operations('{ paths: [/a, /b] }'),
    {},
  ],
  ['an end of a path', operations('{ paths: ["*.bak"] }'), operations('{ paths: ["*.bak"], notPaths: ["/b/*"] }'), {}],
  ['a template', operations('{ paths: ["/{*}/x"] }'), operations('{ paths: ["/{**}/x"] }'), {}],
  ['a name of the host', operations('{ hosts: [cart, cart.shop] }'), operations('{ hosts: [cart] }'), {}],
  ['the second value of a header', headers('["a", "b"]'), headers('["a"]'), { headers: { x: 'b' } }],
  ['a part of a prefix', headers('["a*"]'), headers('["a", "ax"]'), {}],
  ['an address', sources('{ ipBlocks: [10.0.0.0/8] }'), sources('{ ipBlocks: [10.0.0.0/9] }'), {}],
  ['a namespace of no file', sources('{ namespaces: [shop, b] }'), sources('{ namespaces: [shop] }'), {}],
  [
    'an account of no file',
    sources('{ principals: ["*/sa/robot", "*/sa/x"] }'),
    sources('{ principals: ["*/sa/x"] }'),
    {},
  ],
])('%s is found, though no sample asks for it, and asked again it changes', (_, before, after, expected) => {
  const [old, now] = [before, after].map((text) => buildMesh(resourcesOf(base + text)));
  if (old === undefined || now === undefined) {
    throw new Error('two meshes are needed');
  }
  const { changes } = compareMeshes(old, now);
  expect(changes.length).toBeGreaterThan(0);
  expect(changes.map(({ query }) => query)).toContainEqual(expect.objectContaining(expected));
  for (const { query } of changes) {
    const [one, other] = [request(old, query), request(now, query)];
    expect([one.verdict, one.policy]).not.toEqual([other.verdict, other.policy]);
  }
});
