export { EgressGateway, type EgressGatewayProps } from './egress-gateway.js';
export * from './front-door/index.js';
export {
  type GatewayApiListener,
  MeshGateway,
  type MeshGatewayProps,
  Waypoint,
  type WaypointProps,
} from './gateway-api.js';
export {
  DEFAULT_GATEWAY_PORTS,
  GATEWAY_NAMESPACE,
  type GatewayPort,
  type IngressGatewayProps,
} from './gateway-props.js';
export { type GatewaySelector, type GatewayServer, type ListenProps, listen } from './gateway-servers.js';
export { IngressBinding } from './ingress-binding.js';
export { IngressGateway } from './ingress-gateway.js';
export { LoadBalancer, type Reach } from './load-balancer.js';
export type { LocalLimit } from './local-rate-limit.js';
export { GatewayRateLimit, type GatewayRateLimitProps } from './rate-limit.js';
export { WorkloadRateLimit, type WorkloadRateLimitProps } from './workload-rate-limit.js';
