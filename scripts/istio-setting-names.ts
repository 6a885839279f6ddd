/**
 * Lists the settings that Istio publishes beside its CRDs (istio.io/api): the fields of MeshConfig and ProxyConfig, the annotations with
 * the kinds that read them, and the labels. A unit test holds the lists of `mesh/inputs` complete against it.
 *
 *     node --import tsx scripts/istio-setting-names.ts ~/istio-api > test/mesh/inputs/istio-setting-names.json
 *
 * The folder is a checkout of istio.io/api.
 */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

type Messages = Map<string, ReadonlyMap<string, string>>;

const folder = process.argv[2] ?? '.';
const read = (file: string): string => readFileSync(`${folder}/${file}`, 'utf8');

/** The fields of each message by name, with their types; messages inside others are `Outer.Inner`. */
function readMessages(text: string): Messages {
  const messages: Messages = new Map();
  const bare = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/[^\n]*/g, '');
  const scopes: { readonly name: string; readonly fields: Map<string, string> | undefined }[] = [];
  for (const [, opening, name, closing, type, field] of bare.matchAll(
    /\b(message|enum|oneof)\s+(\w+)\s*\{|(\})|(?:repeated\s+)?((?:map\s*<[^>]*>)|[\w.]+)\s+(\w+)\s*=\s*\d+\s*(?:\[[^\]]*\])?;/g,
  )) {
    const owner = scopes.at(-1);
    if (opening === 'message') {
      const outer = scopes.filter((scope) => scope.fields !== undefined).at(-1);
      const full = outer === undefined ? (name ?? '') : `${outer.name}.${name}`;
      const fields = new Map<string, string>();
      messages.set(full, fields);
      scopes.push({ name: full, fields });
    } else if (opening === 'oneof') {
      scopes.push({ name: owner?.name ?? '', fields: owner?.fields });
    } else if (opening === 'enum') {
      scopes.push({ name: name ?? '', fields: undefined });
    } else if (closing !== undefined) {
      scopes.pop();
    } else if (field !== undefined && type !== undefined) {
      owner?.fields?.set(jsonName(field), type);
    }
  }
  return messages;
}

/** The name of a field in JSON and YAML. */
function jsonName(field: string): string {
  return field.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Paths to the fields of a message that have no fields of their own here. */
function pathsOf(messages: Messages, message: string, prefix = ''): readonly string[] {
  return [...(messages.get(message) ?? [])].flatMap(([field, type]) => {
    const path = `${prefix}${field}`;
    const inner = messageNamed(messages, type, message);
    return inner === undefined || (messages.get(inner)?.size ?? 0) === 0
      ? [path]
      : pathsOf(messages, inner, `${path}.`);
  });
}

/** The message that a type means inside another: the nearest one. */
function messageNamed(messages: Messages, type: string, within: string): string | undefined {
  const outer = within.split('.');
  for (let depth = outer.length; depth >= 0; depth -= 1) {
    const full = [...outer.slice(0, depth), type].join('.');
    if (messages.has(full)) {
      return full;
    }
  }
  return undefined;
}

const messages = new Map([
  ...readMessages(read('mesh/v1alpha1/config.proto')),
  ...readMessages(read('mesh/v1alpha1/proxy.proto')),
]);
const annotations = load(read('annotation/annotations.yaml')) as {
  readonly annotations: readonly { readonly name: string; readonly resources: readonly string[] }[];
};
const labels = load(read('label/labels.yaml')) as { readonly labels: readonly { readonly name: string }[] };

const names = {
  meshConfig: pathsOf(messages, 'MeshConfig').filter((path) => !path.startsWith('defaultConfig.')),
  proxyConfig: pathsOf(messages, 'ProxyConfig'),
  annotations: Object.fromEntries(annotations.annotations.map(({ name, resources }) => [name, resources])),
  labels: labels.labels.map(({ name }) => name),
};
process.stdout.write(`${JSON.stringify(names, null, 2)}\n`);
