import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { istioAnnotations } from '../../../mesh/analysis/istio-annotations.js';
import { Coverage, type FieldCoverage } from '../../../mesh/inputs/coverage.js';
import { objectAnnotations, podAnnotations } from '../../../mesh/inputs/kinds/annotations.js';
import { kindCoverages } from '../../../mesh/inputs/kinds/index.js';
import { labelCoverages } from '../../../mesh/inputs/kinds/labels.js';
import { meshConfig } from '../../../mesh/inputs/kinds/mesh-config.js';
import { istioFields } from '../../../mesh/validation/schema/istio-fields.js';
import type { Schema as KindSchema } from '../../../mesh/validation/schema/schema.js';

interface SettingNames {
  readonly meshConfig: readonly string[];
  readonly proxyConfig: readonly string[];
  readonly annotations: Readonly<Record<string, readonly string[]>>;
  readonly labels: readonly string[];
}
const published = JSON.parse(
  readFileSync(new URL('istio-setting-names.json', import.meta.url), 'utf8'),
) as SettingNames;

/** Fields of a schema: a field without any of its own is `undefined`. */
interface Schema {
  readonly [field: string]: Schema | undefined;
}

/** Fields that the schema has and no mark is for, and those that a list has and the schema does not. */
function compare(schema: Schema | undefined, fields: FieldCoverage | undefined, path = ''): readonly string[] {
  if (fields instanceof Coverage) {
    return [];
  }
  if (fields === undefined) {
    return [`${path} is in no list`];
  }
  if (schema === undefined) {
    // The keys of a map are those of the user.
    return Object.hasOwn(fields, '*') ? [] : [`${path} has no fields`];
  }
  const missing = Object.keys(schema).flatMap((field) =>
    compare(schema[field], fields[field] ?? fields['*'], `${path}.${field}`),
  );
  const unknown = Object.keys(fields).filter((field) => field !== '*' && !Object.hasOwn(schema, field));
  return [...missing, ...unknown.map((field) => `${path}.${field} does not exist`)];
}

function schemaOf(root: KindSchema | undefined): Schema | undefined {
  if (root?.elements !== undefined) {
    return schemaOf(root.elements);
  }
  return root?.names === undefined
    ? undefined
    : Object.fromEntries(root.names.map((field) => [field, schemaOf(root.field(field))]));
}

function schemaOfPaths(paths: readonly string[]): Schema {
  const root: Record<string, unknown> = {};
  for (const path of paths) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    let at = root;
    for (const step of steps) {
      at[step] ??= {};
      at = at[step] as Record<string, unknown>;
    }
    at[last] = undefined;
  }
  return root as Schema;
}

test.each(istioFields.roots)('every field of %s is in one list, and the lists have no others', (id) => {
  const [group, , kind] = id.split('/');
  const { apiVersion, kind: _, metadata, status, ...fields } = schemaOf(istioFields.rootAt(id)) ?? {};
  expect(compare(fields, kindCoverages.get(`${group}/${kind}`)?.fields)).toEqual([]);
});

test('every field of MeshConfig and ProxyConfig is in one list, and the lists have no others', () => {
  const rule = schemaOf(istioFields.rootAt('networking.istio.io/v1/DestinationRule'));
  const settings = schemaOfPaths(published.meshConfig);
  const schema = {
    ...settings,
    defaultConfig: schemaOfPaths(published.proxyConfig),
    defaultTrafficPolicy: {
      ...settings['defaultTrafficPolicy'],
      connectionPool: rule?.['spec']?.['trafficPolicy']?.['connectionPool'],
    },
  };
  expect(compare(schema, meshConfig)).toEqual([]);
});

test('every label that Istio publishes is in the list, and no others', () => {
  expect(Object.keys(labelCoverages).sort()).toEqual([...published.labels].sort());
});

test('every annotation that Istio publishes, or reads unpublished, is in the list of each kind that reads it', () => {
  const lists = new Map<string, readonly string[]>([
    ['Pod', Object.keys(podAnnotations)],
    ...Object.entries(objectAnnotations).map(([kind, table]) => [kind, Object.keys(table)] as const),
  ]);
  const missing = Object.entries(published.annotations).flatMap(([name, kinds]) =>
    kinds
      .map((kind) => (kind === 'Any' ? '*' : kind))
      .filter((kind) => !(lists.get(kind)?.includes(name) ?? false) && !(lists.get('Gateway')?.includes(name) ?? false))
      .map((kind) => `${kind} ${name}`),
  );
  expect(missing).toEqual([]);
  const known = new Set([...Object.keys(published.annotations), ...istioAnnotations.keys()]);
  expect([...lists.values()].flat().filter((name) => !known.has(name))).toEqual([]);
});

test('every effect and every reason is said', () => {
  const visit = (fields: FieldCoverage): readonly Coverage[] =>
    fields instanceof Coverage ? [fields] : Object.values(fields).flatMap(visit);
  const marks = [...kindCoverages.values()].flatMap(({ fields }) => visit(fields));
  expect(marks.filter(({ state, note }) => (state === 'modelled') !== (note === ''))).toEqual([]);
});
