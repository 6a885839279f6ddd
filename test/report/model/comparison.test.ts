import { expect, test } from '@jest/globals';
import { describeChanges, diffMeshes } from '../../../mesh/index.js';
import { drawingsOf } from '../../../report/layout/drawings.js';
import { withComparison } from '../../../report/model/comparison.js';
import { reportOf } from '../../../report/model/report.js';
import { meshOf, shopYaml } from '../shop.js';

const title = 'shop';
const [before, after] = [
  shopYaml(),
  shopYaml(50)
    .split('\n---\n')
    .filter((text) => !text.includes('name: ledger'))
    .join('\n---\n'),
];
const [old, now] = [meshOf(before), meshOf(after)];
const data = withComparison(
  { mesh: old, data: reportOf(old, { title }) },
  { mesh: now, data: reportOf(now, { title }) },
);

test('edges shift and go, and requests change as diff says', () => {
  const { edges = [], summary, requests = [], goneEdges = [] } = data.comparison ?? {};
  expect(edges.find(({ id }) => id === 'shop/front → shop/reviews')).toMatchObject({
    change: 'shifted',
    before: 'shop/reviews-v1 90 %, shop/reviews-v2 10 %',
    after: 'shop/reviews-v1 50 %, shop/reviews-v2 50 %',
  });
  expect(edges.find(({ id }) => id === 'shop/front → shop/ledger')?.change).toBe('gone');
  expect(goneEdges.map(({ id }) => id)).toContain('shop/front → shop/ledger');
  const changes = diffMeshes(old, now);
  expect(summary).toEqual(describeChanges(changes));
  expect(requests.map(({ query }) => query)).toEqual(changes.map(({ query }) => query));
});

test('what is gone is drawn, and the same manifests have no change', () => {
  expect(drawingsOf(data)[0]?.nodes.map(({ id }) => id)).toContain('shop/ledger');
  const same = reportOf(old, { title });
  const { comparison } = withComparison({ mesh: old, data: same }, { mesh: old, data: same });
  expect(comparison).toMatchObject({
    edges: [],
    requests: [],
    newFindings: [],
    goneFindings: [],
    summary: ['no request changes its answer'],
  });
});
