import type { Kind } from '../kinds/kind.js';
import { asFields, type Fields } from '../model/narrowing.js';
import type { Field } from './field.js';
import { checkAnnotationKeys, checkLabelPairs } from './kubernetes/values.js';
import {
  isAnnotationKey,
  isLabelValue,
  isQualifiedName,
  isRfc1123Label,
  isRfc1123Subdomain,
  rfc1123LabelRule,
  rfc1123SubdomainRule,
} from './kubernetes-names.js';
import { kubernetesFields } from './schema/kubernetes-fields.js';
import { checkStructure } from './schema/structure.js';

/** An API server takes no more characters of annotations. */
const mostOfAnnotations = 256 * 1024;

/**
 * What an API server refuses in `metadata` of any object: fields, names, keys and values of labels and annotations
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/), and what ASM asks of its own kinds.
 *
 * @returns whether every field has the type that it must have
 */
export function checkObjectMetadata(object: Field, row: Kind): boolean {
  const metadata = object.at('metadata');
  const schema = kubernetesFields.rootAt('metadata');
  const fields = asFields(metadata.value);
  if (fields !== undefined && schema?.fits(fields) === true && isMetadataRight(fields, row)) {
    return true;
  }
  const isTyped = schema === undefined || !metadata.isSet || checkStructure(metadata, schema);
  checkName(metadata.at('name'), row);
  const namespace = metadata.at('namespace');
  if (namespace.text !== '' && !isRfc1123Label(namespace.text)) {
    namespace.error(`\`${namespace.text}\` is not a name; ${rfc1123LabelRule}`);
  }
  checkLabelPairs(metadata.at('labels'));
  checkAnnotationKeys(metadata.at('annotations'));
  const size = metadata
    .at('annotations')
    .entries.reduce((sum, [key, value]) => sum + key.length + value.text.length, 0);
  if (size > mostOfAnnotations) {
    metadata.at('annotations').error('are larger than 256 KiB together');
  }
  return isTyped;
}

/** The same as the checks, told without making anything: nearly every object is right. */
function isMetadataRight(metadata: Fields, row: Kind): boolean {
  const { name, namespace, labels, annotations } = metadata as Readonly<Record<string, string | Fields | undefined>>;
  if (name && nameMistake(name as string, row) !== undefined) {
    return false;
  }
  if (namespace && !isRfc1123Label(namespace as string)) {
    return false;
  }
  const pairs = (labels ?? {}) as Readonly<Record<string, string | null>>;
  for (const key of Object.keys(pairs)) {
    if (!isQualifiedName(key) || !isLabelValue(pairs[key] ?? '')) {
      return false;
    }
  }
  let size = 0;
  const notes = (annotations ?? {}) as Readonly<Record<string, string | null>>;
  for (const key of Object.keys(notes)) {
    size += key.length + (notes[key]?.length ?? 0);
    if (!isAnnotationKey(key)) {
      return false;
    }
  }
  return size <= mostOfAnnotations;
}

function checkName(name: Field, row: Kind): void {
  const rule = name.text === '' ? undefined : nameMistake(name.text, row);
  if (rule !== undefined) {
    name.error(`\`${name.text}\` is not a name; ${rule}`);
  }
}

/** What the name of an object of a kind must be; undefined when it is. */
function nameMistake(name: string, { group, kind }: Kind): string | undefined {
  if (kind === 'Namespace' || (kind === 'Service' && group === '')) {
    return isRfc1123Label(name) ? undefined : rfc1123LabelRule;
  }
  if (group === 'rbac.authorization.k8s.io') {
    return /[/%]|^\.\.?$/.test(name) ? 'use no slash and no percent sign' : undefined;
  }
  return isRfc1123Subdomain(name) ? undefined : rfc1123SubdomainRule;
}

/** Reports an object of an ASM kind that has no effect, because of the namespace that it is placed in or of its name. */
export function checkAsmPlace(object: Field, placed: string, { asm, scope, kind }: Kind): void {
  const metadata = object.at('metadata');
  const { namespace, name } = asm ?? {};
  if (namespace !== undefined && (metadata.at('namespace').text || placed) !== namespace) {
    metadata.at('namespace').error(`must be ${namespace}: ${kind} has no effect elsewhere`);
  }
  if (name !== undefined && metadata.at('name').text !== name) {
    metadata.at('name').error(`must be ${name}: ASM reads no ${kind} of another name`);
  }
  if (asm !== undefined && scope === 'cluster' && metadata.at('namespace').isSet) {
    metadata.at('namespace').warning(`${kind} has no namespace, so this one is ignored`);
  }
}
