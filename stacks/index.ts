export {
  type Scenario,
  type ScenarioNeeds,
  type ScenarioSurroundings,
  type SettingsOf,
  type Stage,
  scenario,
  stageOf,
  weightsSchema,
  z,
} from '../charts/index.js';
export {
  type AddOn,
  type AddOnCluster,
  type AddOnContext,
  type AddOnMesh,
  type AddOnNetwork,
  type AddOnOutputs,
  addOn,
} from './add-on.js';
export type { Blueprint } from './blueprint.js';
export {
  type CloudEnvironment,
  type CloudSettings,
  type ClusterSettings,
  type Environment,
  type EnvironmentSettings,
  isCloud,
  isLocal,
  type LocalEnvironment,
  readEnvironment,
  readEnvironments,
} from './environment/index.js';
export { meshOfEnvironment, meshOfScenario, type ScenarioMeshOptions } from './meshes.js';
export type { ClusterPart, MeshPart, NetworkPart, PartContext, Parts } from './parts.js';
export { runEnvironment } from './run-environment.js';
export { type SynthOptions, synthEnvironments } from './synth-environments.js';
export { SCHEMA_FILES, writeSchemas } from './write-schemas.js';
