import { describe, expect, test } from '@jest/globals';
import { PeerAuthentications } from '../../../../mesh/istio/peer-authentication.js';
import { ServerPorts } from '../../../../mesh/istio/server-ports.js';
import { InboundListeners } from '../../../../mesh/proxy/build/inbound.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../../objects.js';
import { scopedMesh } from '../fixtures.js';

const inboundOf = (ports: string, text = '') => {
  const { mesh, scopes } = scopedMesh(
    namespaceOf('shop') +
      workloadOf('cart') +
      serviceOf('cart', 'shop', `{selector: {app: cart}, ports: [${ports}]}`) +
      text,
  );
  const [workload] = mesh.workloads;
  if (workload === undefined) {
    throw new Error('there is no workload');
  }
  const filters = () => ({ http: [{ name: 'envoy.filters.http.fault' } as const], network: [] });
  return {
    inbound: new InboundListeners(new ServerPorts(mesh), new PeerAuthentications(mesh), scopes, filters),
    workload,
  };
};
const http = '{name: http, port: 80, targetPort: 8080}';
/** How each chain reads connections: `HTTP over mTLS`, `bytes in plain text`. */
const read = (ports: string, mode: string, port = 8080) => {
  const { inbound, workload } = inboundOf(ports, istioObject('PeerAuthentication', 'p', `{mtls: {mode: ${mode}}}`));
  return inbound
    .at(workload, port)
    .filterChains.map(
      ({ terminal, tls, match }) =>
        `${'routeConfiguration' in terminal ? 'HTTP' : 'bytes'} ${tls === undefined ? 'in' : 'over'} ${tls === undefined ? match.transportProtocol : 'mTLS'}`,
    );
};

describe('a port', () => {
  const tcp = http.replace('http', 'tcp');
  const unnamed = http.replace('name: http', 'name: x');
  test.each([
    ['of HTTP', http, 'STRICT', ['HTTP over mTLS']],
    ['of HTTP', http, 'PERMISSIVE', ['HTTP over mTLS', 'HTTP in raw_buffer']],
    ['of HTTP', http, 'DISABLE', ['HTTP in raw_buffer']],
    ['of TCP', tcp, 'STRICT', ['bytes over mTLS']],
    ['of TCP', tcp, 'PERMISSIVE', ['bytes over mTLS', 'bytes in raw_buffer', 'bytes in tls']],
    ['of TCP', tcp, 'DISABLE', ['bytes in raw_buffer']],
    ['of no declared protocol', unnamed, 'STRICT', ['HTTP over mTLS', 'bytes over mTLS']],
    [
      'of no declared protocol',
      unnamed,
      'PERMISSIVE',
      ['HTTP over mTLS', 'HTTP in raw_buffer', 'bytes over mTLS', 'bytes in raw_buffer', 'bytes in tls'],
    ],
    ['of no declared protocol', unnamed, 'DISABLE', ['HTTP in raw_buffer', 'bytes in raw_buffer']],
  ])('%s (%s) with %s', (_, ports, mode, expected) => {
    expect(read(ports, mode)).toEqual(expected);
  });

  test('that nothing declares is found out, and passed on', () => {
    expect(read(http, 'STRICT', 9999)).toEqual(['HTTP over mTLS', 'bytes over mTLS']);
    const { inbound, workload } = inboundOf(http);
    expect(
      inbound
        .at(workload, 9999)
        .filterChains.map(({ terminal }) => ('clusters' in terminal ? terminal.clusters[0]?.name : '')),
    ).toContain('InboundPassthroughCluster');
  });

  test('has the route to the own workload, and the policies as filters', () => {
    const { inbound, workload } = inboundOf(http, istioObject('PeerAuthentication', 'p', '{mtls: {mode: STRICT}}'));
    expect(inbound.at(workload, 8080)).toMatchObject({
      port: 8080,
      mtls: { mode: 'STRICT', policy: 'shop/p' },
      filterChains: [
        {
          name: '0.0.0.0_8080',
          match: { destinationPort: 8080 },
          terminal: {
            httpFilters: [{ name: 'envoy.filters.http.fault' }],
            routeConfiguration: { name: 'inbound|8080||', virtualHosts: [{ name: 'inbound|http|80', domains: ['*'] }] },
          },
        },
      ],
    });
  });
});

test('ports are those of Services, or of the Sidecar in their place', () => {
  const udp = '{name: u, port: 53, protocol: UDP}';
  const own = inboundOf(`${http}, ${udp}`);
  expect(own.inbound.declaredPorts(own.workload)).toEqual([8080]);
  const sidecar = istioObject(
    'Sidecar',
    'default',
    '{ingress: [{port: {number: 9080, protocol: HTTP, name: h}, defaultEndpoint: "127.0.0.1:8080"}]}',
  );
  const set = inboundOf(http, sidecar);
  expect(set.inbound.declaredPorts(set.workload)).toEqual([9080]);
  expect(set.inbound.clusters(set.workload)).toEqual([
    { cluster: { name: 'inbound|9080||', host: '', port: 8080, subset: '' }, isSet: true },
  ]);
});

test('the listener of all ports', () => {
  const { inbound, workload } = inboundOf(http);
  const { name, port, filterChains } = inbound.all(workload);
  expect([name, port, [...new Set(filterChains.map((chain) => chain.name))]]).toEqual([
    'virtualInbound',
    15006,
    ['virtualInbound-blackhole', 'virtualInbound-catchall-http', 'virtualInbound', '0.0.0.0_8080'],
  ]);
});
