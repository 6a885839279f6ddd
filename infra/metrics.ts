import * as arms from '@pulumi/alicloud/arms/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import type { Tags } from './tags.js';

/** Arguments of {@link Metrics}. */
export interface MetricsArgs {
  /** The ACK cluster whose workloads and proxies are scraped. */
  readonly clusterId: pulumi.Input<string>;
  readonly tags?: Tags;
}

/**
 * Managed Prometheus (ARMS) for one cluster.
 *
 * @throws ProblemsError without a cluster.
 */
export class Metrics extends pulumi.ComponentResource {
  readonly environmentId: pulumi.Output<string>;
  readonly environment: arms.Environment;

  constructor(name: string, args: MetricsArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`Metrics ${name}`);
    check.required(args, ['clusterId']);
    check.finish();
    super('asm:observability:Metrics', name, {}, opts);
    this.environment = new arms.Environment(
      name,
      {
        environmentName: name,
        environmentType: 'CS',
        environmentSubType: 'ManagedKubernetes',
        bindResourceId: args.clusterId,
        tags: { ...args.tags },
      },
      { parent: this },
    );
    this.environmentId = this.environment.environmentId;
    this.registerOutputs({ environmentId: this.environmentId });
  }
}
