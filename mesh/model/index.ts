export { buildMesh } from './build.js';
export { idPlaceholder } from './cluster-id.js';
export * from './config-object.js';
export {
  addressedHosts,
  builtInGatewayClasses,
  controllerOfGateway,
  type GatewayController,
} from './gateway-manifests.js';
export * from './hosts.js';
export * from './injection.js';
export { injectorName, injectorSettings, injectsByDefault, isInjectorSettings } from './injector-settings.js';
export {
  isEmptySelector,
  LabelIndex,
  type Labels,
  matchesLabelSelector,
  matchesLabels,
  selectorOf,
} from './labels.js';
export * from './mesh.js';
export * from './mesh-config.js';
export * from './namespace.js';
export * from './narrowing.js';
export { compareObjects, MeshObject } from './object.js';
export * from './options.js';
export { plainLanes } from './plain-lanes.js';
export { podTemplateOf, podTemplatePath } from './pods.js';
export * from './protocol.js';
export {
  type ClusterService,
  type Endpoint,
  type Exposure,
  MeshService,
  type Resolution,
  type ServicePort,
} from './service.js';
export * from './visibility.js';
export { type Container, type ContainerPort, type Proxy, Workload } from './workload.js';
