import { z } from 'zod';
import type { Scenario, ScenarioNeeds } from '../../charts/index.js';
import type { Problem } from '../../mesh/index.js';
import { withDefaults } from './scenarios.js';

const access = z.object({ access: z.unknown() }).catch({ access: undefined });
const rawSchema = z.object({
  kind: z.enum(['cloud', 'fleet', 'local']).catch('cloud'),
  clusters: z.record(z.string(), z.unknown()).catch({}),
  local: z.object({ clusters: z.array(z.string()).catch([]) }).catch({ clusters: [] }),
  loadBalancers: z.record(z.string(), access).catch({}),
  scenarios: z.record(z.string(), z.unknown()).catch({}),
});
type Raw = z.infer<typeof rawSchema>;

/** Scenarios on clusters and load balancers that the environment does not have. Works on the configuration as written. */
export function scenarioProblems(raw: Readonly<Record<string, unknown>>, scenarios: readonly Scenario[]): Problem[] {
  const written = rawSchema.parse(raw);
  const choices = withDefaults(scenarios, written.kind, written.scenarios) as Readonly<Record<string, unknown>>;
  return scenarios
    .filter(({ name }) => choices[name] !== undefined)
    .flatMap((scenario) => {
      const needs = needsOf(scenario, choices[scenario.name]);
      return [...clusterProblems(scenario.name, needs, written), ...balancerProblems(scenario.name, needs, written)];
    });
}

/** What a scenario needs with the settings that are valid; the others have problems of their own. */
function needsOf(scenario: Scenario, choice: unknown): ScenarioNeeds {
  const given = (choice ?? {}) as Readonly<Record<string, unknown>>;
  const settings: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(scenario.settings.shape)) {
    const result = z.safeParse(schema, given[key]);
    if (result.success) settings[key] = result.data;
  }
  try {
    return scenario.needs?.(settings) ?? {};
  } catch (error) {
    // Its author counts on settings that are not there.
    if (scenario.settings.safeParse(given).success) throw error;
    return {};
  }
}

/** With a single cluster every name stands for it. */
function clusterProblems(scenario: string, { clusters = {} }: ScenarioNeeds, raw: Raw): Problem[] {
  const known = raw.kind === 'local' ? raw.local.clusters : Object.keys(raw.clusters);
  if (known.length < 2) return [];
  return Object.entries(clusters).flatMap(([setting, named]) =>
    [named ?? []]
      .flat()
      .filter((cluster) => !known.includes(cluster))
      .map((cluster) => ({
        code: 'ENV_UNKNOWN_CLUSTER',
        place: `scenarios.${scenario}.${setting}`,
        message: `there is no cluster '${cluster}'`,
        fix: `name one of ${known.join(', ')}`,
      })),
  );
}

/** A gateway's CLB must be there, and be reached by whom the gateway is for. */
function balancerProblems(scenario: string, needs: ScenarioNeeds, raw: Raw): Problem[] {
  return Object.entries(needs.loadBalancers ?? {}).flatMap(([setting, wanted]): Problem[] => {
    if (wanted.name === undefined) return [];
    const place = `scenarios.${scenario}.${setting}`;
    const found = raw.loadBalancers[wanted.name];
    if (found === undefined) {
      const message = `there is no load balancer '${wanted.name}'`;
      return [{ code: 'ENV_UNKNOWN_LOAD_BALANCER', place, message, fix: `add loadBalancers.${wanted.name}` }];
    }
    const own = found.access ?? 'private';
    if (own === wanted.access) return [];
    const message = `the gateway is for ${wanted.access}, and the load balancer ${wanted.name} for ${own}`;
    return [{ code: 'ENV_ACCESS', place, message, fix: 'give both the same access' }];
  });
}
