import { load } from 'js-yaml';

/** Reads a YAML text inside a manifest, such as the settings of the mesh in a ConfigMap. Throws on bad YAML. */
export function parseYaml(text: string): unknown {
  return load(text);
}
