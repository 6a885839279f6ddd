import { cloudStack } from '../cloud.js';
import type { CloudEnvironment } from '../environment/index.js';
import { type Kept, keptOnDestroy } from '../kept-on-destroy.js';
import { meshOfEnvironment } from '../meshes.js';
import { balancersOf, publicBalancers } from './balancers.js';
import type { CostLine } from './cost-line.js';
import { costSheet, type Prices } from './cost-sheet.js';
import { type Exposure, exposures, kindOf } from './exposure.js';
import { recordResources } from './recorded-resources.js';

/** What an environment would come to. */
export interface Plan {
  readonly environment: string;
  readonly region: string;
  /** How many resources of each kind, most first. */
  readonly resources: Readonly<Record<string, number>>;
  readonly total: number;
  /** Kinds in the order in which the first of each can be made. */
  readonly order: readonly string[];
  /** What the Internet would reach. */
  readonly public: readonly Exposure[];
  /** What a destroy would leave. */
  readonly kept: readonly Kept[];
  readonly cost: { readonly currency?: string; readonly lines: readonly CostLine[] };
}

/** Plans an environment without credentials and without asking the cloud anything. */
export async function planOf(environment: CloudEnvironment, prices?: Prices): Promise<Plan> {
  const recorded = await recordResources(environment.name, () =>
    cloudStack(environment, { addressOf: async () => undefined }),
  );
  const mesh = meshOfEnvironment(environment);
  const counts = new Map<string, number>();
  for (const { type } of recorded) counts.set(kindOf(type), (counts.get(kindOf(type)) ?? 0) + 1);
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return {
    environment: environment.name,
    region: environment.settings.region,
    resources: Object.fromEntries(sorted),
    total: recorded.length,
    order: [...counts.keys()],
    public: [...exposures(recorded), ...publicBalancers(balancersOf(mesh))],
    kept: keptOnDestroy(environment.settings),
    cost: {
      ...(prices === undefined ? {} : { currency: prices.currency }),
      lines: costSheet({ settings: environment.settings, resources: recorded, mesh }, prices),
    },
  };
}
