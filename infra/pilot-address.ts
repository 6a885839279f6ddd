import * as pulumi from '@pulumi/pulumi';
import { callOpenApi, type OpenApiAnswer, type OpenApiConfig, openApiCredentials } from './open-api.js';

/** Arguments of {@link PilotAddress}. */
export interface PilotAddressArgs {
  readonly serviceMeshId: pulumi.Input<string>;
  /** The EIP that Pilot is reached at. */
  readonly allocationId: pulumi.Input<string>;
}

interface Inputs {
  readonly serviceMeshId: string;
  readonly allocationId: string;
}

class PilotAddressProvider implements pulumi.dynamic.ResourceProvider<Inputs, Inputs> {
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

  /** The state of the instance and the EIP of its Pilot; `undefined` when the instance is gone. */
  private async look(serviceMeshId: string): Promise<{ state: string; bound: string } | undefined> {
    const answer = await this.call('DescribeServiceMeshDetail', { ServiceMeshId: serviceMeshId });
    if (answer.code === 'ServiceMesh.NotFound' || answer.code === 'StatusForbidden') return undefined;
    if (answer.code) throw new Error(`DescribeServiceMeshDetail: ${answer.code} ${answer.message}`);
    const mesh = answer.body.ServiceMesh as {
      ServiceMeshInfo?: { State?: string };
      Spec?: { LoadBalancer?: { PilotPublicEipId?: string } };
    };
    return { state: mesh.ServiceMeshInfo?.State ?? '', bound: mesh.Spec?.LoadBalancer?.PilotPublicEipId ?? '' };
  }

  private async change({ serviceMeshId, allocationId }: Inputs, operation: 'BindEip' | 'UnBindEip'): Promise<void> {
    const answer = await this.call('ModifyPilotEipResource', {
      ServiceMeshId: serviceMeshId,
      EipId: allocationId,
      Operation: operation,
    });
    if (answer.code) throw new Error(`${operation} of Pilot: ${answer.code} ${answer.message}`);
    const deadline = Date.now() + 10 * 60_000;
    for (;;) {
      const mesh = await this.look(serviceMeshId);
      if (mesh === undefined) return;
      if (mesh.state === 'running' && (mesh.bound === allocationId) === (operation === 'BindEip')) return;
      if (Date.now() > deadline) throw new Error(`Pilot of ${serviceMeshId}: ${operation} is not over in 10 minutes`);
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }

  async diff(_id: string, old: Inputs, wanted: Inputs): Promise<pulumi.dynamic.DiffResult> {
    const replaces = (['serviceMeshId', 'allocationId'] as const).filter((key) => old[key] !== wanted[key]);
    return { changes: replaces.length > 0, replaces, deleteBeforeReplace: true };
  }

  async create(inputs: Inputs): Promise<pulumi.dynamic.CreateResult<Inputs>> {
    const { serviceMeshId, allocationId } = inputs;
    // An update that was killed may have bound it already.
    const mesh = await this.look(serviceMeshId);
    if (mesh?.bound !== allocationId) await this.change(inputs, 'BindEip');
    return { id: `${serviceMeshId}:${allocationId}`, outs: { serviceMeshId, allocationId } };
  }

  async read(id: string): Promise<pulumi.dynamic.ReadResult<Inputs>> {
    const [serviceMeshId = '', allocationId = ''] = id.split(':');
    const mesh = await this.look(serviceMeshId);
    if (mesh?.bound !== allocationId) return {};
    const props = { serviceMeshId, allocationId };
    return { id, props, inputs: props } as pulumi.dynamic.ReadResult<Inputs>;
  }

  async delete(_id: string, inputs: Inputs): Promise<void> {
    const mesh = await this.look(inputs.serviceMeshId);
    if (mesh?.bound === inputs.allocationId) await this.change(inputs, 'UnBindEip');
  }
}

/**
 * A public address for Pilot of an ASM instance, for clusters that no private line reaches. The provider takes it for a
 * change of an instance that exists, and leaves it out when it makes one.
 */
export class PilotAddress extends pulumi.dynamic.Resource {
  constructor(name: string, args: PilotAddressArgs, opts?: pulumi.CustomResourceOptions) {
    super(new PilotAddressProvider(), name, { ...args }, opts, 'mesh', 'PilotAddress');
  }
}
