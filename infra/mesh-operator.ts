import * as cs from '@pulumi/alicloud/cs/index.js';
import * as servicemesh from '@pulumi/alicloud/servicemesh/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import { OperatorMesh } from './operator-mesh.js';

/** Arguments of {@link MeshOperator}. */
export interface MeshOperatorArgs {
  /** Cluster with Kubernetes 1.28 or later. */
  readonly clusterId: pulumi.Input<string>;
  /** Version of the add-on. @default the newest when first installed */
  readonly version?: pulumi.Input<string>;
}

/** How long the add-on may take to make the instance. */
const PATIENCE_MS = 20 * 60_000;

/**
 * The other way into ASM: the `servicemesh-operator` add-on, which makes an instance `mesh-for-<cluster id>` and joins
 * the cluster to it. Its settings are those of the cluster's `ServiceMesh` object, not of this stack. When the add-on
 * goes and leaves the instance, the instance is deleted.
 *
 * Document: https://www.alibabacloud.com/help/en/ack/product-overview/servicemesh-operator
 *
 * @throws ProblemsError for a malformed version.
 */
export class MeshOperator extends pulumi.ComponentResource {
  /** Name that the add-on gives the ASM instance. */
  readonly serviceMeshName: pulumi.Output<string>;
  /** The instance, once it runs; fails when it does not within 20 minutes. */
  readonly serviceMeshId: pulumi.Output<string>;
  readonly addon: cs.KubernetesAddon;

  constructor(name: string, args: MeshOperatorArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`MeshOperator ${name}`);
    check.required(args, ['clusterId']);
    check.matches('version', args.version, /^v?\d+\.\d+\.\d+/, 'a version such as v1.1.0');
    check.finish();
    super('asm:mesh:MeshOperator', name, {}, opts);
    const mesh = new OperatorMesh(name, { clusterId: args.clusterId }, { parent: this });
    this.addon = new cs.KubernetesAddon(
      name,
      { clusterId: args.clusterId, name: 'servicemesh-operator', version: args.version },
      { parent: this, dependsOn: [mesh], ignoreChanges: args.version === undefined ? ['version'] : [] },
    );
    this.serviceMeshName = pulumi.interpolate`mesh-for-${args.clusterId}`;
    this.serviceMeshId = pulumi
      .all([this.serviceMeshName, this.addon.id])
      .apply(([meshName]) => runningMesh(meshName, { parent: this }));
    this.registerOutputs({ serviceMeshName: this.serviceMeshName, serviceMeshId: this.serviceMeshId });
  }
}

async function runningMesh(name: string, opts: pulumi.InvokeOptions): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { meshes } = await servicemesh.getServiceMeshes({ nameRegex: `^${name}$` }, opts);
    const [mesh] = meshes;
    if (mesh?.status === 'running') return mesh.id;
    if (Date.now() > deadline) throw new pulumi.RunError(`servicemesh-operator made no ASM instance ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 5000));
  }
}
