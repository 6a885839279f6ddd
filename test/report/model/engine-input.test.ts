import { expect, test } from '@jest/globals';
import { buildMesh, callers, impact, request } from '../../../mesh/index.js';
import { engineInput } from '../../../report/model/engine-input.js';
import { reportOf } from '../../../report/model/report.js';
import { meshOf, resourcesOf, shopYaml } from '../shop.js';

const input = engineInput(resourcesOf(shopYaml()), { defaultNamespace: 'default' });
const mesh = meshOf(shopYaml());
const slim = buildMesh(JSON.parse(JSON.stringify(input.resources)), input.options);

test('holds no value of a Secret, a ConfigMap, an environment or an argument', () => {
  expect(JSON.stringify(input)).not.toContain('hunter2');
  expect(JSON.stringify(input)).toContain('tcp://reviews');
});

test('answers all requests of the report as the whole manifests do, decisions included', () => {
  const { edges, access, exposure, routes } = reportOf(mesh, { title: 'x' });
  const queries = [...edges.flatMap(({ requests }) => requests), ...access, ...exposure, ...routes].map(
    ({ query }) => query,
  );
  for (const query of queries) {
    expect(request(slim, query).toJSON()).toEqual(request(mesh, query).toJSON());
  }
});

test('says the same of callers and of who is affected', () => {
  for (const [index, service] of mesh.services.entries()) {
    const other = slim.services[index];
    expect(other).toBeDefined();
    if (other !== undefined) {
      expect(callers(slim, other)).toEqual(callers(mesh, service));
      expect(impact(slim, other)).toEqual(impact(mesh, service));
    }
  }
});
