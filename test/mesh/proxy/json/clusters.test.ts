import { describe, expect, test } from '@jest/globals';
import type { MeshService } from '../../../../mesh/model/service.js';
import type { Cluster } from '../../../../mesh/proxy/cluster.js';
import type { LbEndpoint } from '../../../../mesh/proxy/endpoint.js';
import { clusterJson, endpointsJson, inboundClusterJson } from '../../../../mesh/proxy/json/clusters.js';
import { outboundCluster } from '../../../../mesh/proxy/route-configuration.js';

const clusterOf = (parts: Partial<Cluster> = {}): Cluster => ({
  ...outboundCluster('cart', 80, ''),
  type: 'EDS',
  service: {} as MeshService,
  lbPolicy: 'LEAST_REQUEST',
  hashedBy: '',
  loadAssignment: [],
  transportSocket: 'plaintext',
  isAutoMtls: false,
  sni: '',
  destinationRules: [],
  outlierDetection: undefined,
  idle: [],
  connectTimeout: undefined,
  failure: '',
  transportSocketReason: '',
  ...parts,
});
const endpoint = (parts: Partial<LbEndpoint> = {}): LbEndpoint => ({
  endpoint: { workload: undefined, address: '10.0.0.1', port: 8080, labels: {}, cluster: '', locality: '', weight: 1 },
  weight: 3,
  transportSocket: 'plaintext',
  isTunnelled: false,
  ...parts,
});
const place = (locality: string, priority: number, weight?: number, one = endpoint()) => ({
  locality,
  priority,
  weight,
  endpoints: [one],
});
const name = 'outbound|80||cart';

describe('a cluster', () => {
  test.each<[string, Partial<Cluster>, object]>([
    [
      'has its endpoints from istiod',
      {},
      { name, type: 'EDS', edsClusterConfig: { serviceName: name }, lbPolicy: 'LEAST_REQUEST' },
    ],
    [
      'of DNS has them itself',
      { type: 'STRICT_DNS' },
      { name, type: 'STRICT_DNS', lbPolicy: 'LEAST_REQUEST', loadAssignment: { clusterName: name, endpoints: [] } },
    ],
    [
      'takes out what fails',
      { outlierDetection: { consecutive5xx: 5, consecutiveGatewayErrors: 0 } },
      { outlierDetection: { consecutive5xx: 5, consecutiveGatewayFailure: 0 } },
    ],
    [
      'names the DestinationRule that decides',
      { destinationRules: ['shop/a', 'shop/b'] },
      {
        metadata: {
          filterMetadata: { istio: { config: '/apis/networking.istio.io/v1/namespaces/shop/destination-rule/a' } },
        },
      },
    ],
    [
      'with auto mTLS has one socket for each kind of endpoint',
      { isAutoMtls: true },
      {
        transportSocketMatches: [
          {
            match: { tlsMode: 'istio' },
            transportSocket: {
              typedConfig: {
                sni: 'outbound_.80_._.cart',
                commonTlsContext: { alpnProtocols: ['istio-peer-exchange', 'istio'] },
              },
            },
          },
          { match: {}, transportSocket: { name: 'envoy.transport_sockets.raw_buffer' } },
        ],
      },
    ],
    [
      'with TLS of the user has that',
      { transportSocket: 'tls', sni: 'a.example' },
      { transportSocket: { typedConfig: { sni: 'a.example', commonTlsContext: {} } } },
    ],
    [
      'has the socket of its endpoints',
      { loadAssignment: [place('', 0, undefined, endpoint({ transportSocket: 'tls' }))] },
      { transportSocket: { name: 'envoy.transport_sockets.tls' } },
    ],
  ])('%s', (_, parts, expected) => {
    expect(clusterJson(clusterOf(parts))).toMatchObject(expected);
  });

  test('in plain text has no socket', () => {
    expect(Object.keys(clusterJson(clusterOf()))).toEqual(['name', 'type', 'edsClusterConfig', 'lbPolicy']);
  });
});

test('endpoints by place; what does not matter is left out', () => {
  const mutual = endpoint({ transportSocket: 'mutual', weight: 1 });
  expect(endpointsJson(clusterOf({ loadAssignment: [place('', 0), place('r/z', 1, 20, mutual)] }))).toEqual({
    clusterName: name,
    endpoints: [
      {
        lbEndpoints: [
          {
            endpoint: { address: { socketAddress: { address: '10.0.0.1', portValue: 8080 } } },
            healthStatus: 'HEALTHY',
            loadBalancingWeight: 3,
          },
        ],
      },
      {
        locality: { region: 'r', zone: 'z' },
        lbEndpoints: [
          {
            endpoint: { address: { socketAddress: { address: '10.0.0.1', portValue: 8080 } } },
            healthStatus: 'HEALTHY',
            metadata: { filterMetadata: { 'envoy.transport_socket_match': { tlsMode: 'istio' } } },
            loadBalancingWeight: 1,
          },
        ],
        loadBalancingWeight: 20,
        priority: 1,
      },
    ],
  });
});

test('the cluster of a port of the own workload keeps the address, unless a Sidecar sets where it leads', () => {
  const inbound = { name: 'inbound|8080||', host: '', port: 8080, subset: '' };
  expect(inboundClusterJson(inbound, false)).toMatchObject({ type: 'ORIGINAL_DST', lbPolicy: 'CLUSTER_PROVIDED' });
  expect(inboundClusterJson(inbound, true)).toMatchObject({
    type: 'STATIC',
    loadAssignment: {
      endpoints: [
        { lbEndpoints: [{ endpoint: { address: { socketAddress: { address: '127.0.0.1', portValue: 8080 } } } }] },
      ],
    },
  });
});
