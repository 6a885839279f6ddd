import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { istioAnnotations } from '../../../mesh/analysis/istio-annotations.js';
import { Coverage, type FieldCoverage } from '../../../mesh/inputs/coverage.js';
import { objectAnnotations, podAnnotations } from '../../../mesh/inputs/kinds/annotations.js';
import { kindCoverages } from '../../../mesh/inputs/kinds/index.js';
import { labelCoverages } from '../../../mesh/inputs/kinds/labels.js';
import { meshConfig } from '../../../mesh/inputs/kinds/mesh-config.js';
import { allKinds } from '../../../mesh/kinds/index.js';

interface SettingNames {
  readonly meshConfig: readonly string[];
  readonly proxyConfig: readonly string[];
  readonly annotations: Readonly<Record<string, readonly string[]>>;
  readonly labels: readonly string[];
}
const published = JSON.parse(
  readFileSync(new URL('istio-setting-names.json', import.meta.url), 'utf8'),
) as SettingNames;

/** Groups of which every kind is named, whatever its fields. */
const foreignGroups = /(?:^|\.)istio\.io$|^istio\.alibabacloud\.com$/;

/** A field of a schema, with the fields that it has. */
interface Schema {
  readonly names: readonly string[] | undefined;
  /** What the elements of a list are; undefined for what is no list. */
  readonly elements?: Schema | undefined;
  field(name: string): Schema | undefined;
}

/** Fields that the schema has and no mark is for, and those that a list has and the schema does not. */
function compare(schema: Schema | undefined, fields: FieldCoverage | undefined, path = ''): readonly string[] {
  if (schema?.elements !== undefined) {
    return compare(schema.elements, fields, path);
  }
  if (fields instanceof Coverage) {
    return [];
  }
  if (fields === undefined) {
    return [`${path} is in no list`];
  }
  if (schema?.names === undefined) {
    // The keys of a map are those of the user.
    return Object.hasOwn(fields, '*') ? [] : [`${path} has no fields`];
  }
  const known = schema.names.filter((name) => path !== '' || !common.includes(name));
  const missing = known.flatMap((name) => compare(schema.field(name), fields[name] ?? fields['*'], `${path}.${name}`));
  const unknown = Object.keys(fields).filter((field) => field !== '*' && !known.includes(field));
  return [...missing, ...unknown.map((field) => `${path}.${field} does not exist`)];
}

/** Fields of every object. */
const common = ['apiVersion', 'kind', 'metadata', 'status'];

/** The schema that has these paths; `more` are fields that other schemas describe. */
function schemaOfPaths(paths: readonly string[], more: Readonly<Record<string, Schema | undefined>> = {}): Schema {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const [name = '', ...rest] = path.split('.');
    byName.set(name, [...(byName.get(name) ?? []), ...(rest.length === 0 ? [] : [rest.join('.')])]);
  }
  for (const path of Object.keys(more)) {
    const [name = ''] = path.split('.');
    byName.set(name, byName.get(name) ?? []);
  }
  return {
    names: [...byName.keys()],
    field(name) {
      const inner = Object.entries(more).flatMap(([path, schema]) =>
        path.startsWith(`${name}.`) ? [[path.slice(name.length + 1), schema] as const] : [],
      );
      const own = byName.get(name) ?? [];
      return more[name] ?? (own.length + inner.length === 0 ? leaf : schemaOfPaths(own, Object.fromEntries(inner)));
    },
  };
}

const leaf: Schema = { names: undefined, field: () => undefined };

const described = allKinds.flatMap(({ group, kind, versions, fields }) =>
  versions.flatMap((version) => {
    const root = fields?.rootOf(group === '' ? version : `${group}/${version}`, kind);
    return root === undefined ? [] : [[`${group}/${kind}`, version, root] as const];
  }),
);

test.each(described)('every field of %s in version %s is in one list, and the lists have no others', (id, _, root) => {
  expect(compare(root, kindCoverages.get(id)?.fields)).toEqual([]);
});

test('kinds whose fields are not known are in a list as a whole', () => {
  const undescribed = allKinds.filter(({ group, kind }) => !described.some(([id]) => id === `${group}/${kind}`));
  expect(undescribed.length).toBeGreaterThan(0);
  expect(
    undescribed.flatMap(({ group, kind }) => {
      const isTaken = kindCoverages.has(`${group}/${kind}`) || foreignGroups.test(group);
      return isTaken ? [] : [`${group}/${kind}`];
    }),
  ).toEqual([]);
});

test('every field of MeshConfig and ProxyConfig is in one list, and the lists have no others', () => {
  const rule = described.find(([id]) => id === 'networking.istio.io/DestinationRule')?.[2];
  const pool = rule?.field('spec')?.field('trafficPolicy')?.field('connectionPool');
  const service = described.find(([id]) => id === 'networking.istio.io/VirtualService')?.[2];
  const retries = service?.field('spec')?.field('http')?.elements?.field('retries');
  const settings = schemaOfPaths(published.meshConfig, {
    defaultConfig: schemaOfPaths(published.proxyConfig),
    defaultHttpRetryPolicy: retries,
    'defaultTrafficPolicy.connectionPool': pool,
  });
  expect(pool?.names).toContain('http');
  expect(compare({ names: ['settings'], field: () => settings }, { settings: meshConfig })).toEqual([]);
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
