import { expect, test } from '@jest/globals';
import type { ConnectionMatch, ConnectionRule } from '../../../../mesh/istio/route-source.js';
import {
  matchesAt,
  tcpProxyOf,
  tcpProxyTo,
  tcpProxyToService,
} from '../../../../mesh/proxy/build/connection-routes.js';
import { blackHoleCluster } from '../../../../mesh/proxy/route-configuration.js';
import { ruleOf } from '../../envoy/fixtures.js';
import { connectionMatchOf } from '../fixtures.js';

const destination = { host: 'db', subset: '', port: undefined, weight: 0, headers: undefined };
const rule = (match: Partial<ConnectionMatch>): ConnectionRule => ({
  label: 'r',
  object: ruleOf().object,
  matches: [connectionMatchOf(match)],
  destinations: [destination],
});
const sidecar = { labels: { app: 'web' }, namespace: 'shop', gateway: 'mesh', port: 80 };
const gateway = { ...sidecar, gateway: 'shop/door' };

test.each<[Partial<ConnectionMatch>, boolean, boolean]>([
  [{}, true, true],
  [{ port: 80 }, true, true],
  [{ port: 81 }, false, false],
  [{ gateways: ['mesh'] }, true, false],
  [{ gateways: ['shop/door'] }, false, true],
  [{ sourceLabels: { app: 'web' }, sourceNamespace: 'shop' }, true, true],
  // Gateways do not look at the caller.
  [{ sourceLabels: { app: 'x' } }, false, true],
  [{ sourceNamespace: 'lab' }, false, true],
])('%j holds at a sidecar: %s, at a gateway: %s', (match, atSidecar, atGateway) => {
  const holds = [sidecar, gateway].map((scope) => matchesAt(rule(match), scope).length === 1);
  expect(holds).toEqual([atSidecar, atGateway]);
});

test('where connections go', () => {
  const found = tcpProxyOf(rule({}), () => 5432);
  expect([found.clusters.map(({ name, weight }) => [name, weight]), found.source?.label]).toEqual([
    [['outbound|5432||db', 1]],
    'r',
  ]);
  expect(tcpProxyTo(blackHoleCluster)).toMatchObject({
    clusters: [{ name: 'BlackHoleCluster', weight: 1 }],
    source: undefined,
  });
  expect(tcpProxyToService('db', 80).clusters[0]?.name).toBe('outbound|80||db');
});
