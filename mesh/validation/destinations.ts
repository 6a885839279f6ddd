import { noteLabelledSubset } from './asm/values.js';
import type { Field } from './field.js';
import { checkHeaderOperations } from './headers.js';
import { checkWildcardDomain, isDnsLabel } from './names.js';
import { checkPortNumber } from './ports.js';

/** The rules of a Destination. */
export function checkDestination(destination: Field): void {
  if (!destination.isSet) {
    return;
  }
  const host = destination.at('host');
  if (host.text === '*') {
    host.error('a destination cannot be `*`');
  } else {
    checkWildcardDomain(host);
  }
  const subset = destination.at('subset');
  if (subset.text !== '' && !noteLabelledSubset(subset)) {
    checkSubsetName(subset);
  }
  if (destination.has('port')) {
    checkPortNumber(destination.at('port').at('number'));
  }
}

/** Reports a subset name that is no DNS label. */
export function checkSubsetName(name: Field): void {
  if (!isDnsLabel(name.text)) {
    name.error(name.text === '' ? 'the subset has no name' : `\`${name.text}\` is no subset name`);
  }
}

/** The rules of the weighted destinations of a route, of HTTP, TLS or TCP. */
export function checkWeightedDestinations(route: Field): void {
  let total = 0;
  for (const weighted of route.items) {
    if (!weighted.has('destination')) {
      weighted.error('the destination is missing');
    }
    checkDestination(weighted.at('destination'));
    checkHeaderOperations(weighted.at('headers'));
    const weight = weighted.at('weight');
    if (weight.number < 0) {
      weight.error(`the weight ${weight.number} is negative`);
    }
    total += weight.number;
  }
  if (route.size > 1 && total === 0) {
    route.error('the weights sum to 0');
  }
}
