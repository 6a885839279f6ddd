import type { Kind } from '../kinds/kind.js';
import type { Field } from './field.js';
import { checkAnnotationKeys, checkLabelPairs } from './kubernetes/values.js';
import { isRfc1123Label, isRfc1123Subdomain, rfc1123LabelRule, rfc1123SubdomainRule } from './kubernetes-names.js';
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
  const isTyped = schema === undefined || !metadata.isSet || checkStructure(metadata, schema, false);
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

function checkName(name: Field, { group, kind }: Kind): void {
  const { text } = name;
  if (text === '') {
    return;
  }
  if (kind === 'Namespace' || (kind === 'Service' && group === '')) {
    if (!isRfc1123Label(text)) {
      name.error(`\`${text}\` is not a name; ${rfc1123LabelRule}`);
    }
  } else if (group === 'rbac.authorization.k8s.io') {
    if (text.includes('/') || text.includes('%') || text === '.' || text === '..') {
      name.error(`\`${text}\` is not a name; use no slash and no percent sign`);
    }
  } else if (!isRfc1123Subdomain(text)) {
    name.error(`\`${text}\` is not a name; ${rfc1123SubdomainRule}`);
  }
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
