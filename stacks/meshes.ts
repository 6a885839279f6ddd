import { App } from 'cdk8s';
import { referenceOf, type Scenario, type SettingsOf } from '../charts/index.js';
import { scenarioChart } from '../charts/scenario-chart.js';
import { type Placement, resourcesOf, STABLE_API_VERSIONS, synthesize } from '../constructs/index.js';
import { buildMesh, type Mesh, type MeshOptions, ProblemsError } from '../mesh/index.js';
import type { Environment } from './environment/index.js';
import { environmentApp } from './environment-charts.js';
import { meshOptions } from './mesh-options.js';

/** How {@link meshOfScenario} places and sets a scenario. */
export interface ScenarioMeshOptions<Schema extends Scenario['settings']> {
  /** Over the defaults. @default those of the scenario's reference */
  readonly settings?: Partial<SettingsOf<Schema>>;
  /** @default that of the scenario's reference: one cluster that is everything */
  readonly placement?: Placement;
  /** Charts beside it, such as that of a gateway. @default none */
  readonly beside?: (app: App) => void;
}

/** Nobody answers for the objects of a test. */
const OWNERSHIP = { owner: 'owner@example.com', costCenter: 'example', dataClassification: 'internal' } as const;

function meshOf(app: App, options: MeshOptions): Mesh {
  const synthesis = synthesize(app);
  if (synthesis.problems.length > 0) throw new ProblemsError('The charts cannot be synthesized:', synthesis.problems);
  return buildMesh(resourcesOf(synthesis), options);
}

/**
 * The mesh that a scenario makes in one of its stages, for tests that ask it: `expect(meshOfScenario(shop, 'canary')).toRoute(…)`.
 *
 * @throws ProblemsError with everything that is wrong with its objects
 */
export function meshOfScenario<Schema extends Scenario['settings']>(
  scenario: Scenario<Schema>,
  stage: string,
  options: ScenarioMeshOptions<Schema> = {},
): Mesh {
  const names = scenario.stages.map(({ name }) => name);
  if (!names.includes(stage))
    throw new RangeError(`${scenario.name} has no stage '${stage}'; stages are ${names.join(', ')}`);
  const reference = referenceOf(scenario as Scenario);
  const placement = options.placement ?? reference.placement;
  const settings = { ...reference.settings, ...options.settings } as SettingsOf<Schema>;
  const app = new App();
  const mesh = { placement, apiVersions: STABLE_API_VERSIONS, ownership: OWNERSHIP };
  scenarioChart(scenario, app, mesh, { stage, settings });
  options.beside?.(app);
  const external = scenario.external?.(settings);
  const clusterNames = Object.fromEntries(placement.clusters.map(({ name }) => [placement.clusterId(name), name]));
  return meshOf(app, { clusterNames, ...(external && { external }) });
}

/**
 * The mesh of a whole environment, for tests that ask it: `meshOfEnvironment(readEnvironment('.', 'Pulumi.prod.yaml', blueprint))`.
 *
 * @throws ProblemsError with everything that is wrong with its objects
 */
export function meshOfEnvironment(environment: Environment): Mesh {
  const { external } = environment.settings.findings;
  return meshOf(environmentApp(environment), { ...meshOptions(environment), external });
}
