export type { Cdk8sPlusWorkload } from './cdk8s-plus-workload.js';
export type { ContainerPort, ContainerProps, ContainerResources } from './container.js';
export { MeshClient, type MeshClientProps } from './mesh-client.js';
export type { MeshProtocol, MeshServicePort } from './service-port.js';
export type { VersionProps } from './version-deployment.js';
