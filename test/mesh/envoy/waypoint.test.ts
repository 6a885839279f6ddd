import { expect, test } from '@jest/globals';
import type { Connection } from '../../../mesh/envoy/connection.js';
import { enterWaypoint } from '../../../mesh/envoy/waypoint.js';
import { allow, withWaypoint } from './ambient-mesh.js';
import { connectionOf, requestOf } from './fixtures.js';
import { serviceIn, simulationOf, workloadIn } from './simulated-mesh.js';

const getOnly = allow('{to: [{operation: {methods: [GET]}}]}', '{kind: Service, group: "", name: web}');
const enter = (text: string, parts: Partial<Connection> = {}, port = 80) => {
  const simulation = simulationOf(text);
  const connection = connectionOf({
    transportSocket: 'mutual',
    tunnelTo: { service: serviceIn(simulation, 'web'), port },
    ...parts,
  });
  return enterWaypoint(simulation, connection, workloadIn(simulation, 'arch'));
};
const answer = (...given: Parameters<typeof enter>) => enter(...given).responses[0]?.value;

test('it sends requests for a service on to its pods, through a tunnel', () => {
  expect(answer(withWaypoint)).toMatchObject({ status: '200', reason: 'at web:80 over mutual' });
  expect(enter(withWaypoint).matched.gateway).toBe('Gateway shop/arch');
});

test('policies for the service see the request', () => {
  const post = { request: requestOf({ method: 'POST' }) };
  expect([answer(withWaypoint + getOnly), answer(withWaypoint + getOnly, post)]).toMatchObject([
    { status: '200' },
    { status: '403', policy: 'shop/only' },
  ]);
});

test('it takes only tunnels to a port of a service', () => {
  for (const refused of [answer(withWaypoint, { tunnelTo: undefined }), answer(withWaypoint, {}, 81)]) {
    expect(refused).toMatchObject({ status: 'reset', reason: expect.stringContaining('only tunnels to services') });
  }
});
