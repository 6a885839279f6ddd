import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { toPromises } from '../../../mesh/promises/promise.js';
import { verify } from '../../../mesh/promises/verify.js';
import type { RequestQuery } from '../../../mesh/request/query.js';
import { request } from '../../../mesh/request/request.js';
import { compareMeshes } from '../../../mesh/survey/diff.js';
import { newAccess } from '../../../mesh/survey/new-access.js';

const pod = (name: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { template: { metadata: { labels: { app: ${name} } }, spec: { serviceAccountName: ${name} } } }
`;
const base = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
${pod('cart')}${pod('checkout')}---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80 }, { name: admin, port: 81, targetPort: 8081, appProtocol: http }] }
`;
const meshOf = (objects: readonly object[]) =>
  buildMesh(
    readManifests(base + objects.map((one) => `---\n${JSON.stringify(one)}\n`).join(''), 'mesh.yaml').resources,
  );
const policy = (name: string, namespace: string, spec: object) => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name, namespace },
  spec,
});
const selector = { matchLabels: { app: 'cart' } };
const from = [{ source: { principals: ['cluster.local/ns/shop/sa/checkout'] } }];
const right = {
  rules: [
    { from, to: [{ operation: { methods: ['POST'], paths: ['/charge*'], ports: ['80'] } }] },
    {
      to: [
        {
          operation: { methods: ['GET'], paths: ['/health', '/items/*'], notPaths: ['/items/secret*'], ports: ['80'] },
        },
      ],
    },
    { from, to: [{ operation: { ports: ['8081'] } }], when: [{ key: 'request.headers[x-role]', values: ['admin'] }] },
  ],
};
type Spec = typeof right;
const objectsOf = (spec: unknown, namespace = 'shop') => [
  policy('cart', namespace, { selector, ...(spec as object) }),
  policy('no-trace', 'shop', { selector, action: 'DENY', rules: [{ to: [{ operation: { methods: ['TRACE'] } }] }] }),
];

/** A mistake in a policy: something that goes, gets wider or narrower, or stands in another place. */
type Mistake = { readonly path: readonly (string | number)[]; readonly way: 'gone' | 'wide' | 'other' | 'twice' };
const places = (value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] =>
  typeof value === 'object' && value !== null
    ? [
        ...(path.length === 0 ? [] : [path]),
        ...Object.entries(value).flatMap(([key, inner]) =>
          places(inner, [...path, Array.isArray(value) ? Number(key) : key]),
        ),
      ]
    : [path];

function mistaken(value: unknown, [step, ...rest]: Mistake['path'], way: Mistake['way']): unknown {
  const copy = structuredClone(value) as Record<string | number, unknown>;
  const inner = copy[step as string];
  if (rest.length > 0) {
    copy[step as string] = mistaken(inner, rest, way);
  } else if (way === 'gone') {
    if (Array.isArray(copy)) copy.splice(Number(step), 1);
    else delete copy[step as string];
  } else if (typeof inner === 'string') {
    copy[step as string] = way === 'wide' ? `${inner.slice(0, 2)}*` : way === 'twice' ? `${inner}x` : 'PUT';
  }
  return copy;
}

const url = 'http://cart.shop.svc.cluster.local';
const callers: readonly RequestQuery['from'][] = [
  'shop/checkout',
  'shop/cart',
  { namespace: 'lab', sidecar: true },
  { namespace: 'lab', sidecar: false },
];
const grid: readonly RequestQuery[] = callers.flatMap((caller) =>
  [`${url}/`, `${url}:81/`].flatMap((to) =>
    ['/', '/charge', '/chx', '/health', '/healthx', '/items/a', '/items/secret', '/it'].flatMap((at) =>
      ['GET', 'POST', 'PUT', 'TRACE', 'POSTX'].flatMap((method) =>
        [{}, { headers: { 'x-role': 'admin' } }, { headers: { 'x-role': 'ad' } }].map((part) => ({
          from: caller,
          to,
          path: at,
          method,
          ...part,
        })),
      ),
    ),
  ),
);

const promises = toPromises({
  promises: [
    {
      name: 'charges',
      requests: { to: 'shop/cart', port: 80, method: 'POST' },
      except: { from: 'shop/checkout', path: '/charge*' },
      expect: 'denied',
    },
    { name: 'secrets', requests: { to: 'shop/cart', path: '/items/secret*', port: 80 }, expect: 'denied' },
    {
      name: 'admin',
      requests: { to: 'shop/cart', port: 81, headers: { 'x-role': { not: 'admin' } } },
      expect: 'denied',
    },
    {
      name: 'health',
      requests: { to: 'shop/cart', port: 80, path: '/health', method: 'GET', from: 'workloads' },
      expect: 'allowed',
    },
  ],
});

/** Mistakes that are made: `MISTAKES=200 npm test -- test/mesh/survey/mutation`. */
const runs = Number(process.env['MISTAKES'] ?? 20);

test('every mistake that changes an answer shows in diff, and new access is found', () => {
  const before = meshOf(objectsOf(right));
  expect(verify(before, promises).map(({ name, result }) => [name, result])).toEqual(
    promises.map(({ name }) => [name, 'proved']),
  );
  const answers = grid.map((query) => request(before, query).verdict);
  const mistakes = fc.record({
    path: fc.constantFrom(...places(right)),
    way: fc.constantFrom<Mistake['way']>('gone', 'wide', 'other', 'twice'),
    namespace: fc.constantFrom('shop', 'shop', 'shop', 'lab'),
  });
  let [changing, breaking] = [0, 0];
  fc.assert(
    fc.property(mistakes, ({ path, way, namespace }) => {
      const after = meshOf(objectsOf(mistaken(right as Spec, path, way), namespace));
      const changed = grid.filter((query, at) => request(after, query).verdict !== answers[at]);
      const opened = changed.filter((query) => request(after, query).verdict === 'allowed');
      const found = compareMeshes(before, after);
      expect([changed.length > 0 && found.changes.length === 0, path]).toEqual([false, path]);
      const access = newAccess(before, after, false);
      expect(access.result === 'none' && opened.length > 0).toBe(false);
      if (access.request !== null) {
        expect(request(before, access.request).verdict).not.toBe('allowed');
        expect(request(after, access.request).verdict).toBe('allowed');
      }
      const broken = verify(after, promises).filter(({ result }) => result === 'broken');
      for (const { request: query } of broken) {
        expect(found.changes.length).toBeGreaterThan(0);
        expect(query).not.toBeNull();
      }
      changing += Number(changed.length > 0);
      breaking += Number(broken.length > 0);
    }),
    { numRuns: runs, seed: 15 },
  );
  expect([changing > runs / 3, breaking > runs / 6]).toEqual([true, true]);
});
