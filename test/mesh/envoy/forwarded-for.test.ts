import { expect, test } from '@jest/globals';
import { remoteIpAtSidecar, takenByGateway } from '../../../mesh/envoy/forwarded-for.js';
import { requestOf } from './fixtures.js';

const forwarded = requestOf({ headers: { 'x-forwarded-for': ['192.0.2.1, 192.0.2.2', '192.0.2.3'] } });

test('a sidecar takes the last address for that of the client', () => {
  expect(remoteIpAtSidecar(forwarded, '10.0.0.1')).toBe('192.0.2.3');
  expect(remoteIpAtSidecar(requestOf(), '10.0.0.1')).toBe('10.0.0.1');
  expect(remoteIpAtSidecar(requestOf({ headers: { 'x-forwarded-for': '192.0.2.1,' } }), '10.0.0.1')).toBeUndefined();
});

test('a gateway takes that of the connection, and writes it down', () => {
  const { request, remoteIp } = takenByGateway(forwarded, true, '198.51.100.1', 0);
  expect(remoteIp).toBe('198.51.100.1');
  expect(request.headers.get('x-forwarded-for')).toEqual(['192.0.2.1,192.0.2.2,192.0.2.3,198.51.100.1']);
  expect(request.headers.get('x-forwarded-proto')).toEqual(['https']);
});

test('behind trusted proxies it takes what the outermost of them wrote', () => {
  expect(takenByGateway(forwarded, false, '198.51.100.1', 1).remoteIp).toBe('192.0.2.3');
  expect(takenByGateway(forwarded, false, '198.51.100.1', 3).remoteIp).toBe('192.0.2.1');
  expect(takenByGateway(forwarded, false, '198.51.100.1', 4).remoteIp).toBe('198.51.100.1');
  const { request } = takenByGateway(forwarded, false, undefined, 1);
  expect(request.headers.has('x-forwarded-proto')).toBe(false);
  expect(request.headers.get('x-forwarded-for')?.[0]).toMatch(/,$/);
});
