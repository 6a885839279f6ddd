import { describe, expect, test } from '@jest/globals';
import { addressEndpoint, type Endpoint } from '../../../../mesh/model/service.js';
import { loadAssignment, socketTo } from '../../../../mesh/proxy/build/load-assignment.js';

const at = (locality: string, parts: Partial<Endpoint> = {}): Endpoint => ({
  ...addressEndpoint(locality || 'nowhere', 80),
  locality,
  ...parts,
});
const endpoints = [at('r1/z1'), at('r1/z2'), at('r2/z1'), at('r3/z1')];
/** `priority locality weight` of each group. */
const groups = (
  setting: object | undefined,
  { all = endpoints, outlier = true, meshSetting = undefined as unknown, labels = {} } = {},
) =>
  loadAssignment(
    all,
    {
      policy: {
        ...(setting && { loadBalancer: { localityLbSetting: setting } }),
        ...(outlier && { outlierDetection: {} }),
      },
      place: { locality: 'r1/z1', labels },
      meshSetting,
    },
    () => 'plaintext',
  ).map(({ priority, locality, weight, endpoints: own }) => `${priority} ${locality} ${weight ?? '-'} (${own.length})`);
const alike = ['0 r1/z1 - (1)', '0 r1/z2 - (1)', '0 r2/z1 - (1)', '0 r3/z1 - (1)'];

describe('endpoints', () => {
  test('are alike without outlier detection, and where the setting is off', () => {
    expect(groups({}, { outlier: false })).toEqual(alike);
    expect(groups({ enabled: false })).toEqual(alike);
  });

  test('are taken from near to far when the caller fails over', () => {
    const byDistance = ['0 r1/z1 - (1)', '1 r1/z2 - (1)', '2 r2/z1 - (1)', '2 r3/z1 - (1)'];
    expect(groups(undefined)).toEqual(byDistance);
    expect(groups({ failover: [{ from: 'r1', to: 'r3' }] })).toEqual([
      '0 r1/z1 - (1)',
      '1 r1/z2 - (1)',
      '3 r2/z1 - (1)',
      '2 r3/z1 - (1)',
    ]);
  });

  test('are taken by the labels that they share with the caller', () => {
    const all = [at('', { labels: { network: 'b' } }), at('', { labels: { network: 'a' } })];
    expect(groups({ failoverPriority: ['network'] }, { all, labels: { network: 'a' } })).toEqual([
      '1  - (1)',
      '0  - (1)',
    ]);
    expect(groups({ failoverPriority: ['network=b'] }, { all, labels: { network: 'a' } })).toEqual([
      '0  - (1)',
      '1  - (1)',
    ]);
  });

  test('get shares by place, the most specific place first', () => {
    const to = { 'r1/*': 80, 'r1/z2': 20, 'r9/*': 5 };
    expect(groups({ distribute: [{ from: 'r1/*', to }] })).toEqual(['0 r1/z2 20 (1)', '0 r1/* 80 (1)']);
    expect(groups({ distribute: [{ from: 'r2/*', to }] })).toEqual(alike);
  });

  test('have the setting of the mesh where the rule has none', () => {
    expect(groups(undefined, { meshSetting: { enabled: false } })).toEqual(alike);
    expect(groups({ enabled: false }, { meshSetting: { distribute: [{ from: '*', to: { '*': 1 } }] } })).toEqual(alike);
  });

  test('without a weight get nothing', () => {
    expect(groups({ enabled: false }, { all: [at('r1', { weight: 0 }), at('r2', { weight: 3 })] })).toEqual([
      '0 r2 - (1)',
    ]);
  });
});

test.each([
  ['an address', {}, 'plaintext', { isTunnelled: false, transportSocket: 'plaintext' }],
  ['a waypoint', { workload: { proxy: 'waypoint' } }, 'plaintext', { isTunnelled: true, transportSocket: 'mutual' }],
  [
    'what ambient mode captures',
    { workload: { isAmbient: true } },
    'tls',
    { isTunnelled: true, transportSocket: 'tls' },
  ],
  [
    'what takes mTLS itself',
    { workload: { isAmbient: true }, labels: { 'security.istio.io/tlsMode': 'istio' } },
    'mutual',
    { isTunnelled: false, transportSocket: 'mutual' },
  ],
] as const)('connections to %s', (_, parts, socket, expected) => {
  expect(socketTo(at('', parts as unknown as Partial<Endpoint>), socket)).toEqual(expected);
});
