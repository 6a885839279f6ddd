import type { Construct } from 'constructs';
import { z } from 'zod';
import type { Scenario, ScenarioSurroundings } from '../../charts/index.js';
import { scenarioChart } from '../../charts/scenario-chart.js';
import type { MeshChart, MeshSettings } from '../../constructs/index.js';
import { emptyIsDefault } from './empty-is-default.js';

/** A scenario that an environment runs, in one of its stages. */
export interface ScenarioChoice {
  readonly name: string;
  readonly stage: string;
  /** Adds the chart, with the settings of the environment, to a scope. */
  readonly addTo: (scope: Construct, mesh: MeshSettings) => MeshChart;
}

/** What stages are called now, by their former name: files that were written for version 0.1 go on working. */
const renamedStages: ReadonlyMap<string, string> = new Map([['mended', 'fixed']]);

/** One scenario in the file: its stage beside its settings. */
function choiceSchema(scenario: Scenario) {
  const stages = scenario.stages.map((stage) => stage.name);
  const formerNames = [...renamedStages].flatMap(([former, name]) =>
    stages.includes(name) && !stages.includes(former) ? [former] : [],
  );
  const renamed = (name: unknown): unknown =>
    typeof name === 'string' && !stages.includes(name) ? (renamedStages.get(name) ?? name) : name;
  const stage = z
    .preprocess(renamed, z.enum(stages).default(stages[0] ?? ''))
    .meta({
      enum: [...stages, ...formerNames],
      enumDescriptions: [
        ...scenario.stages.map(({ description }) => description),
        ...formerNames.map((name) => `The former name of ${renamedStages.get(name)}.`),
      ],
    })
    .describe(scenario.stages.map(({ name, description }) => `${name}: ${description}`).join('\n'));
  return emptyIsDefault(
    scenario.settings
      .strict()
      .safeExtend({ stage })
      .transform((choice): ScenarioChoice => {
        const { stage: chosen, ...settings } = choice as Record<string, unknown> & { stage: string };
        return {
          name: scenario.name,
          stage: chosen,
          addTo: (scope, mesh) => scenarioChart(scenario, scope, mesh, { stage: chosen, settings }),
        };
      }),
  );
}

/** The scenarios of an environment, by name; those that are not named are off. */
export function scenariosSchema(scenarios: readonly Scenario[], kind: ScenarioSurroundings['kind']) {
  const shape = Object.fromEntries(
    scenarios.map((scenario) => [scenario.name, choiceSchema(scenario).optional().describe(scenario.description)]),
  );
  return z.preprocess(
    (choices) => withDefaults(scenarios, kind, choices),
    z.strictObject(shape).transform((choices) => Object.values(choices).filter((choice) => choice !== undefined)),
  );
}

/** The section with the defaults that depend on the environment filled in; anything that is not a mapping stays as it is. */
export function withDefaults(
  scenarios: readonly Scenario[],
  kind: ScenarioSurroundings['kind'],
  choices: unknown,
): unknown {
  if (!isMapping(choices)) return choices;
  const on = Object.keys(choices).filter((name) => choices[name] !== undefined);
  const filled: Record<string, unknown> = { ...choices };
  for (const scenario of scenarios) {
    const choice = choices[scenario.name] ?? {};
    if (!on.includes(scenario.name) || scenario.defaults === undefined || !isMapping(choice)) continue;
    filled[scenario.name] = { ...scenario.defaults({ kind, scenarios: on }), ...choice };
  }
  return filled;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
