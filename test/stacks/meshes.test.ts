import { describe, expect, test } from '@jest/globals';
import '../../mesh/jest/index.js';
import { Placement } from '../../constructs/index.js';
import { parseEnvironment } from '../../stacks/environment/index.js';
import { meshOfEnvironment, meshOfScenario } from '../../stacks/meshes.js';
import { shop } from './shop.js';

const query = { from: { namespace: 'shop', sidecar: true }, to: 'http://cart.shop/' };

describe('the mesh of a scenario', () => {
  test('is that of the stage', () => {
    expect(meshOfScenario(shop, 'old')).toRoute(query, { v1: 100 });
    expect(meshOfScenario(shop, 'new')).toRoute(query, { v2: 100 });
  });

  test('takes settings and another placement', () => {
    const placement = Placement.asm([{ name: 'east' }, { name: 'west' }]);
    const mesh = meshOfScenario(shop, 'old', { placement, settings: { clusters: ['west'] } });
    expect(mesh.workloads.map(({ cluster }) => cluster)).toEqual(['west', 'west']);
  });

  test('says which stages there are', () => {
    expect(() => meshOfScenario(shop, 'newest')).toThrow("shop has no stage 'newest'; stages are old, new");
  });

  test('throws what is wrong with its objects', () => {
    expect(() => meshOfScenario(shop, 'old', { settings: { replicas: 'many' as never } })).toThrow(/spec\.replicas/);
  });
});

test('the mesh of an environment has its scenarios in their stages', () => {
  const ownership = { owner: 'a@example.com', costCenter: 'c', dataClassification: 'internal' };
  const raw = { kind: 'local', ownership, scenarios: { shop: { stage: 'new' } } };
  const environment = parseEnvironment('local', raw, 'Pulumi.local.yaml', { scenarios: [shop] });
  expect(meshOfEnvironment(environment)).toRoute(query, { v2: 100 });
});
