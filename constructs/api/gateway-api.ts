import type { IGateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import type { IGRPCRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GRPCRoute';
import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import type { IReferenceGrant } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1/ReferenceGrant';
import type { Construct } from 'constructs';
import { MeshChart } from '../mesh-chart.js';
import { MeshObject, type MeshObjectProps } from './mesh-object.js';

const GROUP = 'gateway.networking.k8s.io';

/** `spec` of the Gateway API's Gateway. */
export type GatewayApiGatewaySpec = IGateway['spec'];

/** The Gateway API's Gateway. @see https://gateway-api.sigs.k8s.io/api-types/gateway/ */
export class GatewayApiGateway extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: GatewayApiGatewaySpec }) {
    const version = MeshChart.settingsOf(scope).apiVersions.gatewayApi;
    super(scope, id, { apiVersion: `${GROUP}/${version}`, kind: 'Gateway' }, props, { spec: props.spec });
  }
}

/** `spec` of HTTPRoute. */
export type HttpRouteSpec = NonNullable<IHTTPRoute['spec']>;

/** HTTP routing of the Gateway API. @see https://gateway-api.sigs.k8s.io/api-types/httproute/ */
export class HttpRoute extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: HttpRouteSpec }) {
    const version = MeshChart.settingsOf(scope).apiVersions.gatewayApi;
    super(scope, id, { apiVersion: `${GROUP}/${version}`, kind: 'HTTPRoute' }, props, { spec: props.spec });
  }
}

/** `spec` of GRPCRoute. */
export type GrpcRouteSpec = NonNullable<IGRPCRoute['spec']>;

/** gRPC routing of the Gateway API. @see https://gateway-api.sigs.k8s.io/api-types/grpcroute/ */
export class GrpcRoute extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: GrpcRouteSpec }) {
    super(scope, id, { apiVersion: `${GROUP}/v1`, kind: 'GRPCRoute' }, props, { spec: props.spec });
  }
}

/** `spec` of ReferenceGrant. */
export type ReferenceGrantSpec = NonNullable<IReferenceGrant['spec']>;

/** Lets routes of other namespaces name objects of this one. @see https://gateway-api.sigs.k8s.io/api-types/referencegrant/ */
export class ReferenceGrant extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: ReferenceGrantSpec }) {
    super(scope, id, { apiVersion: `${GROUP}/v1beta1`, kind: 'ReferenceGrant' }, props, { spec: props.spec });
  }
}
