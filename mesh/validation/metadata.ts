import type { Field } from './field.js';

const reserved = ['internal.istio.io/parents', 'internal.istio.io/parent-namespace'];
const flags = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];

/**
 * Checks `metadata` of an Istio object: labels and annotations are texts, and annotations that Istio keeps for itself are not used.
 *
 * @returns whether labels and annotations may be read by their type.
 */
export function checkMetadata(object: Field, kind: string): boolean {
  const metadata = object.at('metadata');
  let isTyped = true;
  for (const key of ['labels', 'annotations']) {
    for (const [, value] of metadata.at(key).entries) {
      if (typeof value.value !== 'string') {
        value.error(`must be a text, so write it in quotes: "${String(value.value)}"`);
        isTyped = false;
      }
    }
  }
  const annotations = metadata.at('annotations');
  checkDryRun(annotations.at('istio.io/dry-run'), kind, object.at('spec').at('action').text);
  if (annotations.has('internal.istio.io/webhook-always-reject')) {
    annotations.at('internal.istio.io/webhook-always-reject').error('the annotation asks for the object to be refused');
  }
  for (const key of reserved) {
    if (annotations.has(key)) {
      annotations.at(key).error('the annotation is reserved for Istio');
    }
  }
  return isTyped;
}

function checkDryRun(annotation: Field, kind: string, action: string): void {
  if (!annotation.isSet) {
    return;
  }
  if (kind !== 'AuthorizationPolicy') {
    annotation.error('istio.io/dry-run goes with an AuthorizationPolicy only');
  } else if (!['', 'ALLOW', 'DENY'].includes(action)) {
    annotation.error(`istio.io/dry-run goes with action ALLOW or DENY, not with ${action}`);
  } else if (!flags.includes(annotation.text)) {
    annotation.error('istio.io/dry-run must be true or false');
  }
}
