import type { Stage, Step } from '../envoy/trace.js';

const words: Readonly<Record<Stage, string>> = {
  downstream: '',
  dns: '',
  capture: '',
  scope: '',
  ztunnel: '',
  network: '',
  proxy: '',
  listener: 'listener ',
  'filter-chain': 'filter chain ',
  tls: 'TLS at ',
  'http-filter': 'filter ',
  'network-filter': 'filter ',
  'route-configuration': 'route configuration ',
  'virtual-host': 'virtual host ',
  route: 'route ',
  router: '',
  cluster: 'cluster ',
  'upstream-tls': 'TLS to ',
  endpoint: 'endpoint ',
};

/** Outcomes that say no more than that the step is there. */
const silent: ReadonlySet<string> = new Set(['matched', 'decided']);

/** A step for a person: `route VirtualService shop/reviews http[0]`, `cluster outbound|80||cart.shop.svc.cluster.local: 503: it has no endpoint`. */
export function stepText({ stage, name, outcome, reason, share }: Step): string {
  if (share !== undefined) {
    return `${outcome} ${reason}`;
  }
  const what = `${words[stage]}${name}`;
  if (stage === 'downstream') {
    return [`${what} ${outcome}`, reason].filter(Boolean).join(', ');
  }
  return [what, silent.has(outcome) ? '' : outcome, reason].filter((part) => part.trim() !== '').join(': ');
}
