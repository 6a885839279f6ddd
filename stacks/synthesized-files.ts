import { App } from 'cdk8s';
import type { Construct } from 'constructs';
import { z } from 'zod';
import { referenceOf, type Scenario } from '../charts/index.js';
import { scenarioChart } from '../charts/scenario-chart.js';
import {
  IngressGateway,
  MeshChart,
  type MeshSettings,
  STABLE_API_VERSIONS,
  type SynthesizedObject,
  synthesize,
} from '../constructs/index.js';
import { type Manifest, manifestsYaml, type Problem, type Target } from '../mesh/index.js';
import type { Environment } from './environment/index.js';
import { checkEnvironment } from './environment-check.js';
import { meshOptions } from './mesh-options.js';
import type { FilesByPath } from './output-folder.js';

/** The files of a synth, or everything that is wrong. */
export interface SynthesizedFiles {
  readonly files: FilesByPath;
  readonly problems: readonly Problem[];
  /** Findings that do not stop the synth, a line each. */
  readonly notes: readonly string[];
}

/** What one file of `dist/` holds. */
interface Sheet {
  readonly target: Target;
  readonly chart: string;
  readonly manifests: Manifest[];
}

/**
 * Synthesizes every environment to `<env>/<target>/<chart>.yaml` and every stage of every scenario to
 * `stages/<scenario>/<stage>/<target>.yaml`.
 *
 * @param progress called before each environment and scenario with what comes next.
 */
export function synthesizeFiles(
  environments: readonly Environment[],
  scenarios: readonly Scenario[],
  progress: (step: string) => void = () => {},
): SynthesizedFiles {
  const files = new Map<string, string>();
  const problems: Problem[] = [];
  const notes: string[] = [];
  for (const environment of environments) {
    progress(`environment ${environment.name}`);
    const check = checkEnvironment(environment);
    problems.push(...check.problems.map((problem) => within(environment.name, problem)));
    notes.push(...check.notes.map(({ text }) => `${environment.name}: ${text}`));
    const { external } = environment.settings.findings;
    const { meshConfig = {} } = meshOptions(environment);
    for (const { target, chart, manifests } of sheetsOf(check.synthesis.objects)) {
      const header = { chart, target, environment: environment.name, external, ...meshConfig };
      files.set(`${environment.name}/${target.name}/${chart}.yaml`, manifestsYaml(header, manifests));
    }
  }
  for (const scenario of scenarios) {
    progress(`stages of ${scenario.name}`);
    addStages(scenario, files, problems);
  }
  return { files, problems, notes };
}

/** The settings and the placement of a scenario's stages; a problem where a setting has no default. */
function referenceProblem(scenario: Scenario): Problem | undefined {
  if (scenario.reference !== undefined) return undefined;
  const result = z.safeParse(scenario.settings, {});
  if (result.success) return undefined;
  const settings = [...new Set(result.error.issues.map(({ path }) => path.join('.')))].join(', ');
  return {
    code: 'BLUEPRINT_REFERENCE',
    place: `stages/${scenario.name}`,
    message: `the stages need settings that have no default: ${settings}`,
    fix: "give the settings defaults, or give the scenario a 'reference' with the placement and settings of its stages",
  };
}

/** Every stage as it would be in the guide that the scenario follows. */
function addStages(scenario: Scenario, files: Map<string, string>, problems: Problem[]): void {
  const problem = referenceProblem(scenario);
  if (problem !== undefined) {
    problems.push(problem);
    return;
  }
  const { placement, settings } = referenceOf(scenario);
  const mesh = { placement, apiVersions: STABLE_API_VERSIONS, ownership: STAGE_OWNERSHIP };
  for (const stage of scenario.stages) {
    const app = new App();
    scenarioChart(scenario, app, mesh, { stage: stage.name, settings });
    addGateways(app, mesh, scenario.external?.(settings)?.gateways ?? []);
    const synthesis = synthesize(app);
    const unsaid = synthesis.problems.filter((problem) => !isSaid(problem, problems));
    problems.push(...unsaid.map((problem) => within(`stages/${scenario.name}/${stage.name}`, problem)));
    for (const { target, chart, manifests } of sheetsOf(synthesis.objects)) {
      const suffix = chart === GATEWAYS ? `-${GATEWAYS}` : '';
      const path = `stages/${scenario.name}/${stage.name}/${target.name}${suffix}.yaml`;
      const external = scenario.external?.(settings);
      files.set(path, manifestsYaml({ chart, target, ...(external && { external }) }, manifests));
    }
  }
}

/** Name of the chart, and end of the name of the file, with the gateways that a scenario finds there. */
const GATEWAYS = 'gateways';

/** The gateways that something else makes for a scenario, so that a stage can be asked where requests from outside go. */
function addGateways(app: App, mesh: MeshSettings, gateways: readonly string[]): void {
  const names = gateways.flatMap((gateway) => {
    const [namespace, name] = gateway.split('/');
    return namespace === 'istio-system' && name !== undefined ? [name] : [];
  });
  if (names.length === 0) return;
  const chart = new MeshChart(app, GATEWAYS, { ...mesh, namespace: 'istio-system' });
  for (const name of names) new IngressGateway(chart, name, { serviceType: 'LoadBalancer' });
}

/** The stages belong to no environment, so an example stands for those who answer for it. */
const STAGE_OWNERSHIP = { owner: 'owner@example.com', costCenter: 'example', dataClassification: 'internal' } as const;

/** Whether an environment, or another stage, has the same problem at the same construct. */
function isSaid({ place, message }: Problem, problems: readonly Problem[]): boolean {
  return problems.some((known) => known.message === message && known.place.endsWith(`: ${place}`));
}

function within(place: string, problem: Problem): Problem {
  return { ...problem, place: `${place}: ${problem.place}` };
}

/** The objects of each chart and target, in the order of creation. */
function sheetsOf(objects: readonly SynthesizedObject[]): Iterable<Sheet> {
  const sheets = new Map<string, Sheet>();
  for (const { object, manifest, targets } of objects) {
    const chart = chartName(object);
    for (const target of targets) {
      const key = `${target.name}/${chart}`;
      const sheet = sheets.get(key) ?? { target, chart, manifests: [] };
      sheet.manifests.push(manifest);
      sheets.set(key, sheet);
    }
  }
  return sheets.values();
}

/** Path of the chart that an object belongs to, as a file name. */
function chartName(construct: Construct): string {
  return MeshChart.of(construct).node.path.replaceAll('/', '-');
}
