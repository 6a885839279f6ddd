import { checkDuration } from './durations.js';
import type { Field } from './field.js';
import { checkLocalityLoadBalancing } from './locality.js';

/** The rules of load balancer settings. */
export function checkLoadBalancer(balancer: Field, hasOutlierDetection: boolean): void {
  if (!balancer.isSet) {
    return;
  }
  checkConsistentHash(balancer.at('consistentHash'));
  if (balancer.has('localityLbSetting') && balancer.has('zoneAwareLbSetting')) {
    balancer.error('localityLbSetting and zoneAwareLbSetting exclude each other');
  }
  checkLocalityLoadBalancing(balancer.at('localityLbSetting'), hasOutlierDetection, 'locality');
  checkLocalityLoadBalancing(balancer.at('zoneAwareLbSetting'), hasOutlierDetection, 'zone-aware');
  checkWarmup(balancer.at('warmup'));
}

function checkConsistentHash(hash: Field): void {
  if (!hash.isSet) {
    return;
  }
  const cookie = hash.at('httpCookie');
  if (cookie.isSet && cookie.at('name').text === '') {
    cookie.error('the cookie needs a name');
  }
  const attributes = new Set<string>();
  for (const attribute of cookie.at('attributes').items) {
    const name = attribute.at('name').text;
    if (name === '' || attributes.has(name)) {
      attribute.error(name === '' ? 'the attribute needs a name' : `the attribute \`${name}\` is given twice`);
    }
    attributes.add(name);
  }
  if (hash.at('minimumRingSize').number !== 0) {
    hash.at('minimumRingSize').warning('minimumRingSize is deprecated; use ringHash');
    if (hash.has('ringHash') || hash.has('maglev')) {
      hash.error('minimumRingSize does not go with ringHash or maglev');
    }
  }
  if (hash.has('maglev')) {
    const size = hash.at('maglev').at('tableSize');
    if (size.number >= 5_000_011 || !isPrime(size.number)) {
      size.error(`${size.number} is no size for a Maglev table: it must be a prime number below 5000011`);
    }
  }
}

function isPrime(number: number): boolean {
  if (!Number.isInteger(number) || number < 2) {
    return false;
  }
  for (let factor = 2; factor * factor <= number; factor += 1) {
    if (number % factor === 0) {
      return false;
    }
  }
  return true;
}

function checkWarmup(warmup: Field): void {
  if (!warmup.isSet) {
    return;
  }
  if (!warmup.has('duration')) {
    warmup.error('a warm-up needs a duration');
  }
  checkDuration(warmup.at('duration'));
  if (warmup.at('minimumPercent').number > 100) {
    warmup.at('minimumPercent').error('must be at most 100');
  }
  if (warmup.has('aggression') && warmup.at('aggression').number <= 0) {
    warmup.at('aggression').error('must be more than 0');
  }
}
