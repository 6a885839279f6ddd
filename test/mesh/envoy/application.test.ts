import { describe, expect, test } from '@jest/globals';
import { accepted, reachApplication, reachBehindSidecar } from '../../../mesh/envoy/application.js';
import type { Connection } from '../../../mesh/envoy/connection.js';
import { addressEndpoint } from '../../../mesh/model/service.js';
import { namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { connectionOf } from './fixtures.js';
import { endpointIn, inboundProxy, simulationOf } from './simulated-mesh.js';

const ports = (name: string) => `{selector: {app: ${name}}, ports: [{name: http, port: 80}, {name: https, port: 443}]}`;
const text = namespaceOf('shop', '{}') + workloadOf('web') + serviceOf('web', 'shop', ports('web'));
const simulation = simulationOf(text);
const sent = {
  'plain HTTP': {},
  'mTLS of the mesh': { transportSocket: 'mutual' },
  'TLS of a proxy': { transportSocket: 'tls' },
  'TLS of the client': { isTls: true },
} satisfies Record<string, Partial<Connection>>;
const rows = (answers: readonly string[]) =>
  Object.entries(sent).map(([name, one], at) => [name, one, answers[at]] as const);

test('what a workload takes is 200 to HTTP, with the policy that let it in', () => {
  expect(accepted(true, 'shop/p')).toMatchObject({ status: '200', kind: 'allowed', policy: 'shop/p' });
  expect(accepted(false, '').status).toBe('connected');
});

describe('an application without a sidecar', () => {
  const reach = (connection: Partial<Connection>, port: number) =>
    reachApplication(simulation, connectionOf(connection), endpointIn(simulation, 'web', port)).status;
  test.each(rows(['200', 'reset', 'reset', 'reset']))('at a port in plain text: %s', (_, connection, status) => {
    expect(reach(connection, 80)).toBe(status);
  });
  test.each(rows(['200', 'reset', '200', '200']))('at a port with TLS: %s', (_, connection, status) => {
    expect(reach(connection, 443)).toBe(status);
  });
  test('nothing listens at other ports, which a proxy before makes 503 UF of', () => {
    const elsewhere = { ...endpointIn(simulation, 'web'), port: 81 };
    expect(reachApplication(simulation, connectionOf({ isProxied: true }), elsewhere)).toMatchObject({
      status: '503',
      flag: 'UF',
      reason: 'web does not listen at 81',
    });
  });
});

test('what is outside takes everything but mTLS of the mesh', () => {
  const reach = (connection: Partial<Connection>) =>
    reachApplication(simulation, connectionOf(connection), addressEndpoint('a.example.com', 443)).status;
  expect(Object.values(sent).map(reach)).toEqual(['200', 'reset', '200', '200']);
});

describe('an application behind its sidecar', () => {
  const reach = (connection: Partial<Connection>, port: number, target = port) =>
    reachBehindSidecar(simulation, inboundProxy(simulation, 'web', port), connectionOf(connection), target, 'shop/p');
  test.each(rows(['200', '200', 'reset', 'reset']))('at a port in plain text: %s', (_, connection, status) => {
    expect(reach(connection, 80).status).toBe(status);
  });
  test('a port with TLS takes what the sidecar does not open', () => {
    expect(reach({ isTls: true, isHttp: false }, 443)).toMatchObject({ status: 'connected', policy: 'shop/p' });
  });
  test('where nothing listens the connection is closed', () => {
    expect(reach({}, 80, 81)).toMatchObject({ status: 'reset', failure: 'reset' });
  });
  test('an assumed state decides', () => {
    const states = new Map([['shop/web', { status: '418', isReset: false, delay: 0 }]]);
    const assuming = { ...simulation, circumstances: { ...simulation.circumstances, states } };
    expect(reachApplication(assuming, connectionOf(), endpointIn(simulation, 'web')).status).toBe('418');
    expect(reachBehindSidecar(assuming, inboundProxy(simulation, 'web'), connectionOf(), 80, '').status).toBe('418');
  });
});
