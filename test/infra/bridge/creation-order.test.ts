import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { creationOrder, type OrderedObject, type PlannedObject } from '../../../infra/bridge/creation-order.js';

function planned(path: string, after: readonly string[]): PlannedObject {
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: path } };
  return { manifest, target: 'local', path, charts: ['chart'], after };
}

/** What each object waits for, directly or through others, by path. */
function closure(ordered: readonly OrderedObject[]): Map<string, Set<string>> {
  const waits: Set<string>[] = [];
  for (const { dependencies } of ordered) {
    const all = dependencies.flatMap((index) => [ordered[index]?.object.path ?? '', ...(waits[index] ?? [])]);
    waits.push(new Set(all));
  }
  return new Map(ordered.map(({ object }, index) => [object.path, waits[index] ?? new Set()]));
}

test('an object waits for all that it must, and names nothing that it waits for through another', () => {
  const edges = fc.array(fc.tuple(fc.nat(79), fc.nat(79)), { maxLength: 200 });
  fc.assert(
    fc.property(edges, (pairs) => {
      const wanted = Array.from({ length: 80 }, () => new Set<number>());
      for (const [a, b] of pairs) if (a !== b) wanted[Math.max(a, b)]?.add(Math.min(a, b));
      const objects = wanted.map((set, index) =>
        planned(
          `o${index}`,
          [...set].map((to) => `o${to}`),
        ),
      );
      const { ordered } = creationOrder(objects);
      const reached = closure(ordered ?? []);
      const expected: Set<string>[] = [];
      for (const set of wanted) expected.push(new Set([...set].flatMap((to) => [`o${to}`, ...(expected[to] ?? [])])));
      for (const [index, set] of expected.entries()) expect(reached.get(`o${index}`)).toEqual(set);
      for (const { dependencies } of ordered ?? []) {
        const names = dependencies.map((index) => ordered?.[index]?.object.path ?? '');
        for (const name of names) expect(names.some((other) => reached.get(other)?.has(name))).toBe(false);
      }
    }),
    { numRuns: 50 },
  );
});
