export * from './asm.js';
export * from './gateway-api.js';
export * from './istio.js';
export * from './kubernetes.js';
export { MeshObject, type MeshObjectProps, type ObjectMetadata } from './mesh-object.js';
export * from './prometheus-operator.js';
export type { PortTrafficPolicySpec, TrafficPolicySpec } from './traffic-policy-spec.js';
