export type { AddOnChoice } from './add-ons.js';
export { CONFIG_NAMESPACE, configKeys } from './config-keys.js';
export {
  type CloudEnvironment,
  type CloudSettings,
  type ClusterSettings,
  type Environment,
  isCloud,
  isLocal,
  type LocalEnvironment,
  parseEnvironment,
  placementOf,
} from './environment.js';
export { readEnvironment, readEnvironments } from './file.js';
export type { LocalSettings } from './local.js';
export type { ScenarioChoice } from './scenarios.js';
export type { EnvironmentSettings } from './schema.js';
export type { ConfigurableAddOn, Switches } from './switches.js';
