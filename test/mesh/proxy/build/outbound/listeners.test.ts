import { describe, expect, test } from '@jest/globals';
import { OutboundListeners } from '../../../../../mesh/proxy/build/outbound/listeners.js';
import { istioObject, serviceOf } from '../../../objects.js';
import { scopedMesh, sidecarOf } from '../../fixtures.js';

const service = (name: string, port: string, rest = '') =>
  serviceOf(name, 'shop', `{ports: [{port: 80, name: ${port}}]${rest}}`);
const listenersOf = (text: string, capturesDns = false) =>
  new OutboundListeners(sidecarOf(scopedMesh(text).scopes, { capturesDns }));
/** `name: what | rest` of each listener. */
const short = (text: string, capturesDns?: boolean) => {
  const what = ({ terminal }: { terminal: object }) =>
    'clusters' in terminal
      ? (terminal.clusters as { name: string }[])[0]?.name
      : 'routeConfiguration' in terminal
        ? `HTTP ${terminal.routeConfiguration}`
        : '';
  return listenersOf(text, capturesDns)
    .all()
    .map(
      ({ name, filterChains, defaultFilterChain }) =>
        `${name}: ${filterChains.map(what).join()}${defaultFilterChain === undefined ? '' : ` | ${what(defaultFilterChain)}`}`,
    );
};
const at = (name: string) => `<address of ${name}.shop.svc.cluster.local>_80`;
const to = (name: string) => `outbound|80||${name}.shop.svc.cluster.local`;
const entry = (rest: string) =>
  istioObject('ServiceEntry', 'e', `{hosts: [e.example], ports: [{number: 80, name: tcp, protocol: TCP}], ${rest}}`);

describe('a port has', () => {
  test.each([
    [
      'HTTP at every address',
      service('a', 'http') + service('b', 'http'),
      ['0.0.0.0_80: HTTP 80 | PassthroughCluster'],
    ],
    ['TCP at the address of the service', service('a', 'tcp'), [`${at('a')}: ${to('a')}`]],
    [
      'both at the address where the protocol is found out',
      service('a', 'x'),
      [`${at('a')}: HTTP a.shop.svc.cluster.local:80 | ${to('a')}`],
    ],
    ['nothing for UDP', serviceOf('a', 'shop', '{ports: [{port: 53, protocol: UDP}]}'), []],
    [
      'TCP of an entry without an address at every address',
      entry('resolution: DNS'),
      ['0.0.0.0_80: outbound|80||e.example'],
    ],
    [
      'TCP of an entry at its addresses',
      entry('resolution: DNS, addresses: [192.0.2.1]'),
      ['192.0.2.1_80: outbound|80||e.example'],
    ],
    [
      'TCP of an entry for a block',
      entry('resolution: NONE, addresses: [192.0.2.0/24]'),
      ['0.0.0.0_80: outbound|80||e.example | PassthroughCluster'],
    ],
  ])('%s', (_, text, expected) => {
    expect(short(text)).toEqual(expected);
  });

  test('TCP of an entry at the address that istiod allocates, where the sidecar answers DNS', () => {
    expect(short(entry('resolution: DNS'), true)).toEqual(['<address of e.example>_80: outbound|80||e.example']);
  });

  test('MySQL, whose server speaks first, beside nothing else', () => {
    const first = entry('resolution: DNS').replace('protocol: TCP', 'protocol: TLS');
    const second = (protocol: string) =>
      entry('resolution: DNS').replace('name: e', 'name: f').replace('e.example', 'f.example').replace('TCP', protocol);
    const [e, f] = ['outbound|80||e.example', 'outbound|80||f.example'];
    expect(short(first + second('TCP'))).toEqual([`0.0.0.0_80: ${e} | ${f}`]);
    expect(short(first + second('MYSQL'))).toEqual([`0.0.0.0_80: ${e} | PassthroughCluster`]);
  });

  test('what a Sidecar says of it', () => {
    const sidecar = istioObject(
      'Sidecar',
      'default',
      '{egress: [{port: {number: 80, protocol: TCP, name: t}, hosts: ["./*"]}]}',
    );
    expect(short(service('a', 'http') + sidecar)).toEqual([`${at('a')}: ${to('a')}`]);
  });
});

test('the listener of an address comes before that of its port', () => {
  const listeners = listenersOf(service('a', 'tcp') + service('b', 'http'));
  const address = '<address of a.shop.svc.cluster.local>';
  expect([
    listeners.find(address, 80)?.name,
    listeners.find('10.0.0.1', 80)?.name,
    listeners.find('10.0.0.1', 81),
  ]).toEqual([at('a'), '0.0.0.0_80', undefined]);
});

test.each([
  ['', 'PassthroughCluster'],
  [istioObject('Sidecar', 'default', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}'), 'BlackHoleCluster'],
])('the virtual listener takes the rest', (text, cluster) => {
  const { name, port, filterChains } = listenersOf(text).virtual;
  expect([name, port]).toEqual(['virtualOutbound', 15001]);
  expect(filterChains).toMatchObject([
    {
      name: 'virtualOutbound-blackhole',
      match: { destinationPort: 15001 },
      terminal: { clusters: [{ name: 'BlackHoleCluster' }] },
    },
    { name: 'virtualOutbound-catchall-tcp', terminal: { clusters: [{ name: cluster }] } },
  ]);
});
