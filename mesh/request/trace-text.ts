import type { Stage, Step } from '../envoy/trace.js';

const words: Readonly<Record<Stage, string>> = {
  downstream: '',
  dns: '',
  scope: '',
  ztunnel: '',
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

/** A step for a person: `route VirtualService shop/reviews http[0]: matched`. */
export function stepText({ stage, name, outcome, reason, share }: Step): string {
  if (share !== undefined) {
    return `${outcome} ${reason}`;
  }
  const what = `${words[stage]}${name}`.trim();
  const said = [outcome, reason].filter(Boolean).join(': ');
  return what === '' ? said : stage === 'downstream' ? `${what} ${said.replace(': ', ', ')}` : `${what}: ${said}`;
}
