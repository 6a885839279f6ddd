export type { ConfigurationProblem } from './field.js';
export { validateConfiguration } from './validate.js';
