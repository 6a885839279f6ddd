import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { compareMeshes } from '../../../mesh/survey/diff.js';
import { cartManifests } from '../exploration/cart.js';

const meshWith = (spec: unknown) => {
  const metadata = { name: 'cart', namespace: 'shop' };
  const object = { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata, spec };
  return buildMesh(readManifests(`${cartManifests}---\n${JSON.stringify(object)}\n`, 'mesh.yaml').resources);
};

const some = <T>(...values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const operation = fc.record(
  { methods: some('GET', 'PUT'), paths: some('/a', '/b*', '*x') },
  { requiredKeys: ['paths'] },
);
const source = fc.record(
  { principals: some('cluster.local/ns/shop/sa/cart', '*/sa/ops'), namespaces: some('shop', 'lab') },
  { requiredKeys: ['namespaces'] },
);
const rule = fc.record({
  to: fc.array(fc.record({ operation }), { maxLength: 2 }),
  from: fc.array(fc.record({ source }), { maxLength: 2 }),
});
type Rule = { to: { operation: object }[]; from: { source: object }[] };
const spec = fc.record({
  action: fc.constantFrom('ALLOW', 'DENY'),
  rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
});

const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.toReversed().map(reversed)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reversed(inner)]))
      : value;
const each = <T>(all: readonly T[]): readonly (readonly T[])[] => (all.length === 0 ? [[]] : all.map((one) => [one]));

/** Other ways to write the same rules. */
const rewritings: readonly ((rules: readonly Rule[]) => unknown)[] = [
  // In another order.
  (rules) => reversed(rules),
  // Each pair of a source and an operation in a rule of its own.
  (rules) =>
    rules.flatMap(({ to, from }) => each(to).flatMap((one) => each(from).map((other) => ({ to: one, from: other })))),
  // Once more.
  (rules) => [...rules, ...rules],
  // Hosts as they always are.
  (rules) =>
    rules.map(({ to, from }) => ({
      from,
      to: to.map(({ operation: own }) => ({ operation: { ...own, ports: ['80'] } })),
    })),
];

/** Pairs that are compared: `PAIRS=1000 npm test -- test/mesh/survey/equal-meshes`. */
const runs = Number(process.env['PAIRS'] ?? 200);

test('equal meshes that are written differently do not differ, and that is proved', () => {
  let pairs = 0;
  fc.assert(
    fc.property(spec, fc.nat(rewritings.length - 1), ({ action, rules }, way) => {
      const before = meshWith({ action, rules });
      const after = meshWith({ action, rules: rewritings[way]?.(rules as Rule[]) });
      expect(compareMeshes(before, after)).toMatchObject({ changes: [], isComplete: true, obstacles: [] });
      pairs += 1;
    }),
    { numRuns: runs, seed: 15 },
  );
  expect(pairs).toBeGreaterThanOrEqual(runs);
});
