export { CONFIG_NAMESPACE, type Environment, parseEnvironment } from './environment.js';
export { readEnvironment, readEnvironments } from './file.js';
export type { ScenarioChoice } from './scenarios.js';
export type { EnvironmentSettings } from './schema.js';
