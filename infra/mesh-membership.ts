import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import type { OpenApiConfig } from './open-api.js';
import {
  callServiceMeshApi,
  describeServiceMesh,
  type ServiceMeshState,
  serviceMeshReaches,
} from './service-mesh-api.js';

/** Arguments of {@link MeshMembership}. */
export interface MeshMembershipArgs {
  readonly serviceMeshId: pulumi.Input<string>;
  readonly clusterId: pulumi.Input<string>;
  /** Whether a cluster that is found in the mesh stays there on deletion. @default false */
  readonly keepIfFound?: boolean;
}

interface Inputs {
  readonly serviceMeshId: string;
  readonly clusterId: string;
  readonly keepIfFound?: boolean;
}

interface Outputs extends Inputs {
  /** Whether the cluster was in the mesh before. */
  readonly found?: boolean;
}

class MeshMembershipProvider implements pulumi.dynamic.ResourceProvider<Inputs, Outputs> {
  private config: OpenApiConfig | undefined;

  async configure(request: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.config = request.config;
  }

  private async waitFor({ serviceMeshId, clusterId }: Inputs, attached: boolean): Promise<void> {
    const done = (mesh: ServiceMeshState) => mesh.clusters.includes(clusterId) === attached;
    const late = `cluster ${clusterId} did not ${attached ? 'join' : 'leave'} the mesh`;
    const mesh = await serviceMeshReaches(this.config, serviceMeshId, done, 20, late);
    if (mesh === undefined && attached) throw new Error(`${late}: the ASM instance ${serviceMeshId} is gone`);
  }

  async diff(_id: string, old: Outputs, wanted: Inputs): Promise<pulumi.dynamic.DiffResult> {
    const replaces = (['serviceMeshId', 'clusterId'] as const).filter((key) => old[key] !== wanted[key]);
    return { changes: replaces.length > 0, replaces, deleteBeforeReplace: true };
  }

  async create(inputs: Inputs): Promise<pulumi.dynamic.CreateResult<Outputs>> {
    const { serviceMeshId, clusterId } = inputs;
    // An update that was killed may have attached the cluster already.
    const mesh = await describeServiceMesh(this.config, serviceMeshId);
    const found = mesh?.clusters.includes(clusterId) === true;
    if (!found) {
      const answer = await callServiceMeshApi(this.config, 'AddClusterIntoServiceMesh', {
        ServiceMeshId: serviceMeshId,
        ClusterId: clusterId,
      });
      if (answer.code) throw new Error(`cluster ${clusterId} cannot join the mesh: ${answer.code} ${answer.message}`);
    }
    await this.waitFor(inputs, true);
    return { id: `${serviceMeshId}:${clusterId}`, outs: { ...inputs, found } };
  }

  async read(id: string, before: Partial<Outputs> = {}): Promise<pulumi.dynamic.ReadResult<Outputs>> {
    const [serviceMeshId = '', clusterId = ''] = id.split(':');
    const mesh = await describeServiceMesh(this.config, serviceMeshId);
    if (!mesh?.clusters.includes(clusterId)) return {};
    const { found, keepIfFound } = before;
    const inputs = { serviceMeshId, clusterId, ...(keepIfFound === undefined ? {} : { keepIfFound }) };
    const props = { ...inputs, ...(found === undefined ? {} : { found }) };
    return { id, props, inputs } as pulumi.dynamic.ReadResult<Outputs>;
  }

  async delete(_id: string, inputs: Outputs): Promise<void> {
    const { serviceMeshId, clusterId } = inputs;
    if (inputs.keepIfFound && inputs.found) return;
    const mesh = await describeServiceMesh(this.config, serviceMeshId);
    if (!mesh?.clusters.includes(clusterId)) return;
    const answer = await callServiceMeshApi(this.config, 'RemoveClusterFromServiceMesh', {
      ServiceMeshId: serviceMeshId,
      ClusterId: clusterId,
    });
    if (answer.code) throw new Error(`cluster ${clusterId} cannot leave the mesh: ${answer.code} ${answer.message}`);
    await this.waitFor(inputs, false);
  }
}

/**
 * One cluster in the data plane of an ASM instance. Joining and leaving touch no other cluster, unlike the
 * instance's own list of clusters in the provider. Found already joined, a cluster is taken over as it is.
 */
export class MeshMembership extends pulumi.dynamic.Resource {
  declare readonly serviceMeshId: pulumi.Output<string>;
  declare readonly clusterId: pulumi.Output<string>;

  constructor(name: string, args: MeshMembershipArgs, opts?: pulumi.CustomResourceOptions) {
    const check = new ArgumentCheck(`MeshMembership ${name}`);
    check.required(args, ['serviceMeshId', 'clusterId']);
    check.finish();
    super(new MeshMembershipProvider(), name, { ...args }, opts, 'mesh', 'Membership');
  }
}
