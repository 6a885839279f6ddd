import { expect, test } from '@jest/globals';
import { serveTcp } from '../../../mesh/envoy/tcp-proxy.js';
import type { NetworkFilter } from '../../../mesh/proxy/http-filter.js';
import { outboundCluster } from '../../../mesh/proxy/route-configuration.js';
import { namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { connectionOf } from './fixtures.js';
import { policyOf } from './http-filters/fixtures.js';
import { brief, outboundProxy, simulationOf } from './simulated-mesh.js';

const service = (name: string) => workloadOf(name) + serviceOf(name);
const simulation = simulationOf(namespaceOf('shop') + service('web') + service('api'));
const to = (name: string, weight = 1) => ({ ...outboundCluster(`${name}.shop.svc.cluster.local`, 80, ''), weight });
const serve = (filters: readonly NetworkFilter[], clusters = [to('web')], label = '') =>
  serveTcp(
    simulation,
    outboundProxy(simulation, 'web'),
    filters,
    {
      name: 'envoy.filters.network.tcp_proxy',
      clusters,
      source: label === '' ? undefined : { label, object: undefined as never },
    },
    connectionOf({ isHttp: false, sourceIp: '10.0.0.9' }),
  );
const rbac = (action: 'DENY' | 'ALLOW', name: string, rule: object): NetworkFilter => ({
  name: 'envoy.filters.http.rbac',
  action,
  policies: [policyOf(name, [rule])],
});
const from = (ipBlocks: string) => ({ from: [{ source: { ipBlocks: [ipBlocks] } }] });

test('a connection goes to the clusters by their weights', () => {
  const { responses } = serve([], [to('web', 1), to('api', 4)]);
  expect(responses.map(({ probability, value }) => [probability, value.reason])).toEqual([
    [0.2, 'at web:80 over mutual'],
    [0.8, 'at api:80 over mutual'],
  ]);
});

test('the rule for connections is said', () => {
  const { matched, steps } = serve([], [to('web')], 'VirtualService shop/db tcp[0]');
  expect(matched.connectionRoute).toBe('VirtualService shop/db tcp[0]');
  expect(brief(steps)[0]).toBe('route VirtualService shop/db tcp[0] matched');
  expect(serve([]).matched.connectionRoute).toBeNull();
});

test('a policy that denies closes the connection', () => {
  const { responses, steps } = serve([rbac('DENY', 'no', from('10.0.0.0/8'))]);
  expect(responses[0]?.value).toMatchObject({ status: 'reset', kind: 'denied', policy: 'shop/no' });
  expect(brief(steps)).toEqual(['network-filter envoy.filters.network.rbac denied']);
  expect(serve([rbac('DENY', 'no', from('192.0.2.0/24'))]).responses[0]?.value.status).toBe('200');
});

test('every filter is asked', () => {
  const filters = [rbac('ALLOW', 'yes', {}), rbac('ALLOW', 'no', from('192.0.2.0/24'))];
  expect(serve(filters).responses[0]?.value).toMatchObject({ kind: 'denied', policy: 'shop/no' });
});
