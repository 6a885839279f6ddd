import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import { callOpenApi, type OpenApiAnswer, type OpenApiConfig, openApiCredentials } from './open-api.js';

/** Arguments of {@link FleetMesh}. */
export interface FleetMeshArgs {
  /** The ACK One fleet instance. */
  readonly fleetId: pulumi.Input<string>;
  /** Region of the fleet instance. */
  readonly region: pulumi.Input<string>;
}

interface Inputs {
  readonly fleetId: string;
  readonly region: string;
}

interface Outputs extends Inputs {
  readonly kubeconfig: string;
}

class FleetMeshProvider implements pulumi.dynamic.ResourceProvider<Inputs, Outputs> {
  private config: OpenApiConfig | undefined;

  async configure(request: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.config = request.config;
  }

  private async call(region: string, action: string, parameters: Record<string, string>): Promise<OpenApiAnswer> {
    const { env } = process;
    return callOpenApi({
      endpoint: env.ALIBABA_CLOUD_ENDPOINT_ADCP ?? env.ADCP_ENDPOINT ?? `adcp.${region}.aliyuncs.com`,
      version: '2022-01-01',
      action,
      parameters,
      ...openApiCredentials(this.config),
    });
  }

  /** Whether the service mesh is on; `undefined` when the fleet is gone. */
  private async look(inputs: Inputs): Promise<{ state: string; enabled: boolean } | undefined> {
    const answer = await this.call(inputs.region, 'DescribeHubClusterDetails', { ClusterId: inputs.fleetId });
    if (answer.code === 'Cluster.NotFound') return undefined;
    if (answer.code) throw new Error(`DescribeHubClusterDetails: ${answer.code} ${answer.message}`);
    const cluster = answer.body.Cluster as
      | { ClusterInfo?: { State?: string }; MeshConfig?: { EnableMesh?: boolean } }
      | undefined;
    return { state: cluster?.ClusterInfo?.State ?? '', enabled: cluster?.MeshConfig?.EnableMesh === true };
  }

  private async enable(inputs: Inputs, wanted: boolean): Promise<void> {
    const answer = await this.call(inputs.region, 'UpdateHubClusterFeature', {
      ClusterId: inputs.fleetId,
      EnableMesh: String(wanted),
    });
    if (answer.code) throw new Error(`fleet ${inputs.fleetId}: ${answer.code} ${answer.message}`);
    const deadline = Date.now() + 20 * 60_000;
    for (;;) {
      const fleet = await this.look(inputs);
      if (!fleet || (fleet.state === 'running' && fleet.enabled === wanted)) return;
      if (Date.now() > deadline)
        throw new Error(`fleet ${inputs.fleetId}: the service mesh did not switch in 20 minutes`);
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }

  private async outputs(inputs: Inputs): Promise<Outputs> {
    const answer = await this.call(inputs.region, 'DescribeHubClusterKubeconfig', {
      ClusterId: inputs.fleetId,
      PrivateIpAddress: 'true',
    });
    if (answer.code) throw new Error(`DescribeHubClusterKubeconfig: ${answer.code} ${answer.message}`);
    return { fleetId: inputs.fleetId, region: inputs.region, kubeconfig: String(answer.body.Kubeconfig ?? '') };
  }

  async diff(_id: string, old: Outputs, wanted: Inputs): Promise<pulumi.dynamic.DiffResult> {
    const replaces = (['fleetId', 'region'] as const).filter((key) => old[key] !== wanted[key]);
    return { changes: replaces.length > 0, replaces, deleteBeforeReplace: true };
  }

  async create(inputs: Inputs): Promise<pulumi.dynamic.CreateResult<Outputs>> {
    const fleet = await this.look(inputs);
    if (!fleet?.enabled) await this.enable(inputs, true);
    return { id: `${inputs.region}:${inputs.fleetId}`, outs: await this.outputs(inputs) };
  }

  async read(id: string): Promise<pulumi.dynamic.ReadResult<Outputs>> {
    const [region = '', fleetId = ''] = id.split(':');
    const fleet = await this.look({ region, fleetId });
    if (!fleet?.enabled) return {};
    const inputs = { fleetId, region };
    return { id, props: await this.outputs(inputs), inputs } as pulumi.dynamic.ReadResult<Outputs>;
  }

  async delete(_id: string, outputs: Outputs): Promise<void> {
    const fleet = await this.look(outputs);
    if (fleet?.enabled) await this.enable(outputs, false);
  }
}

/** Switches the service mesh of an ACK One fleet on, and reads the fleet's kubeconfig. */
export class FleetMesh extends pulumi.dynamic.Resource {
  declare readonly fleetId: pulumi.Output<string>;
  /** Kubeconfig of the fleet's own API server. Secret. */
  declare readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string, args: FleetMeshArgs, opts?: pulumi.CustomResourceOptions) {
    const check = new ArgumentCheck(`FleetMesh ${name}`);
    check.required(args, ['fleetId', 'region']);
    check.finish();
    super(
      new FleetMeshProvider(),
      name,
      { ...args, kubeconfig: undefined },
      { ...opts, additionalSecretOutputs: ['kubeconfig'] },
      'fleet',
      'Mesh',
    );
  }
}
