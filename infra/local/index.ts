export * from './istio.js';
export * from './kind-cluster.js';
export type { HostPort, KindClusterShape } from './kind-config.js';
export { type MachineNeeds, machineProblems } from './machine-check.js';
