import { parseBoolean } from '../text/boolean.js';
import type { Field } from './field.js';

const reserved = ['internal.istio.io/parents', 'internal.istio.io/parent-namespace'];

/** Reports annotations of an Istio object that Istio keeps for itself, and those that do not go with its kind. */
export function checkIstioAnnotations(object: Field, kind: string): void {
  const annotations = object.at('metadata').at('annotations');
  checkDryRun(annotations.at('istio.io/dry-run'), kind, object.at('spec').at('action').text);
  if (annotations.has('internal.istio.io/webhook-always-reject')) {
    annotations.at('internal.istio.io/webhook-always-reject').error('the annotation asks for the object to be refused');
  }
  for (const key of reserved) {
    if (annotations.has(key)) {
      annotations.at(key).error('the annotation is reserved for Istio');
    }
  }
}

function checkDryRun(annotation: Field, kind: string, action: string): void {
  if (!annotation.isSet) {
    return;
  }
  if (kind !== 'AuthorizationPolicy') {
    annotation.error('istio.io/dry-run goes with an AuthorizationPolicy only');
  } else if (!['', 'ALLOW', 'DENY'].includes(action)) {
    annotation.error(`istio.io/dry-run goes with action ALLOW or DENY, not with ${action}`);
  } else if (parseBoolean(annotation.text) === undefined) {
    annotation.error('istio.io/dry-run must be true or false');
  }
}
