import type { Field } from './field.js';
import { checkSelector } from './labels.js';

const targets: ReadonlySet<string> = new Set([
  '/Service',
  'core/Service',
  'networking.istio.io/ServiceEntry',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/GatewayClass',
]);

/** The rules of `selector`, `targetRef` and `targetRefs`, by which policies, telemetry and plugins say what they are for. */
export function checkPolicyTargets(spec: Field): void {
  const ways = ['selector', 'targetRef', 'targetRefs'].filter((key) =>
    key === 'targetRefs' ? spec.at(key).size > 0 : spec.has(key),
  );
  if (ways.length > 1) {
    spec.error(`${ways.map((key) => `\`${key}\``).join(' and ')} exclude each other`);
  }
  checkSelector(spec.at('selector'), 'matchLabels');
  for (const reference of [spec.at('targetRef'), ...spec.at('targetRefs').items]) {
    if (reference.isSet) {
      checkTargetReference(reference);
    }
  }
}

function checkTargetReference(reference: Field): void {
  if (reference.at('name').text === '') {
    reference.error('the reference names no object');
  }
  if (reference.at('namespace').text !== '') {
    reference.at('namespace').error('a reference to another namespace is not supported');
  }
  const [group, kind] = [reference.at('group').text, reference.at('kind').text];
  if (!targets.has(`${group}/${kind}`)) {
    const allowed = 'a Service, a ServiceEntry, a Gateway of the Gateway API or a GatewayClass';
    reference.error(`\`${group === '' ? '' : `${group}/`}${kind}\` cannot be a target: it must be ${allowed}`);
  }
}
