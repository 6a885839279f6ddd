import { expect, test } from '@jest/globals';
import { effectivePolicy, type TrafficPolicy } from '../../../mesh/istio/traffic-policy.js';

const ofHost: TrafficPolicy = {
  tls: { mode: 'SIMPLE' },
  loadBalancer: { simple: 'RANDOM' },
  portLevelSettings: [{ port: { number: 90 }, tls: { mode: 'DISABLE' } }],
};
const rule = {
  trafficPolicy: ofHost,
  subsets: [
    { name: 'plain' },
    { name: 'v1', trafficPolicy: { loadBalancer: { simple: 'LEAST_REQUEST' } } },
    { name: 'v2', trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, outlierDetection: {} }] } },
  ],
};

test.each([
  ['the host', '', 80, { tls: { mode: 'SIMPLE' }, loadBalancer: { simple: 'RANDOM' } }],
  ['a subset that is not there', 'v9', 80, { tls: { mode: 'SIMPLE' }, loadBalancer: { simple: 'RANDOM' } }],
  ['a subset without settings', 'plain', 80, { tls: { mode: 'SIMPLE' }, loadBalancer: { simple: 'RANDOM' } }],
  // Settings of a port stand in place of all those of the host.
  ['a port', '', 90, { tls: { mode: 'DISABLE' } }],
  // Those of a subset go over them field by field,
  ['a subset', 'v1', 80, { tls: { mode: 'SIMPLE' }, loadBalancer: { simple: 'LEAST_REQUEST' } }],
  [
    'a subset and a port of the host',
    'v1',
    90,
    { tls: { mode: 'DISABLE' }, loadBalancer: { simple: 'LEAST_REQUEST' } },
  ],
  // but not those of a port of the subset.
  ['a port of a subset', 'v2', 80, { outlierDetection: {} }],
])('what holds for %s', (_, subset, port, expected) => {
  const { connectionPool, loadBalancer, outlierDetection, tls } = effectivePolicy(rule, subset, port);
  expect({ connectionPool, loadBalancer, outlierDetection, tls }).toEqual({
    connectionPool: undefined,
    loadBalancer: undefined,
    outlierDetection: undefined,
    tls: undefined,
    ...expected,
  });
});

test('without a DestinationRule nothing is set', () => {
  expect(effectivePolicy(undefined, 'v1', 80)).toEqual({});
});
