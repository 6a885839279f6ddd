import { describe, expect, test } from '@jest/globals';
import type { Connection } from '../../../mesh/envoy/connection.js';
import { enterZtunnel, leaveThroughZtunnel } from '../../../mesh/envoy/ztunnel.js';
import { istioObject } from '../objects.js';
import { allow, ambient, withWaypoint } from './ambient-mesh.js';
import { connectionOf } from './fixtures.js';
import { endpointIn, simulationOf, workloadIn } from './simulated-mesh.js';

describe('out of a workload', () => {
  const leave = (text: string, host = 'web') => {
    const simulation = simulationOf(text);
    const address = simulation.push.network.resolve(host, 'shop');
    const node = simulation.push.nodeOf(workloadIn(simulation, 'cart'));
    const { responses, steps } = leaveThroughZtunnel(simulation, connectionOf(), node, { address, port: 80 });
    return [responses[0]?.value.reason, steps[0]?.reason];
  };
  test('straight to the endpoints, in a tunnel', () => {
    expect(leave(ambient)).toEqual([
      'at web:80 over mutual',
      'the service has no waypoint: ztunnel picks an endpoint, and no HTTP rule acts',
    ]);
  });
  test('to the waypoint where the service has one', () => {
    expect(leave(withWaypoint)[1]).toBe('waypoint shop/arch stands in front of web.shop.svc.cluster.local');
  });
  test('what it does not know passes as it is', () => {
    expect(leave(ambient, 'far.example.com')).toEqual([
      'at far.example.com:80 over plaintext',
      'it knows no such service and passes the connection on as it is',
    ]);
  });
});

describe('into a workload', () => {
  const mutual = { transportSocket: 'mutual', principal: 'cluster.local/ns/shop/sa/cart' } as const;
  const enter = (text: string, connection: Partial<Connection> = mutual) => {
    const simulation = simulationOf(ambient + text);
    const from = connectionOf(connection);
    return enterZtunnel(simulation, from, workloadIn(simulation, 'web'), endpointIn(simulation, 'web')).responses[0]
      ?.value;
  };
  const strict = istioObject('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}');
  const from = (account: string) => allow(`{from: [{source: {principals: [cluster.local/ns/shop/sa/${account}]}}]}`);

  test('STRICT refuses plain text', () => {
    expect(enter('', {})).toMatchObject({ status: '200', policy: '' });
    expect(enter(strict, {})).toMatchObject({ status: 'reset', kind: 'denied', policy: 'shop/default' });
    expect(enter(strict)?.status).toBe('200');
  });
  test('an annotation keeps plain text from it', () => {
    const open = ambient.replace('annotations: {}', 'annotations: {ambient.istio.io/bypass-inbound-capture: "true"}');
    const simulation = simulationOf(open + strict);
    const endpoint = endpointIn(simulation, 'web');
    expect(
      enterZtunnel(simulation, connectionOf(), workloadIn(simulation, 'web'), endpoint).responses[0]?.value.status,
    ).toBe('200');
  });
  test('policies see who sends, which only mTLS proves', () => {
    expect(enter(from('cart'))).toMatchObject({ status: '200', policy: 'shop/only' });
    expect(enter(from('other'))).toMatchObject({ status: 'reset', kind: 'denied', policy: 'shop/only' });
    expect(enter(from('cart'), { principal: mutual.principal })?.kind).toBe('denied');
  });
  test('a rule that asks for HTTP allows nothing (Istio, "Ambient: L4 authorization policy")', () => {
    expect(enter(allow('{to: [{operation: {methods: [GET]}}]}'))).toMatchObject({ status: 'reset', kind: 'denied' });
  });
});
