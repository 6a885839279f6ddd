import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { queryProblems } from '../../../mesh/survey/query-problems.js';
import { gatewayOf, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const ask = (text: string, query: { from?: string; to?: string; via?: string } = {}) =>
  queryProblems(buildMesh(resourcesOf(text)), { from: 'internet', to: 'http://a.example.com/', ...query });
const codes = (...given: Parameters<typeof ask>) => ask(...given).map(({ code }) => code);

describe('the Internet comes in', () => {
  test('through the one public gateway that has the port, whatever else there is', () => {
    expect(codes(gatewayOf('door'))).toEqual([]);
    expect(codes(gatewayOf('door') + gatewayOf('inner', 'shop', 'ClusterIP'))).toEqual([]);
  });

  test('through several, of which one is to be named', () => {
    const both = gatewayOf('door') + gatewayOf('gate', 'shop');
    expect(ask(both)).toMatchObject([
      {
        code: 'QUERY_SEVERAL_GATEWAYS',
        message: 'several gateways face the Internet at port 80: istio-system/door, shop/gate',
        fix: 'name one of them, such as --via istio-system/door',
      },
    ]);
    expect(codes(both, { via: 'shop/gate' })).toEqual([]);
  });

  test('through none that is public, so that one is to be named', () => {
    const [problem] = ask(gatewayOf('door', 'istio-system', 'NodePort') + gatewayOf('inner', 'shop', 'ClusterIP'));
    expect(problem).toMatchObject({
      code: 'QUERY_NO_PUBLIC_GATEWAY',
      message: expect.stringContaining('istio-system/door (port of the nodes), shop/inner (inside the cluster only)'),
      fix: 'name the one to ask, such as --via istio-system/door',
    });
  });

  test('through none at all', () => {
    expect(codes(serviceOf('cart') + workloadOf('cart'))).toEqual(['QUERY_NO_GATEWAY']);
  });

  test('not at a port that no gateway has, which is a fair question', () => {
    expect(ask(gatewayOf('door'), { to: 'http://a.example.com:8888/' })).toMatchObject([
      { code: 'QUERY_UNKNOWN_PORT', fix: 'gateways and their ports are istio-system/door (80, 443)' },
    ]);
  });

  test('only by a gateway that there is', () => {
    expect(codes(gatewayOf('door'), { via: 'istio-system/dor' })).toEqual(['QUERY_UNKNOWN_GATEWAY']);
  });
});

test('a workload does not come in', () => {
  const shop = namespaceOf('shop') + serviceOf('cart') + workloadOf('cart') + workloadOf('web');
  expect(codes(shop, { from: 'shop/web', to: 'http://cart/' })).toEqual([]);
});
