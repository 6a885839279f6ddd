import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { describe, expect, test } from '@jest/globals';
import { generatedCalls } from '../../../bench/generated-calls.js';
import { buildMesh, type Resource } from '../../../mesh/index.js';
import { dotText } from '../../../report/format/dot.js';
import { mermaidText } from '../../../report/format/mermaid.js';
import { reportOf } from '../../../report/model/report.js';
import { meshOf, shopYaml } from '../shop.js';

const small = reportOf(meshOf(shopYaml()), { title: 'a "shop"\\' });
const target = { name: 'cluster', role: 'all' } as const;
const resources = generatedCalls(300).map((manifest, index): Resource => ({ manifest, target, path: `${index}` }));
const large = reportOf(buildMesh(resources), { title: 'large' });

test('the text for Graphviz is one that it draws, whatever the names', async () => {
  const graphviz = await Graphviz.load();
  const drawn = graphviz.dot(dotText(small));
  expect(drawn).toContain('reviews&#45;v2 10 %');
  expect(drawn).toContain('a &quot;shop&quot;');
});

describe('the text for Mermaid', () => {
  test('has services with their shares', () => {
    expect(mermaidText(small)).toContain('reviews<br/>reviews-v1 90 %<br/>reviews-v2 10 %');
    expect(mermaidText(small)).toMatch(/^flowchart LR\n/);
  });

  test('stays below the limits of GitHub by drawing namespaces', () => {
    const text = mermaidText(large);
    expect(text.length).toBeLessThan(50_000);
    expect(text.match(/--|-\.->/g)?.length).toBeLessThanOrEqual(100);
    expect(text).toContain('team-0<br/>100 services');
  });

  test('writes signs that mean something there by their numbers', () => {
    const nodes = small.nodes.map((node) => ({ ...node, name: 'a"] --> b["<script>' }));
    expect(mermaidText({ ...small, nodes })).toContain('a#34;#93; --#62; b#91;#34;#60;script#62;');
  });
});
