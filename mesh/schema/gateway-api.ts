import { Gateway as GatewayGatewayNetworkingV1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import { GatewayClass as GatewayClassGatewayNetworkingV1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GatewayClass';
import { GRPCRoute as GRPCRouteGatewayNetworkingV1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GRPCRoute';
import { HTTPRoute as HTTPRouteGatewayNetworkingV1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { ReferenceGrant as ReferenceGrantGatewayNetworkingV1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/ReferenceGrant';
import { TLSRoute as TLSRouteGatewayNetworkingV1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/TLSRoute';
import { GRPCRoute as GRPCRouteGatewayNetworkingV1alpha2 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1alpha2/GRPCRoute';
import { ReferenceGrant as ReferenceGrantGatewayNetworkingV1alpha2 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1alpha2/ReferenceGrant';
import { TCPRoute as TCPRouteGatewayNetworkingV1alpha2 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1alpha2/TCPRoute';
import { TLSRoute as TLSRouteGatewayNetworkingV1alpha2 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1alpha2/TLSRoute';
import { Gateway as GatewayGatewayNetworkingV1beta1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1/Gateway';
import { GatewayClass as GatewayClassGatewayNetworkingV1beta1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1/GatewayClass';
import { HTTPRoute as HTTPRouteGatewayNetworkingV1beta1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1/HTTPRoute';
import { ReferenceGrant as ReferenceGrantGatewayNetworkingV1beta1 } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1/ReferenceGrant';

/** Gateway API kinds in the versions that Istio reads. */
export const gatewayApiModels = [
  GatewayGatewayNetworkingV1,
  GatewayClassGatewayNetworkingV1,
  GRPCRouteGatewayNetworkingV1,
  HTTPRouteGatewayNetworkingV1,
  ReferenceGrantGatewayNetworkingV1,
  TLSRouteGatewayNetworkingV1,
  GatewayGatewayNetworkingV1beta1,
  GatewayClassGatewayNetworkingV1beta1,
  HTTPRouteGatewayNetworkingV1beta1,
  ReferenceGrantGatewayNetworkingV1beta1,
  GRPCRouteGatewayNetworkingV1alpha2,
  ReferenceGrantGatewayNetworkingV1alpha2,
  TCPRouteGatewayNetworkingV1alpha2,
  TLSRouteGatewayNetworkingV1alpha2,
] as const;
