import { expect, test } from '@jest/globals';
import { contentProtocols, isTlsOutside, kindOf, protocolsOf } from '../../../mesh/envoy/connection.js';
import type { TransportSocket } from '../../../mesh/proxy/transport-socket.js';
import { connectionOf } from './fixtures.js';

test('TLS is outside when the client or a proxy puts it there', () => {
  expect(isTlsOutside(connectionOf())).toBe(false);
  expect(isTlsOutside(connectionOf({ isTls: true }))).toBe(true);
  expect(isTlsOutside(connectionOf({ transportSocket: 'mutual' }))).toBe(true);
});

test('mTLS offers the protocols of the mesh, other TLS those of the Web', () => {
  expect(protocolsOf('mutual', true)).toContain('istio-http/1.1');
  expect(protocolsOf('mutual', false)).toEqual(['istio-peer-exchange', 'istio']);
  expect(protocolsOf('tls', true)).toContain('h2');
  expect(contentProtocols({ isHttp: true, isTls: false })).toEqual(['http/1.1']);
  expect(contentProtocols({ isHttp: false, isTls: false })).toEqual([]);
});

test('every kind of connection has a number of its own', () => {
  const flags = [true, false];
  const sockets: TransportSocket[] = ['plaintext', 'tls', 'mutual'];
  const kinds = flags.flatMap((isHttp) =>
    flags.flatMap((isTls) =>
      flags.flatMap((isProxied) =>
        flags.flatMap((readsHttp) => sockets.map((socket) => kindOf({ isHttp, isTls, isProxied }, socket, readsHttp))),
      ),
    ),
  );
  expect(new Set(kinds).size).toBe(48);
});
