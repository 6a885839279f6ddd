import { describe, expect, test } from '@jest/globals';
import { DestinationRules } from '../../../../mesh/istio/destination-rules.js';
import { PeerAuthentications } from '../../../../mesh/istio/peer-authentication.js';
import { Clusters } from '../../../../mesh/proxy/build/clusters.js';
import { outboundCluster } from '../../../../mesh/proxy/route-configuration.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../../objects.js';
import { scopedMesh, sidecarOf } from '../fixtures.js';

const host = 'cart.shop.svc.cluster.local';
const base = namespaceOf('shop') + serviceOf('cart') + workloadOf('cart');
const rule = (spec: string) => istioObject('DestinationRule', 'd', `{host: cart, ${spec}}`);
const entry = (resolution: string) =>
  istioObject(
    'ServiceEntry',
    'e',
    `{hosts: [e.example], ports: [{number: 80, name: http, protocol: HTTP}], resolution: ${resolution}, endpoints: [{address: ${resolution === 'DNS' ? 'a.example' : '192.0.2.1'}}]}`,
  );
const clustersOf = (text: string) => {
  const { mesh, scopes } = scopedMesh(text);
  return {
    clusters: new Clusters(mesh, new DestinationRules(mesh), new PeerAuthentications(mesh)),
    node: sidecarOf(scopes),
  };
};
const find = (text: string, name = host, port = 80, subset = '') => {
  const { clusters, node } = clustersOf(text);
  return clusters.find(node, outboundCluster(name, port, subset));
};

test.each([
  ['a Service', base, host, 'EDS'],
  [
    'a headless Service',
    base + serviceOf('db', 'shop', '{clusterIP: None, ports: [{port: 80}]}'),
    'db.shop.svc.cluster.local',
    'ORIGINAL_DST',
  ],
  ['an entry with DNS', entry('DNS'), 'e.example', 'STRICT_DNS'],
  ['an entry with addresses', entry('STATIC'), 'e.example', 'EDS'],
  ['an entry without resolution', entry('NONE').replace(/, endpoints.*\]/, ''), 'e.example', 'ORIGINAL_DST'],
  [
    'callers that choose the address',
    base + rule('trafficPolicy: {loadBalancer: {simple: PASSTHROUGH}}'),
    host,
    'ORIGINAL_DST',
  ],
])('the endpoints of %s', (_, text, name, type) => {
  expect(find(text, name)?.type).toBe(type);
});

describe('a DestinationRule', () => {
  const hash = (by: string) => `trafficPolicy: {loadBalancer: {consistentHash: {${by}}}}`;
  test.each([
    [
      'without settings',
      '',
      { lbPolicy: 'LEAST_REQUEST', hashedBy: '', outlierDetection: undefined, connectTimeout: undefined },
    ],
    ['with a simple policy', 'trafficPolicy: {loadBalancer: {simple: RANDOM}}', { lbPolicy: 'RANDOM' }],
    ['with a hash of a header', hash('httpHeaderName: x'), { lbPolicy: 'RING_HASH', hashedBy: 'header x' }],
    ['with a hash of a cookie', hash('httpCookie: {name: c}'), { hashedBy: 'cookie c' }],
    [
      'with a hash of the address',
      hash('useSourceIp: true, maglev: {}'),
      { lbPolicy: 'MAGLEV', hashedBy: 'source IP' },
    ],
    [
      'with outlier detection',
      'trafficPolicy: {outlierDetection: {}}',
      { outlierDetection: { consecutive5xx: 5, consecutiveGatewayErrors: 0 } },
    ],
    [
      'with a time to connect',
      'trafficPolicy: {connectionPool: {tcp: {connectTimeout: 2s}}}',
      { connectTimeout: 2000 },
    ],
  ])('%s', (_, spec, expected) => {
    expect(find(base + rule(spec))).toMatchObject({ ...expected, destinationRules: ['shop/d'] });
  });

  test('with subsets sorts endpoints by labels', () => {
    const text =
      base +
      workloadOf('cart2', 'shop', { labels: ', version: v2' }).replaceAll('app: cart2', 'app: cart') +
      rule('subsets: [{name: v2, labels: {version: v2}}]');
    const names = (subset: string) =>
      find(text, host, 80, subset)?.loadAssignment.flatMap(({ endpoints }) =>
        endpoints.map(({ endpoint }) => endpoint.workload?.name),
      );
    expect([names(''), names('v2'), names('v3')]).toEqual([['cart', 'cart2'], ['cart2'], undefined]);
  });
});

test('what runs no pod is idle', () => {
  const stopped = base.replace('spec:\n  selector', 'spec:\n  replicas: 0\n  selector');
  expect([find(base)?.idle.length, find(stopped)?.idle.map(({ name }) => name)]).toEqual([0, ['cart']]);
});

test('every cluster of a proxy, by host, port and subset', () => {
  const { clusters, node } = clustersOf(base + rule('subsets: [{name: v1}]'));
  expect(clusters.all(node).map(({ name }) => name)).toEqual([`outbound|80||${host}`, `outbound|80|v1|${host}`]);
});

test.each([
  ['none.shop.svc.cluster.local', 80, '', 'there is no service none.shop.svc.cluster.local'],
  [host, 81, '', `${host} has no port 81`],
  [host, 80, 'v1', `no DestinationRule that shop sees has subset v1 of ${host}`],
  ['', 80, '', 'there is no service (invalid backend)'],
])('why there is none for %s:%s %s', (name, port, subset, reason) => {
  const { clusters, node } = clustersOf(base);
  const reference = outboundCluster(name, port, subset);
  expect(clusters.find(node, reference)).toBeUndefined();
  expect(clusters.whyMissing(node, reference)).toBe(reason);
});

test('why there is none that a Sidecar does not import', () => {
  const { clusters, node } = clustersOf(base + istioObject('Sidecar', 'default', '{egress: [{hosts: ["lab/*"]}]}'));
  expect(clusters.whyMissing(node, outboundCluster(host, 80, ''))).toBe(
    `${host} is not visible from Sidecar shop/default`,
  );
});
