import type { Construct } from 'constructs';
import { z } from 'zod';
import { type Scenario, type ScenarioName, scenarios } from '../../charts/index.js';
import type { MeshChart, MeshSettings } from '../../constructs/index.js';
import type { Problem } from '../../mesh/index.js';

/** A scenario that an environment runs, in one of its stages. */
export interface ScenarioChoice {
  readonly name: ScenarioName;
  readonly stage: string;
  /** Adds the chart, with the settings of the environment, to a scope. */
  readonly addTo: (scope: Construct, mesh: MeshSettings) => MeshChart;
}

/** One scenario in the file: its stage beside its settings. */
function choiceSchema<Schema extends z.ZodObject>(name: ScenarioName, scenario: Scenario<Schema>) {
  const stages = scenario.stages.map((stage) => stage.name);
  const stage = z.enum(stages).default(stages[0] ?? '');
  return z.preprocess(
    (choice) => choice ?? {},
    scenario.settings.extend({ stage }).transform((choice): ScenarioChoice => {
      const { stage: chosen, ...settings } = choice as z.infer<Schema> & { stage: string };
      return {
        name,
        stage: chosen,
        addTo: (scope, mesh) => scenario.chart(scope, mesh, chosen, settings as unknown as z.infer<Schema>),
      };
    }),
  );
}

const onSchema = z.object({ ingress: z.unknown().optional(), bookinfo: z.record(z.string(), z.unknown()).nullish() });

/** An environment with the scenario `ingress` has the gateway that bookinfo would make. */
function sharedGateway(choices: unknown): unknown {
  const on = onSchema.safeParse(choices);
  if (!on.success || on.data.ingress === undefined || on.data.bookinfo === undefined) return choices;
  return { ...(choices as object), bookinfo: { ownGateway: false, ...on.data.bookinfo } };
}

const choicesSchema = z
  .strictObject({
    bookinfo: choiceSchema('bookinfo', scenarios.bookinfo).optional(),
    edge: choiceSchema('edge', scenarios.edge).optional(),
    hello: choiceSchema('hello', scenarios.hello).optional(),
    ingress: choiceSchema('ingress', scenarios.ingress).optional(),
    podinfo: choiceSchema('podinfo', scenarios.podinfo).optional(),
    'zero-trust': choiceSchema('zero-trust', scenarios['zero-trust']).optional(),
  })
  .transform((choices) => Object.values(choices).filter((choice) => choice !== undefined));

/** The scenarios of an environment, by name; those that are not named are off. */
export const scenariosSchema = z.preprocess(sharedGateway, choicesSchema);

const namesSchema = z.object({
  clusters: z.record(z.string(), z.unknown()).catch({}),
  loadBalancers: z
    .record(z.string(), z.object({ access: z.unknown().optional() }).catch({ access: undefined }))
    .catch({}),
  scenarios: z.record(z.string(), z.record(z.string(), z.unknown()).catch({})).catch({}),
});

/** Settings of scenarios that hold names of data-plane clusters. */
const CLUSTER_SETTINGS = ['cluster', 'clusters', 'm1c1', 'm1c2'];

/** Scenarios on clusters and load balancers that the environment does not have. Works on the configuration as written. */
export function scenarioProblems(raw: Readonly<Record<string, unknown>>): Problem[] {
  const { clusters, loadBalancers, scenarios: chosen } = namesSchema.parse(raw);
  return [...clusterProblems(Object.keys(clusters), chosen), ...loadBalancerProblems(loadBalancers, chosen)];
}

type Chosen = z.infer<typeof namesSchema>['scenarios'];

/** A gateway's CLB must be there, and be reached by whom the gateway is for. */
function loadBalancerProblems(
  loadBalancers: Readonly<Record<string, { readonly access?: unknown }>>,
  chosen: Chosen,
): Problem[] {
  return Object.entries(chosen).flatMap(([name, { loadBalancer, access = 'internet' }]): Problem[] => {
    if (typeof loadBalancer !== 'string') return [];
    const place = `scenarios.${name}.loadBalancer`;
    const found = loadBalancers[loadBalancer];
    if (found === undefined) {
      const message = `there is no load balancer '${loadBalancer}'`;
      return [{ code: 'ENV_UNKNOWN_LOAD_BALANCER', place, message, fix: `add loadBalancers.${loadBalancer}` }];
    }
    const own = found.access ?? 'private';
    if (own === access) return [];
    const message = `the gateway is for ${access}, and the load balancer ${loadBalancer} for ${own}`;
    return [{ code: 'ENV_ACCESS', place, message, fix: 'give both the same access' }];
  });
}

/** With a single cluster every name stands for it. */
function clusterProblems(known: readonly string[], chosen: Chosen): Problem[] {
  if (known.length < 2) return [];
  const problems: Problem[] = [];
  for (const [name, settings] of Object.entries(chosen)) {
    const defaults: Readonly<Record<string, unknown>> =
      name === 'bookinfo' ? scenarios.bookinfo.reference.settings : {};
    for (const setting of CLUSTER_SETTINGS) {
      for (const cluster of [settings[setting] ?? defaults[setting]].flat()) {
        if (typeof cluster !== 'string' || known.includes(cluster)) continue;
        problems.push({
          code: 'ENV_UNKNOWN_CLUSTER',
          place: `scenarios.${name}.${setting}`,
          message: `there is no cluster '${cluster}'`,
          fix: `name one of ${known.join(', ')}`,
        });
      }
    }
  }
  return problems;
}
