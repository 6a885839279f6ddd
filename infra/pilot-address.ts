import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import type { OpenApiConfig } from './open-api.js';
import {
  callServiceMeshApi,
  describeServiceMesh,
  type ServiceMeshState,
  serviceMeshReaches,
} from './service-mesh-api.js';

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

  private async change({ serviceMeshId, allocationId }: Inputs, operation: 'BindEip' | 'UnBindEip'): Promise<void> {
    const answer = await callServiceMeshApi(this.config, 'ModifyPilotEipResource', {
      ServiceMeshId: serviceMeshId,
      EipId: allocationId,
      Operation: operation,
    });
    if (answer.code) throw new Error(`${operation} of Pilot: ${answer.code} ${answer.message}`);
    const done = (mesh: ServiceMeshState) => (mesh.pilotEipId === allocationId) === (operation === 'BindEip');
    const late = `Pilot of ${serviceMeshId}: ${operation} is not over`;
    await serviceMeshReaches(this.config, serviceMeshId, done, 10, late);
  }

  async diff(_id: string, old: Inputs, wanted: Inputs): Promise<pulumi.dynamic.DiffResult> {
    const replaces = (['serviceMeshId', 'allocationId'] as const).filter((key) => old[key] !== wanted[key]);
    return { changes: replaces.length > 0, replaces, deleteBeforeReplace: true };
  }

  async create(inputs: Inputs): Promise<pulumi.dynamic.CreateResult<Inputs>> {
    const { serviceMeshId, allocationId } = inputs;
    // An update that was killed may have bound it already.
    const mesh = await describeServiceMesh(this.config, serviceMeshId);
    if (mesh?.pilotEipId !== allocationId) await this.change(inputs, 'BindEip');
    return { id: `${serviceMeshId}:${allocationId}`, outs: { serviceMeshId, allocationId } };
  }

  async read(id: string): Promise<pulumi.dynamic.ReadResult<Inputs>> {
    const [serviceMeshId = '', allocationId = ''] = id.split(':');
    const mesh = await describeServiceMesh(this.config, serviceMeshId);
    if (mesh?.pilotEipId !== allocationId) return {};
    const props = { serviceMeshId, allocationId };
    return { id, props, inputs: props } as pulumi.dynamic.ReadResult<Inputs>;
  }

  async delete(_id: string, inputs: Inputs): Promise<void> {
    const mesh = await describeServiceMesh(this.config, inputs.serviceMeshId);
    if (mesh?.pilotEipId === inputs.allocationId) await this.change(inputs, 'UnBindEip');
  }
}

/**
 * A public address for Pilot of an ASM instance, for clusters that no private line reaches. The provider takes it for a
 * change of an instance that exists, and leaves it out when it makes one.
 */
export class PilotAddress extends pulumi.dynamic.Resource {
  constructor(name: string, args: PilotAddressArgs, opts?: pulumi.CustomResourceOptions) {
    const check = new ArgumentCheck(`PilotAddress ${name}`);
    check.required(args, ['serviceMeshId', 'allocationId']);
    check.finish();
    super(new PilotAddressProvider(), name, { ...args }, opts, 'mesh', 'PilotAddress');
  }
}
