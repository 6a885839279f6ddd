import { parseYaml } from '../yaml/parser.js';
import { type MeshConfig, mergeMeshConfig, readMeshConfig } from './mesh-config.js';
import { asFields, asText, type Fields, fieldsOf } from './narrowing.js';
import type { MeshObject } from './object.js';
import type { MeshOptions } from './options.js';

/** Finds objects by group and kind. */
type Objects = (group: string, kind: string) => readonly MeshObject[];

/**
 * The settings of the mesh: those of the ConfigMap `istio` in the root namespace, or of the only one of a revision, `istio-<revision>`; those of
 * ASM's own ASMMeshConfig `default`; then those that the user gives. A later one wins field by field. Text that is not valid YAML is as
 * if absent, for the control plane too; the reader of files reports it.
 */
export function meshSettings(objects: Objects, { meshConfig = {} }: MeshOptions): MeshConfig {
  const ofIstio = settingsObjects(objects, meshConfig).map(({ resource }) =>
    withJsonNames(parseYaml(asText(fieldsOf(fieldsOf(resource.manifest)['data'])['mesh']) ?? '').value),
  );
  const ofAsm = objects('istio.alibabacloud.com', 'ASMMeshConfig').filter(({ name }) => name === 'default');
  const documents = [...ofIstio, ...ofAsm.map(({ spec }) => asmSettings(spec))];
  return mergeMeshConfig(...documents.map((document) => readMeshConfig(document)), meshConfig);
}

/** The ConfigMaps that the settings are read from: one of each API server; none when only those of several revisions are there. */
export function settingsObjects(objects: Objects, meshConfig: Partial<MeshConfig>): readonly MeshObject[] {
  const rootNamespace = meshConfig.rootNamespace ?? 'istio-system';
  const maps = objects('', 'ConfigMap').filter(({ namespace }) => namespace === rootNamespace);
  const own = maps.filter(({ name }) => name === 'istio');
  const ofRevisions = maps.filter((map) => isOfRevision(map));
  const isOneRevision = new Set(ofRevisions.map(({ name }) => name)).size === 1;
  return own.length > 0 ? own : isOneRevision ? ofRevisions : [];
}

/** Whether a ConfigMap has the settings of the mesh for one revision of the control plane. */
export function isOfRevision({ name, resource }: MeshObject): boolean {
  const { data } = fieldsOf(resource.manifest);
  return name.startsWith('istio-') && asText(fieldsOf(data)['mesh']) !== undefined;
}

/** Fields that ASM passes on to the MeshConfig as they are. */
const asmFields = ['connectTimeout', 'defaultHttpRetryPolicy', 'pathNormalization', 'tcpKeepalive'] as const;

function asmSettings(spec: Fields): Fields {
  return Object.fromEntries(asmFields.flatMap((field) => (spec[field] === undefined ? [] : [[field, spec[field]]])));
}

/** Maps whose keys are the user's own. */
const maps: ReadonlySet<string> = new Set(['proxyMetadata', 'runtimeValues', 'matchLabels', 'to', 'labels']);

/** A document with its fields in the spelling of JSON: the control plane takes `trust_domain` for `trustDomain`. */
function withJsonNames(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withJsonNames);
  }
  const fields = asFields(value);
  return fields === undefined
    ? value
    : Object.fromEntries(
        Object.entries(fields).map(([name, inner]) => {
          const field = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
          return [field, maps.has(field) ? inner : withJsonNames(inner)];
        }),
      );
}
