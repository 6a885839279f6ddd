import type { Construct } from 'constructs';
import type { z } from 'zod';
import type { MeshChart, MeshSettings, Placement } from '../constructs/index.js';
import type { ExternalFacts } from '../mesh/index.js';

/** One of the successive states of a scenario. */
export interface Stage {
  /** Name in the environment file and of the folder in `dist/stages/<scenario>/`. */
  readonly name: string;
  /** What is different in this stage, for a reviewer. */
  readonly description: string;
}

/** A chart that environments can switch on, with its stages and its settings. */
export interface Scenario<Schema extends z.ZodObject = z.ZodObject> {
  /** Name in the environment file and of its files in `dist/`. */
  readonly name: string;
  /** One line on what it is. */
  readonly description: string;
  /** In the order in which an environment goes through them; the first is the default. */
  readonly stages: readonly Stage[];
  /** What an environment may set besides the stage. */
  readonly settings: Schema;
  /** The clusters of the guide that the scenario follows; the stages in `dist/stages/` are written with it. */
  readonly reference: { readonly placement: Placement; readonly settings: z.infer<Schema> };
  /** What the chart needs and somebody else makes: gateways, certificates. @default nothing */
  readonly external?: (settings: z.infer<Schema>) => ExternalFacts;
  /** The chart in one of its stages. */
  readonly chart: (scope: Construct, mesh: MeshSettings, stage: string, settings: z.infer<Schema>) => MeshChart;
}

/** The props of a stage; an unknown stage is a programming error, since the environment's schema lists them. */
export function stageOf<T>(stages: Readonly<Record<string, T>>, name: string): T {
  const stage = stages[name];
  if (stage === undefined)
    throw new RangeError(`unknown stage '${name}'; stages are ${Object.keys(stages).join(', ')}`);
  return stage;
}
