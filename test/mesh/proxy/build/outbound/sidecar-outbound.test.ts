import { expect, test } from '@jest/globals';
import { SidecarOutbound } from '../../../../../mesh/proxy/build/outbound/sidecar-outbound.js';
import { istioObject, serviceOf } from '../../../objects.js';
import { scopedMesh, sidecarOf } from '../../fixtures.js';

const rule = '{match: [{sourceLabels: {app: a}}], route: [{destination: {host: cart}}]}';
const { scopes } = scopedMesh(
  serviceOf('cart') + istioObject('VirtualService', 'v', `{hosts: [cart], http: [${rule}]}`),
);
const outbound = new SidecarOutbound('cluster.local', undefined);
const of = (app: string, capturesDns = false) => outbound.of(sidecarOf(scopes, { labels: { app }, capturesDns }));

test('sidecars whose labels are the same to every route share their configuration', () => {
  expect(of('b')).toBe(of('c'));
  expect(of('a')).not.toBe(of('b'));
  expect(of('b', true)).not.toBe(of('b'));
});

test('the listener of an address is that of its port, else the virtual one', () => {
  expect([of('b').listener('10.0.0.1', 80).name, of('b').listener('10.0.0.1', 81).name]).toEqual([
    '0.0.0.0_80',
    'virtualOutbound',
  ]);
  expect(
    of('b')
      .listeners()
      .map(({ name }) => name),
  ).toEqual(['0.0.0.0_80', 'virtualOutbound']);
});

test('routes are those for the labels of the caller', () => {
  const labels = (app: string) =>
    of(app)
      .routeConfiguration('80')
      .virtualHosts.flatMap(({ routes }) => routes.map(({ label }) => label));
  expect(labels('a')).toEqual(['VirtualService shop/v http[0]', 'allow_any']);
  expect(labels('b')).toEqual(['default', 'allow_any']);
});
