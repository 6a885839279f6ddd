import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { callers, findService } from '../../../mesh/survey/callers.js';
import { asm, cluster, resourcesOf } from '../resources.js';

const service = `
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80 }] }
`;

const pods = `${service}---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec: { template: { metadata: { labels: { app: cart, istio.io/rev: default } }, spec: {} } }
`;

const strict = `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: istio-system }
spec: { mtls: { mode: STRICT } }
`;

/** Pods run in the second cluster only; both have the Service. */
const mesh = buildMesh([
  ...resourcesOf(service, cluster('a')),
  ...resourcesOf(pods, cluster('b')),
  ...resourcesOf(strict, asm),
]);

describe('a caller that no manifest has', () => {
  test('is taken to be beside a workload of what it calls', () => {
    expect(request(mesh, { from: 'other/pod', to: 'http://cart.shop/' }).verdict).toBe('denied');
    const cart = findService(mesh, 'cart');
    const rows = cart === undefined ? [] : callers(mesh, cart);
    expect(rows.find(({ from }) => from === 'outside')).toMatchObject({
      verdict: 'denied',
      policy: 'istio-system/default',
    });
  });

  test('is where the question says', () => {
    const from = { namespace: 'other', workload: 'pod', cluster: 'a' };
    expect(request(mesh, { from, to: 'http://cart.shop/' }).verdict).toBe('no-route');
  });
});
