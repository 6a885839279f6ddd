/**
 * Makes mesh/validation/schema/istio-fields.ts out of the CRDs that Istio publishes (istio.io/api,
 * kubernetes/customresourcedefinitions.gen.yaml): the field tree of every kind with types and limits, descriptions left out.
 *
 *     node --import tsx scripts/istio-field-tables.ts customresourcedefinitions.gen.yaml 1.31.1 > mesh/validation/schema/istio-fields.ts
 *
 * Fails when a CRD uses a rule (CEL) that mesh/validation/schema/rules.ts does not know, so that a newer Istio is not half checked.
 */
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import type { FieldNode, FieldTable } from '../mesh/validation/schema/field-table.js';
import type { RuleName } from '../mesh/validation/schema/rules.js';

interface CrdNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, CrdNode>>;
  readonly items?: CrdNode;
  readonly additionalProperties?: CrdNode | boolean;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
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
}

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: CrdNode } }[];
  };
}

const atMostOne = /^\(has\(self\.\w+\) \? 1 : 0\)(?: \+ \(has\(self\.\w+\) \? 1 : 0\))+ <= 1$/;

/** Rules by the text of their message or of the rule itself. */
const ruleNames: Readonly<Record<string, RuleName>> = {
  'exactly one of wasm or lua must be set': 'one-extension',
  'wildcard not allowed in label key match': 'keys-without-wildcard',
  'key must not be empty': 'keys-not-empty',
  'wildcard not allowed in label value match': 'no-wildcard',
  'cross namespace referencing is not currently supported': 'empty',
  'url must have schema one of [http, https, file, oci]': 'plugin-url',
  'value may only be set when valueFrom is INLINE': 'inline-value',
  'must be a valid duration greater than 1ms': 'duration',
  'only support waypointMatch when context is WAYPOINT': 'waypoint-match',
  'port must be between 1-65535': 'port',
  'wildcard is not supported in selector': 'no-wildcard',
  'CIDR addresses are allowed only for NONE/STATIC resolution types': 'cidr-resolution',
  'NONE mode cannot set endpoints': 'none-without-endpoints',
  'DNS_ROUND_ROBIN mode cannot have multiple endpoints': 'round-robin-endpoint',
  'Address is required': 'address-or-network',
  'UDS may not include ports': 'socket-without-ports',
  'UDS must be an absolute path or abstract socket': 'socket-path',
  'UDS may not be a dir': 'socket-no-folder',
  'port name must be valid': 'port-names',
  'hostname cannot be wildcard': 'no-lone-wildcard',
  'port number cannot be duplicated': 'unique-port-numbers',
  'scheme must be one of [HTTP, HTTPS]': 'probe-scheme',
  'Cannot set serviceAccounts with namespaces or principals': 'service-accounts-alone',
  'portLevelMtls requires selector': 'port-mtls-selector',
  'url must have scheme http:// or https://': 'web-url',
  'value must be set when operation is UPSERT': 'upsert-value',
  'value must not be set when operation is REMOVE': 'remove-without-value',
};

const nodes: FieldNode[] = [];
const indexes = new Map<string, number>();

function intern(node: FieldNode): number {
  const key = JSON.stringify(node);
  let index = indexes.get(key);
  if (index === undefined) {
    index = nodes.push(node) - 1;
    indexes.set(key, index);
  }
  return index;
}

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
  return (node['x-kubernetes-validations'] ?? [])
    .filter(({ rule }) => !atMostOne.test(rule))
    .map(({ rule, message }) => {
      const isMapOfPorts = rule.includes('int(key)');
      const name = isMapOfPorts ? 'port-keys' : ruleNames[message ?? ''];
      if (name === undefined) throw new Error(`no rule for ${rule} (${message})`);
      return name;
    });
}

function convert(node: CrdNode, name = ''): number {
  const converted: { -readonly [K in keyof FieldNode]: FieldNode[K] } = {
    t: node['x-kubernetes-int-or-string'] ? 'intOrString' : ((node.type ?? 'any') as FieldNode['t']),
  };
  const { properties, items, additionalProperties: extra } = node;
  if (name === 'status' || name === 'metadata') return intern({ t: 'object', o: 1 });
  if (properties !== undefined) {
    const entries = Object.entries(properties).map(([key, child]): [string, number] => [
      key,
      convert(child, name === '' ? key : '.'),
    ]);
    converted.p = Object.fromEntries(entries);
  }
  if (items !== undefined) converted.i = convert(items, '.');
  if (typeof extra === 'object') converted.a = convert(extra, '.');
  if (extra === true || node['x-kubernetes-preserve-unknown-fields']) converted.o = 1;
  if (node.required !== undefined) converted.r = node.required;
  if (node.enum !== undefined) converted.e = node.enum;
  if (node.pattern !== undefined) converted.m = node.pattern;
  const lows = node.minimum ?? node.minLength ?? node.minItems ?? node.minProperties;
  const highs = node.maximum ?? node.maxLength ?? node.maxItems ?? node.maxProperties;
  if (lows !== undefined) converted.l = lows;
  if (highs !== undefined) converted.h = highs;
  const exclusive = exclusiveFields(node);
  if (exclusive.length > 0) converted.x = exclusive;
  const rules = rulesOf(node);
  if (rules.length > 0) converted.c = rules;
  return intern(converted);
}

/** Fields that every object has are not in the CRDs. */
function rootOf(node: CrdNode): CrdNode {
  return {
    ...node,
    properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: {}, ...node.properties },
  };
}

const [file, version] = process.argv.slice(2);
if (file === undefined || version === undefined) throw new Error('usage: istio-field-tables.ts CRD_FILE ISTIO_VERSION');
const kinds: Record<string, number> = {};
for (const crd of loadAll(readFileSync(file, 'utf8')) as (Crd | null)[]) {
  for (const served of crd?.spec.versions ?? []) {
    kinds[`${crd?.spec.group}/${served.name}/${crd?.spec.names.kind}`] = convert(rootOf(served.schema.openAPIV3Schema));
  }
}
const table: FieldTable = { kinds, nodes };
const text = JSON.stringify(table).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
process.stdout.write(`import type { FieldTable } from './field-table.js';

/** The fields of every Istio kind, made by scripts/istio-field-tables.ts from the CRDs of Istio ${version}; not to be edited. */
export const istioFields: FieldTable = JSON.parse(
  '${text}',
);
`);
