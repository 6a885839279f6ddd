import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import type { OpenApiAnswer, OpenApiConfig } from './open-api.js';
import { callServiceMeshApi } from './service-mesh-api.js';

/** Arguments of {@link OperatorMesh}. */
export interface OperatorMeshArgs {
  /** The cluster whose add-on makes the instance. */
  readonly clusterId: pulumi.Input<string>;
}

interface Inputs {
  readonly clusterId: string;
}

interface Found {
  readonly id: string;
  readonly state: string;
  readonly clusters: readonly string[];
}

class OperatorMeshProvider implements pulumi.dynamic.ResourceProvider<Inputs, Inputs> {
  private config: OpenApiConfig | undefined;

  async configure(request: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.config = request.config;
  }

  private async call(action: string, parameters: Record<string, string>): Promise<OpenApiAnswer> {
    const answer = await callServiceMeshApi(this.config, action, parameters);
    if (answer.code) throw new Error(`${action}: ${answer.code} ${answer.message}`);
    return answer;
  }

  private async look(clusterId: string): Promise<Found | undefined> {
    const { body } = await this.call('DescribeServiceMeshes', {});
    const meshes = (body.ServiceMeshes ?? []) as {
      Clusters?: string[];
      ServiceMeshInfo?: { ServiceMeshId?: string; Name?: string; State?: string };
    }[];
    const mesh = meshes.find(({ ServiceMeshInfo }) => ServiceMeshInfo?.Name === `mesh-for-${clusterId}`);
    const { ServiceMeshId, State } = mesh?.ServiceMeshInfo ?? {};
    return ServiceMeshId ? { id: ServiceMeshId, state: State ?? '', clusters: mesh?.Clusters ?? [] } : undefined;
  }

  /** Waits until the instance is gone, or is ready for the next change. */
  private async until(clusterId: string, reached: (mesh: Found | undefined) => boolean): Promise<Found | undefined> {
    const deadline = Date.now() + 20 * 60_000;
    for (;;) {
      const mesh = await this.look(clusterId);
      if (reached(mesh)) return mesh;
      if (Date.now() > deadline) throw new Error(`the ASM instance mesh-for-${clusterId} does not settle`);
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }

  async diff(_id: string, old: Inputs, wanted: Inputs): Promise<pulumi.dynamic.DiffResult> {
    const changes = old.clusterId !== wanted.clusterId;
    return { changes, replaces: changes ? ['clusterId'] : [] };
  }

  async create(inputs: Inputs): Promise<pulumi.dynamic.CreateResult<Inputs>> {
    return { id: inputs.clusterId, outs: { clusterId: inputs.clusterId } };
  }

  async delete(_id: string, { clusterId }: Inputs): Promise<void> {
    const settled = (mesh: Found | undefined) => mesh === undefined || mesh.state === 'running';
    const mesh = await this.until(clusterId, settled);
    if (mesh === undefined) return;
    if (mesh.clusters.includes(clusterId)) {
      await this.call('RemoveClusterFromServiceMesh', { ServiceMeshId: mesh.id, ClusterId: clusterId });
      await this.until(
        clusterId,
        (left) => left === undefined || (settled(left) && !left.clusters.includes(clusterId)),
      );
    }
    await this.call('DeleteServiceMesh', { ServiceMeshId: mesh.id });
    await this.until(clusterId, (left) => left === undefined);
  }
}

/**
 * The ASM instance that the servicemesh-operator add-on makes for a cluster. The add-on makes it; this takes it away
 * when the add-on, which must depend on this, has gone and left it.
 */
export class OperatorMesh extends pulumi.dynamic.Resource {
  declare readonly clusterId: pulumi.Output<string>;

  constructor(name: string, args: OperatorMeshArgs, opts?: pulumi.CustomResourceOptions) {
    const check = new ArgumentCheck(`OperatorMesh ${name}`);
    check.required(args, ['clusterId']);
    check.finish();
    super(new OperatorMeshProvider(), name, { ...args }, opts, 'mesh', 'OperatorMesh');
  }
}
