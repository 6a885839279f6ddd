import type { Field } from '../field.js';
import { checkGiven, checkLabelSelector, checkLowest } from './values.js';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/** What an API server refuses in affinities and spread constraints of a pod. */
export function checkAffinity(spec: Field): void {
  const nodes = spec.at('affinity').at('nodeAffinity');
  const terms = nodes.at(required).at('nodeSelectorTerms');
  if (nodes.has(required) && terms.isSet && terms.size === 0) {
    terms.error('needs a term');
  }
  for (const term of terms.items) {
    checkNodeTerm(term);
  }
  for (const term of nodes.at(preferred).items) {
    checkWeight(term);
    checkNodeTerm(term.at('preference'));
  }
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const pods = spec.at('affinity').at(kind);
    for (const term of pods.at(required).items) {
      checkPodTerm(term);
    }
    for (const term of pods.at(preferred).items) {
      checkWeight(term);
      checkPodTerm(term.at('podAffinityTerm'));
    }
  }
  for (const constraint of spec.at('topologySpreadConstraints').items) {
    checkLowest(constraint.at('maxSkew'), 1);
    checkGiven(constraint.at('topologyKey'));
    checkLabelSelector(constraint.at('labelSelector'));
  }
}

function checkWeight(term: Field): void {
  const weight = term.at('weight').number;
  if (weight < 1 || weight > 100) {
    term.at('weight').error('must be from 1 to 100');
  }
}

function checkPodTerm(term: Field): void {
  const key = term.at('topologyKey');
  if (term.isSet && key.value === '') {
    key.error('must not be empty');
  }
  checkLabelSelector(term.at('labelSelector'));
}

function checkNodeTerm(term: Field): void {
  for (const expression of term.at('matchExpressions').items) {
    const operator = expression.at('operator').text;
    const values = expression.at('values');
    if (['In', 'NotIn'].includes(operator) && values.size === 0) {
      values.error(`operator ${operator} needs values`);
    } else if (['Exists', 'DoesNotExist'].includes(operator) && values.size > 0) {
      values.error(`operator ${operator} takes no values`);
    } else if (['Gt', 'Lt'].includes(operator) && values.size !== 1) {
      values.error(`operator ${operator} takes one value`);
    }
  }
}
