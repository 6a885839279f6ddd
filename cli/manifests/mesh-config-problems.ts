import type { YAMLException } from 'js-yaml';
import type { Problem } from '../../mesh/manifest/problem.js';
import type { Resource } from '../../mesh/manifest/resource.js';
import { asText, fieldsOf } from '../../mesh/model/narrowing.js';
import { parseYaml } from './parse-yaml.js';

/** ConfigMaps `istio` whose settings of the mesh are no YAML: without them every answer would be that of Istio's defaults. */
export function meshConfigProblems(resources: readonly Resource[]): readonly Problem[] {
  return resources.flatMap(({ manifest, path, line }): readonly Problem[] => {
    if (manifest.kind !== 'ConfigMap' || manifest.metadata.name !== 'istio') {
      return [];
    }
    const text = asText(fieldsOf(fieldsOf(manifest)['data'])['mesh']);
    try {
      parseYaml(text ?? '');
      return [];
    } catch (error) {
      const { reason, mark } = error as YAMLException;
      return [
        {
          code: 'MESH_CONFIG_SYNTAX',
          place: line === undefined ? path : `${path}:${line}`,
          message: `key mesh of the ConfigMap istio is no YAML: line ${(mark?.line ?? 0) + 1}: ${reason}`,
          mend: "mend it; until then Istio's defaults are taken",
        },
      ];
    }
  });
}
