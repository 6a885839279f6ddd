import { expect, test } from '@jest/globals';
import { domainsOf, outboundCluster, type RouteConfiguration } from '../../../mesh/proxy/route-configuration.js';

const configuration = (shortNames: RouteConfiguration['shortNames']) => ({ name: '80', virtualHosts: [], shortNames });
const host = {
  name: 'cart.shop.svc.cluster.local:80',
  domains: ['cart.shop.svc.cluster.local', '*.cart.shop.svc.cluster.local', 'db.data.svc.cluster.local'],
  routes: [],
  requiresTls: false,
};

test('names without a dot are those of the namespace of the proxy', () => {
  expect(domainsOf(host, configuration(undefined))).toEqual(host.domains);
  const short = { namespace: 'shop', suffix: '.shop.svc.cluster.local' };
  expect(domainsOf(host, configuration(short))).toEqual([...host.domains, 'cart']);
});

test('a backend that is not valid has a cluster that is in no list', () => {
  expect(outboundCluster('cart.shop.svc.cluster.local', 80, 'v1').name).toBe(
    'outbound|80|v1|cart.shop.svc.cluster.local',
  );
  expect(outboundCluster('', 80, 'v1')).toEqual({ name: 'UnknownService', host: '', port: 80, subset: '' });
});
