export { manifestsYaml } from './manifest-yaml.js';
