import * as pulumi from '@pulumi/pulumi';
import { callOpenApi, type OpenApiAnswer, type OpenApiConfig, openApiCredentials } from './open-api.js';

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

  private async call(action: string, parameters: Record<string, string>): Promise<OpenApiAnswer> {
    const { env } = process;
    return callOpenApi({
      endpoint: env.ALIBABA_CLOUD_ENDPOINT_SERVICEMESH ?? env.SERVICEMESH_ENDPOINT ?? 'servicemesh.aliyuncs.com',
      version: '2020-01-11',
      action,
      parameters,
      ...openApiCredentials(this.config),
    });
  }

  /** The state of the instance and its clusters; `undefined` when the instance is gone. */
  private async look(serviceMeshId: string): Promise<{ state: string; clusters: string[] } | undefined> {
    const answer = await this.call('DescribeServiceMeshDetail', { ServiceMeshId: serviceMeshId });
    if (answer.code === 'ServiceMesh.NotFound' || answer.code === 'StatusForbidden') return undefined;
    if (answer.code) throw new Error(`DescribeServiceMeshDetail: ${answer.code} ${answer.message}`);
    const mesh = answer.body.ServiceMesh as { Clusters?: string[]; ServiceMeshInfo?: { State?: string } } | undefined;
    return { state: mesh?.ServiceMeshInfo?.State ?? '', clusters: mesh?.Clusters ?? [] };
  }

  private async waitFor(inputs: Inputs, attached: boolean): Promise<void> {
    const deadline = Date.now() + 20 * 60_000;
    for (;;) {
      const mesh = await this.look(inputs.serviceMeshId);
      if (!mesh && !attached) return;
      if (mesh && mesh.state === 'running' && mesh.clusters.includes(inputs.clusterId) === attached) return;
      if (Date.now() > deadline) {
        throw new Error(`cluster ${inputs.clusterId} did not ${attached ? 'join' : 'leave'} the mesh in 20 minutes`);
      }
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }

  async diff(_id: string, old: Outputs, wanted: Inputs): Promise<pulumi.dynamic.DiffResult> {
    const replaces = (['serviceMeshId', 'clusterId'] as const).filter((key) => old[key] !== wanted[key]);
    return { changes: replaces.length > 0, replaces, deleteBeforeReplace: true };
  }

  async create(inputs: Inputs): Promise<pulumi.dynamic.CreateResult<Outputs>> {
    const { serviceMeshId, clusterId } = inputs;
    // An update that was killed may have attached the cluster already.
    const mesh = await this.look(serviceMeshId);
    const found = mesh?.clusters.includes(clusterId) === true;
    if (!found) {
      const answer = await this.call('AddClusterIntoServiceMesh', {
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
    const mesh = await this.look(serviceMeshId);
    if (!mesh?.clusters.includes(clusterId)) return {};
    const { found, keepIfFound } = before;
    const inputs = { serviceMeshId, clusterId, ...(keepIfFound === undefined ? {} : { keepIfFound }) };
    const props = { ...inputs, ...(found === undefined ? {} : { found }) };
    return { id, props, inputs } as pulumi.dynamic.ReadResult<Outputs>;
  }

  async delete(_id: string, inputs: Outputs): Promise<void> {
    const { serviceMeshId, clusterId } = inputs;
    if (inputs.keepIfFound && inputs.found) return;
    const mesh = await this.look(serviceMeshId);
    if (!mesh?.clusters.includes(clusterId)) return;
    const answer = await this.call('RemoveClusterFromServiceMesh', {
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
    super(new MeshMembershipProvider(), name, { ...args }, opts, 'mesh', 'Membership');
  }
}
