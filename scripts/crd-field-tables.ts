/**
 * Makes a table of fields out of CRDs: the field tree of every kind with types and limits, descriptions left out.
 *
 *     node --import tsx scripts/crd-field-tables.ts istio 1.31.1 customresourcedefinitions.gen.yaml > mesh/validation/schema/istio-fields.ts
 *     node --import tsx scripts/crd-field-tables.ts gateway-api 1.6.0 config/crd/experimental/*.yaml > mesh/validation/schema/gateway-api-fields.ts
 *
 * The CRDs are those that istio.io/api and sigs.k8s.io/gateway-api publish. Fails when a CRD uses a rule (CEL) that
 * mesh/validation/schema does not know, so that a newer release is not half checked.
 */
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import type { FieldNode } from '../mesh/validation/schema/field-table.js';
import type { RuleName } from '../mesh/validation/schema/rules.js';
import { celRules, equivalentPatterns } from './cel-rules.js';
import { TableWriter } from './table-writer.js';

interface CrdNode {
  readonly type?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, CrdNode>>;
  readonly items?: CrdNode;
  readonly additionalProperties?: CrdNode | boolean;
  readonly required?: readonly string[];
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly pattern?: string;
  readonly oneOf?: readonly { readonly required?: readonly string[]; readonly not?: unknown }[];
  readonly allOf?: readonly CrdNode[];
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string; readonly message?: string }[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

interface Crd {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema: { readonly openAPIV3Schema: CrdNode };
    }[];
  };
}

const families: Readonly<Record<string, readonly [constant: string, what: string, extend?: string]>> = {
  istio: ['istioFields', 'every Istio kind', 'extendForAsm'],
  'gateway-api': ['gatewayApiFields', 'every kind of the Gateway API'],
};
const atMostOne = /^\(has\(self\.\w+\) \? 1 : 0\)(?: \+ \(has\(self\.\w+\) \? 1 : 0\))+ <= 1$/;
const writer = new TableWriter();

function exclusiveFields(node: CrdNode): string[][] {
  const groups: string[][] = [];
  for (const part of [node, ...(node.allOf ?? [])]) {
    const fields = (part.oneOf ?? []).flatMap(({ required }) => required ?? []);
    if (fields.length > 1) groups.push(fields);
  }
  for (const { rule } of node['x-kubernetes-validations'] ?? []) {
    if (atMostOne.test(rule)) groups.push([...rule.matchAll(/has\(self\.(\w+)\)/g)].map(([, field]) => field ?? ''));
  }
  return groups;
}

function rulesOf(node: CrdNode): RuleName[] {
  const names = (node['x-kubernetes-validations'] ?? [])
    .filter(({ rule }) => !atMostOne.test(rule))
    .flatMap(({ rule, message = '' }) => {
      if (rule.includes('int(key)')) return ['port-keys' as const];
      const names = Object.entries(celRules).find(([start]) => message.startsWith(start))?.[1];
      if (names === undefined) throw new Error(`no rule for ${rule} (${message})`);
      return names;
    });
  return [...new Set(names)];
}

/** The keys of a list that the API server keeps as a map, with their defaults. */
function keysOf(node: CrdNode): Readonly<Record<string, string>> | undefined {
  if (node['x-kubernetes-list-type'] !== 'map') return undefined;
  const fields = node.items?.properties ?? {};
  const keys = node['x-kubernetes-list-map-keys'] ?? [];
  return Object.fromEntries(keys.map((key) => [key, String(fields[key]?.default ?? '')]));
}

function convert(node: CrdNode, name = ''): number {
  const converted: { -readonly [K in keyof FieldNode]: FieldNode[K] } = {
    t: node['x-kubernetes-int-or-string'] ? 'intOrString' : ((node.type ?? 'any') as FieldNode['t']),
  };
  const { properties = {}, items, additionalProperties: extra } = node;
  if (name === 'status' || name === 'metadata') return writer.intern({ t: 'object', o: 1 });
  if (node.properties !== undefined) {
    const entries = Object.entries(properties).map(([key, child]): [string, number] => [
      key,
      convert(child, name === '' ? key : '.'),
    ]);
    converted.p = Object.fromEntries(entries);
  }
  if (items !== undefined) converted.i = convert(items, '.');
  if (typeof extra === 'object') converted.a = convert(extra, '.');
  if (extra === true || node['x-kubernetes-preserve-unknown-fields']) converted.o = 1;
  const required = (node.required ?? []).filter((key) => properties[key]?.default === undefined);
  if (required.length > 0) converted.r = required;
  if (node.enum !== undefined) converted.e = node.enum.map(String);
  if (node.pattern !== undefined) converted.m = equivalentPatterns[node.pattern] ?? node.pattern;
  const lows = node.minimum ?? node.minLength ?? node.minItems ?? node.minProperties;
  const highs = node.maximum ?? node.maxLength ?? node.maxItems ?? node.maxProperties;
  if (lows !== undefined) converted.l = lows;
  if (highs !== undefined) converted.h = highs;
  const exclusive = exclusiveFields(node);
  if (exclusive.length > 0) converted.x = exclusive;
  const keys = keysOf(node);
  if (keys !== undefined) converted.k = keys;
  if (node['x-kubernetes-list-type'] === 'set') converted.u = 1;
  const rules = rulesOf(node);
  if (rules.length > 0) converted.c = rules;
  return writer.intern(converted);
}

/** Fields that every object has are not in the CRDs. */
function rootOf(node: CrdNode): CrdNode {
  return {
    ...node,
    properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: {}, ...node.properties },
  };
}

const [family = '', version = '', ...files] = process.argv.slice(2);
const [constant, what, extend] = families[family] ?? [];
if (constant === undefined || files.length === 0) {
  throw new Error('usage: crd-field-tables.ts istio|gateway-api VERSION CRD_FILE...');
}
for (const crd of files.flatMap((file) => loadAll(readFileSync(file, 'utf8')) as (Crd | null)[])) {
  if (crd?.kind !== 'CustomResourceDefinition') continue;
  for (const served of crd.spec.versions.filter(({ served }) => served)) {
    const name = `${crd.spec.group}/${served.name}/${crd.spec.names.kind}`;
    writer.kinds[name] = convert(rootOf(served.schema.openAPIV3Schema));
  }
}
writer.write(constant, `${what}, made by scripts/crd-field-tables.ts from the CRDs of version ${version}`, {}, extend);
