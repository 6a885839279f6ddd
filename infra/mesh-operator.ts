import * as cs from '@pulumi/alicloud/cs/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';

/** Arguments of {@link MeshOperator}. */
export interface MeshOperatorArgs {
  /** Cluster with Kubernetes 1.28 or later. */
  readonly clusterId: pulumi.Input<string>;
  /** Version of the add-on. @default the newest when first installed */
  readonly version?: pulumi.Input<string>;
}

/**
 * The other way into ASM: the `servicemesh-operator` add-on, which makes an instance `mesh-for-<cluster id>` and joins
 * the cluster to it. The instance belongs to the add-on, not to this stack; the cluster's own
 * `ServiceMesh` object says what becomes of it when the add-on goes.
 *
 * Document: https://www.alibabacloud.com/help/en/ack/product-overview/servicemesh-operator
 *
 * @throws ProblemsError for a malformed version.
 */
export class MeshOperator extends pulumi.ComponentResource {
  /** Name that the add-on gives the ASM instance. */
  readonly serviceMeshName: pulumi.Output<string>;
  readonly addon: cs.KubernetesAddon;

  constructor(name: string, args: MeshOperatorArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`MeshOperator ${name}`);
    check.matches('version', args.version, /^v?\d+\.\d+\.\d+/, 'a version such as v1.1.0');
    check.finish();
    super('asm:mesh:MeshOperator', name, {}, opts);
    this.addon = new cs.KubernetesAddon(
      name,
      { clusterId: args.clusterId, name: 'servicemesh-operator', version: args.version },
      { parent: this, ignoreChanges: args.version === undefined ? ['version'] : [] },
    );
    this.serviceMeshName = pulumi.interpolate`mesh-for-${args.clusterId}`;
    this.registerOutputs({ serviceMeshName: this.serviceMeshName });
  }
}
