import type { Construct } from 'constructs';
import type { z } from 'zod';
import { type MeshChart, type MeshSettings, Placement } from '../constructs/index.js';
import type { ExternalFacts } from '../mesh/index.js';

/** One of the successive states of a scenario. */
export interface Stage {
  /** Name in the environment file and of the folder in `dist/stages/<scenario>/`. */
  readonly name: string;
  /** What is different in this stage, for a reviewer. */
  readonly description: string;
}

/** What a scenario takes from the environment that switches it on, by the setting that names it. */
export interface ScenarioNeeds {
  /** Data-plane clusters, by name. @default none by name */
  readonly clusters?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** CLBs of the environment, each with who must reach the gateway that is bound to it. @default none */
  readonly loadBalancers?: Readonly<
    Record<string, { readonly name: string | undefined; readonly access: 'internet' | 'private' }>
  >;
}

/** The environment that switches a scenario on, as far as defaults may depend on it. */
export interface ScenarioSurroundings {
  readonly kind: 'cloud' | 'fleet' | 'local';
  /** Every scenario that the environment switches on, by name. */
  readonly scenarios: readonly string[];
}

/**
 * A chart that environments can switch on, with its stages and its settings. Everything that an environment has to know of it stands here.
 */
export interface Scenario<Schema extends z.ZodObject = z.ZodObject> {
  /** Name in the environment file and of its files in `dist/`: lower-case letters, digits and dashes. */
  readonly name: string;
  /** One line on what it is. */
  readonly description: string;
  /** In the order in which an environment goes through them; the first is the default. */
  readonly stages: readonly Stage[];
  /** What an environment may set besides the stage. */
  readonly settings: Schema;
  /**
   * With what the stages in `dist/stages/` are written.
   * @default one cluster that is everything, and the defaults of the settings
   */
  readonly reference?: { readonly placement: Placement; readonly settings: z.infer<Schema> };
  /** Objects that the chart needs and somebody else makes: gateways, certificates. @default nothing */
  external?(settings: z.infer<Schema>): ExternalFacts;
  /** Clusters and load balancers that the settings name; an environment without them is refused. @default nothing by name */
  needs?(settings: z.infer<Schema>): ScenarioNeeds;
  /** Defaults that depend on the environment; a value in its file comes first. @default those of the settings */
  defaults?(surroundings: ScenarioSurroundings): Partial<z.input<Schema>>;
  /** The chart in one of its stages. */
  chart(scope: Construct, mesh: MeshSettings, stage: string, settings: z.infer<Schema>): MeshChart;
}

/** Declares a scenario, so that the settings of its functions have the types of its schema. @returns the scenario as given */
export function scenario<Schema extends z.ZodObject>(declaration: Scenario<Schema>): Scenario<Schema> {
  return declaration;
}

/**
 * With what the stages of a scenario are written.
 *
 * @throws ZodError if a setting has no default and there is no reference
 */
export function referenceOf(scenario: Scenario): NonNullable<Scenario['reference']> {
  return scenario.reference ?? { placement: Placement.single('cluster'), settings: scenario.settings.parse({}) };
}

/** The props of a stage; an unknown stage is a programming error, since the environment's schema lists them. */
export function stageOf<T>(stages: Readonly<Record<string, T>>, name: string): T {
  const stage = stages[name];
  if (stage === undefined)
    throw new RangeError(`unknown stage '${name}'; stages are ${Object.keys(stages).join(', ')}`);
  return stage;
}
