import { describe, expect, test } from '@jest/globals';
import { leaveThroughSidecar } from '../../../mesh/envoy/outbound.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { connectionOf, requestOf } from './fixtures.js';
import { brief, simulationOf, workloadIn } from './simulated-mesh.js';

const database = '{selector: {app: db}, clusterIP: 10.96.0.7, ports: [{name: tcp, port: 3306}]}';
const base =
  namespaceOf('shop') +
  workloadOf('cart') +
  workloadOf('web') +
  serviceOf('web') +
  workloadOf('db') +
  serviceOf('db', 'shop', database);
const leave = (host: string, port: number, text = '') => {
  const simulation = simulationOf(base + text);
  const workload = workloadIn(simulation, 'cart');
  const address = simulation.push.network.resolve(host, 'shop');
  const connection = connectionOf({ request: requestOf({ authority: host }) });
  return leaveThroughSidecar(simulation, connection, simulation.push.nodeOf(workload), workload, { address, port });
};
const shown = (...given: Parameters<typeof leave>) => {
  const { responses, matched } = leave(...given);
  return `${matched.listener}: ${responses[0]?.value.status} ${responses[0]?.value.reason}`;
};

describe('the listener is the one for the address and the port', () => {
  test.each([
    ['web', 80, '0.0.0.0_80: 200 at web:80 over mutual'],
    ['db', 3306, '10.96.0.7_3306: 200 at db:3306 over mutual'],
    ['far.example.com', 7777, 'virtualOutbound: 200 at far.example.com:7777 over plaintext'],
  ])('%s:%i', (host, port, expected) => {
    expect(shown(host, port)).toBe(expected);
  });
});

test('REGISTRY_ONLY closes what it does not know', () => {
  const closed = istioObject('Sidecar', 'default', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}');
  expect(shown('far.example.com', 7777, closed)).toMatch(/^virtualOutbound: reset REGISTRY_ONLY/);
});

test('steps begin with the Sidecar, the listener and the filter chain', () => {
  const own = istioObject('Sidecar', 'default', '{egress: [{hosts: ["./*"]}]}');
  expect(brief(leave('web', 80, own).steps).slice(0, 3)).toEqual([
    'scope Sidecar shop/default says what the sidecar knows',
    'listener 0.0.0.0_80 matched',
    'filter-chain http/1.1, h2c matched',
  ]);
  expect(brief(leave('web', 80).steps)[0]).toBe('listener 0.0.0.0_80 matched');
});
