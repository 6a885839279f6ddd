import type * as pulumi from '@pulumi/pulumi';
import type { LateValues } from '../../constructs/late-value.js';
import type { OrderedObject, PlannedObject } from './creation-order.js';
import type { DeploymentTarget } from './deployment-target.js';
import { fillLateValues } from './fill-late-values.js';
import { SubsetLifetime } from './subset-lifetime.js';

/** The {@link SubsetLifetime}s of a deployment: one for each chart and API server that has DestinationRules. */
export class SubsetGates {
  private readonly rules = new Map<string, OrderedObject[]>();
  private readonly gates = new Map<string, pulumi.Resource>();

  constructor(
    ordered: readonly OrderedObject[],
    private readonly targets: Readonly<Record<string, DeploymentTarget>>,
    private readonly late: LateValues,
    private readonly parent: pulumi.Resource,
  ) {
    for (const entry of ordered) {
      if (entry.object.manifest.kind !== 'DestinationRule') continue;
      for (const name of gateNames(entry.object)) this.rules.set(name, [...(this.rules.get(name) ?? []), entry]);
    }
  }

  /**
   * What a DestinationRule waits for besides the objects before it; nothing for other kinds.
   *
   * @param made resources that exist already, by position in the order
   */
  before(object: PlannedObject, made: readonly pulumi.Resource[]): pulumi.Resource[] {
    const target = this.targets[object.target];
    if (object.manifest.kind !== 'DestinationRule' || target?.kubeconfig === undefined) return [];
    const { kubeconfig, cluster } = target;
    return gateNames(object).map((name) => {
      const rules = this.rules.get(name) ?? [];
      const gate =
        this.gates.get(name) ??
        new SubsetLifetime(
          name,
          { kubeconfig, rules: rules.map((rule) => fillLateValues(rule.object.manifest, this.late)) },
          {
            parent: this.parent,
            // Deleted before the workloads of the subsets that go.
            dependsOn: [
              ...new Set(rules.flatMap(({ dependencies }) => dependencies.flatMap((index) => made[index] ?? []))),
            ],
            ...(cluster === undefined ? {} : { deletedWith: cluster.resource }),
          },
        ).gate;
      this.gates.set(name, gate);
      return gate;
    });
  }
}

function gateNames({ target, charts }: PlannedObject): string[] {
  return charts.map((chart) => `${target}/${chart}`);
}
