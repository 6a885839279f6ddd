import { loadAll } from 'js-yaml';

/** Reads a YAML text inside a manifest, such as the settings of the mesh in a ConfigMap; undefined when it is empty. Throws on bad YAML. */
export function parseYaml(text: string): unknown {
  return loadAll(text)[0];
}
