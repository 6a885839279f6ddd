import { expect, test } from '@jest/globals';
import { serverNameOf } from '../../../mesh/proxy/cluster.js';

const cluster = { host: 'cart.shop.svc.cluster.local', port: 80, subset: 'v1', sni: '' };

test.each([
  ['mTLS of the mesh names the cluster', cluster, 'mutual', 'outbound_.80_.v1_.cart.shop.svc.cluster.local'],
  ['TLS of another kind names what is asked for', cluster, 'tls', 'a.example'],
  ['a DestinationRule may set the name', { ...cluster, sni: 'own.example' }, 'mutual', 'own.example'],
] as const)('%s', (_, parts, socket, expected) => {
  expect(serverNameOf(parts, socket, 'a.example')).toBe(expected);
});
