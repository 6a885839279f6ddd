import { describe, expect, test } from '@jest/globals';
import type { Connection } from '../../../mesh/envoy/connection.js';
import { enterGateway } from '../../../mesh/envoy/gateway.js';
import { gatewayOf, istioObject, namespaceOf, plainGateway, serviceOf, workloadOf } from '../objects.js';
import { connectionOf, requestOf } from './fixtures.js';
import { brief, simulationOf, tooDeep, workloadIn } from './simulated-mesh.js';

const secure = (mode: string) =>
  istioObject(
    'Gateway',
    'secure',
    `{selector: {istio: door}, servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: [a.example.com], tls: {mode: ${mode}, credentialName: c}}]}`,
  );
const route = istioObject(
  'VirtualService',
  'web',
  '{hosts: [a.example.com], gateways: [door, secure], http: [{route: [{destination: {host: web}}]}]}',
);
const base = namespaceOf('shop') + workloadOf('web') + serviceOf('web') + gatewayOf('door') + route;
const enter = (
  text: string,
  connection: Partial<Connection>,
  { port = 8080, authority = 'a.example.com', certificate = false } = {},
) => {
  const simulation = simulationOf(base + text, { clientCertificate: certificate });
  const request = requestOf({ authority });
  const from = connectionOf({ request, ...connection });
  return enterGateway(simulation, from, workloadIn(simulation, 'door', 'istio-system'), port);
};
const shown = (...given: Parameters<typeof enter>) => {
  const [share] = enter(...given).responses;
  return `${share?.value.status} ${share?.value.reason}`;
};
const overTls = { isTls: true, sni: 'a.example.com' };

describe('a server in plain text', () => {
  test('routes a request to the service, with mTLS', () => {
    expect(shown(plainGateway('door', 'door'), {})).toBe('200 at web:80 over mutual');
  });
  test('answers 404 to a host of no server', () => {
    expect(shown(plainGateway('door', 'door'), {}, { authority: 'b.example.com' })).toMatch(/^404 no virtual host/);
  });
  test('says what it took', () => {
    const { matched, steps } = enter(plainGateway('door', 'door'), {});
    expect(matched).toMatchObject({ listener: '0.0.0.0_8080' });
    expect(brief(steps)[0]).toBe('listener 0.0.0.0_8080 matched');
  });
});

test('a port without a server is closed', () => {
  expect(shown('', {})).toBe('reset no Gateway has a server for port 8080 of istio-system/door');
  expect(shown(plainGateway('door', 'door'), { isProxied: true }, { port: 9 })).toMatch(/^503 no Gateway/);
});

describe('a server with TLS', () => {
  test('takes the host of the handshake, and no other', () => {
    expect(shown(secure('SIMPLE'), overTls, { port: 8443 })).toBe('200 at web:80 over mutual');
    expect(shown(secure('SIMPLE'), { ...overTls, sni: 'b.example.com' }, { port: 8443 })).toMatch(
      /^reset no server or route of the gateway is for b.example.com/,
    );
  });
  test('takes no plain text', () => {
    expect(shown(secure('SIMPLE'), {}, { port: 8443 })).toMatch(/^reset .*plain text at port 8443/);
  });
  test('with MUTUAL asks for a client certificate', () => {
    expect(shown(secure('MUTUAL'), overTls, { port: 8443 })).toMatch(/^reset .* asks for a client certificate$/);
    expect(shown(secure('MUTUAL'), overTls, { port: 8443, certificate: true })).toMatch(/^200/);
  });
});

test('a request that passes too many gateways goes round in circles', () => {
  expect(shown(plainGateway('door', 'door'), { depth: tooDeep })).toBe('reset the request goes round in circles');
  expect(shown(plainGateway('door', 'door'), { depth: tooDeep - 1 })).toMatch(/^200/);
});
