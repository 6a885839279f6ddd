import { expect, test } from '@jest/globals';
import { generatedCalls } from '../../../bench/generated-calls.js';
import { buildMesh, type Resource } from '../../../mesh/index.js';
import { drawingsOf } from '../../../report/layout/drawings.js';
import { placeAll } from '../../../report/layout/place.js';
import type { PlacedNode } from '../../../report/layout/view.js';
import { reportOf } from '../../../report/model/report.js';
import { meshOf, shopYaml } from '../shop.js';

const target = { name: 'cluster', role: 'all' } as const;
const resources = generatedCalls(200).map((manifest, index): Resource => ({ manifest, target, path: `${index}` }));
const small = reportOf(meshOf(shopYaml()), { title: 'x' });
const large = reportOf(buildMesh(resources), { title: 'x' });

function overlap(one: PlacedNode, other: PlacedNode): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

test('a small mesh is drawn whole, a large one by its namespaces first', () => {
  expect(drawingsOf(small)[0]?.id).toBe('all');
  expect(drawingsOf(large).map(({ id }) => id)).toEqual(['overview', 'ns:istio-system', 'ns:team-0', 'ns:team-1']);
});

test('no node lies on another, each in the box of its namespace, and edges have a way', async () => {
  for (const data of [small, large]) {
    for (const { nodes, edges, groups } of await placeAll(drawingsOf(data))) {
      const pairs = nodes.flatMap((one, index) => nodes.slice(index + 1).filter((other) => overlap(one, other)));
      expect(pairs).toEqual([]);
      expect(edges.every(({ path }) => path.startsWith('M'))).toBe(true);
      for (const node of nodes) {
        const namespace = data.nodes.find(({ id }) => id === node.id)?.namespace;
        const group = groups.find((one) => one.namespace === namespace);
        expect(group === undefined || overlap(node, { id: '', ...group })).toBe(true);
      }
    }
  }
});

test('the same report has the same places', async () => {
  expect(await placeAll(drawingsOf(small))).toEqual(await placeAll(drawingsOf(small)));
});
