import type { Problem } from '../../mesh/manifest/problem.js';
import type { Resource } from '../../mesh/manifest/resource.js';
import { asFields, asText, fieldsOf } from '../../mesh/model/narrowing.js';
import { parseYaml } from '../../mesh/yaml/parser.js';

/** More mistakes than this in one text are not told: the first ones are enough to see what is wrong. */
const mostProblems = 20;

/** ConfigMaps `istio` whose settings of the mesh are not read, or not as a reader would think: without them every answer would be that of Istio's defaults. */
export function meshConfigProblems(resources: readonly Resource[]): readonly Problem[] {
  return resources.flatMap(({ manifest, path, line }): readonly Problem[] => {
    const text = asText(fieldsOf(fieldsOf(manifest)['data'])['mesh']);
    if (manifest.kind !== 'ConfigMap' || manifest.metadata.name !== 'istio' || text === undefined) {
      return [];
    }
    const place = line === undefined ? path : `${path}:${line}`;
    const { value, isRead, mistakes } = parseYaml(text);
    const problem = (code: string, message: string, fix: string): Problem => ({
      code,
      place,
      message: `key mesh of the ConfigMap istio: ${message}`,
      fix,
    });
    const isMapping = (value ?? null) === null || asFields(value) !== undefined;
    return [
      ...mistakes
        .slice(0, mostProblems)
        .map((mistake) =>
          mistake.kind === 'duplicate-key'
            ? problem(
                'MESH_CONFIG_DUPLICATE_KEY',
                `line ${mistake.line}: ${mistake.message}`,
                'keep one; the last one holds',
              )
            : problem(
                'MESH_CONFIG_SYNTAX',
                `line ${mistake.line}: ${mistake.message}`,
                "fix it; what is not read has Istio's defaults",
              ),
        ),
      ...(isRead && !isMapping
        ? [
            problem(
              'MESH_CONFIG_SYNTAX',
              'it is not a mapping',
              "write the fields of a MeshConfig; Istio's defaults are taken",
            ),
          ]
        : []),
    ];
  });
}
