import type { Construct } from 'constructs';
import type { ApplicationSpec, IstioGatewaySpec } from '../../mesh/index.js';
import { MeshObject, type MeshObjectProps } from './mesh-object.js';

/**
 * ASM's IstioGateway: ASM makes a Deployment and a Service named `istio-<name>` from it.
 * @see "CRD fields for an ASM gateway" in the documentation of Alibaba Cloud Service Mesh
 */
export class IstioGateway extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: IstioGatewaySpec }) {
    const type = { apiVersion: 'istio.alibabacloud.com/v1beta1', kind: 'IstioGateway' };
    super(scope, id, type, props, { spec: props.spec });
  }
}

/** KubeVela's Application, with which ACK One distributes objects. @see https://kubevela.io/docs/platform-engineers/oam/oam-model/ */
export class Application extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: ApplicationSpec }) {
    super(scope, id, { apiVersion: 'core.oam.dev/v1beta1', kind: 'Application' }, props, { spec: props.spec });
  }
}
