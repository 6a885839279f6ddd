import { App } from 'cdk8s';
import { referenceOf, type Scenario, type ScenarioName, scenarios } from '../../charts/index.js';
import { STABLE_API_VERSIONS, synthesize } from '../../constructs/index.js';
import { ProblemsError } from '../../mesh/manifest/problem.js';
import type { Resource } from '../../mesh/manifest/resource.js';
import { buildMesh } from '../../mesh/model/build.js';
import type { Mesh } from '../../mesh/model/mesh.js';

/**
 * The mesh of a scenario in a stage, beside the scenario whose gateway it uses.
 *
 * @param settings of the scenario. @default those of its guide
 * @param gateway whether the ingress gateway is there as well; scenarios with one of their own need none. @default false
 */
export function stageMesh(name: ScenarioName, stage: string, settings: object = {}, gateway = false): Mesh {
  const scenario: Scenario = scenarios[name];
  const { placement, settings: reference } = referenceOf(scenario);
  const ownership = { owner: 'a@example.com', costCenter: 'c', dataClassification: 'internal' } as const;
  const mesh = { placement, apiVersions: STABLE_API_VERSIONS, ownership };
  const app = new App();
  scenario.chart(app, mesh, stage, { ...reference, ...settings });
  if (gateway) {
    const ingress: Scenario = scenarios.ingress;
    ingress.chart(app, mesh, 'deployed', referenceOf(ingress).settings);
  }
  const { objects, problems } = synthesize(app);
  if (problems.length > 0) throw new ProblemsError('The stage cannot be synthesized:', problems);
  const resources = objects.flatMap(({ manifest, targets, path }) =>
    targets.map((target): Resource => ({ manifest, target, path })),
  );
  const clusterNames = Object.fromEntries(placement.clusters.map((one) => [placement.clusterId(one.name), one.name]));
  return buildMesh(resources, { clusterNames });
}
