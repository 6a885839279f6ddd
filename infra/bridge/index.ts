export * from './chart-deployment.js';
export * from './chart-objects.js';
export { type ClusterProviderArgs, clusterProvider } from './cluster-provider.js';
export { type CreationOrder, creationOrder, type OrderedObject, type PlannedObject } from './creation-order.js';
export type { DeploymentTarget } from './deployment-target.js';
export { fillLateValues } from './fill-late-values.js';
export { KubernetesObject } from './kubernetes-object.js';
export { resourceName, typeToken } from './object-identity.js';
export { type OwnCluster, onCluster } from './own-cluster.js';
