import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import { IngressBinding, type MeshChart } from '../../../constructs/index.js';
import { cart, gateway } from '../cart.js';
import { render } from '../rendered.js';

describe('routes in the HTTPRoute form', () => {
  const http = (chart: MeshChart) => cart(chart, { routeForm: 'HTTPRoute' });
  const own = new IngressBinding('public', 'edge', { form: 'GatewayApi' });

  test('split between a Service for each version', () => {
    const out = render((chart) => http(chart).splitTraffic({ v1: 90, v2: 10 }));
    expect(out.only('Service', 'cart-v2').spec.selector).toEqual({ app: 'cart', version: 'v2' });
    expect(out.only('HTTPRoute', 'route-cart').spec).toEqual({
      parentRefs: [{ group: '', kind: 'Service', name: 'cart', port: 80 }],
      rules: [
        {
          backendRefs: [
            { name: 'cart-v1', port: 80, weight: 90 },
            { name: 'cart-v2', port: 80, weight: 10 },
          ],
        },
      ],
    });
    expect(out.places.filter((place) => place.startsWith('DestinationRule'))).toEqual([]);
  });

  test('a gateway has a route of its own, so its hosts and paths hold there only', () => {
    const out = render((chart) =>
      http(chart)
        .behave({ timeout: Duration.millis(123_456) })
        .expose(own, { hosts: ['a.example.com'], paths: [{ prefix: '/a' }] })
        .expose(own, { hosts: ['*'] }),
    );
    expect(out.problems).toEqual([]);
    expect(out.only('HTTPRoute', 'route-cart').spec.rules).toEqual([
      { timeouts: { request: '2m3s456ms' }, backendRefs: [{ name: 'cart', port: 80 }] },
    ]);
    expect(out.only('HTTPRoute', 'route-cart-public').spec).toMatchObject({
      parentRefs: [{ kind: 'Gateway', name: 'public', namespace: 'edge' }],
      hostnames: ['a.example.com'],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/a' } }] }],
    });
    expect(out.only('HTTPRoute', 'route-cart-public-2').spec.hostnames).toBeUndefined();
  });

  test('a prefix that is rewritten is the only match of its rule', () => {
    const { spec } = render((chart) =>
      http(chart).route({
        name: 'old',
        match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' } }, { uri: '/c' }],
        rewrite: { uri: '/new' },
      }),
    ).only('HTTPRoute');
    const rules = spec.rules.slice(0, -1);
    expect(rules.map(({ matches }: { matches: unknown[] }) => matches.length)).toEqual([1, 1, 1]);
    expect(
      rules.map(
        (rule: { filters: { urlRewrite: { path: { type: string } } }[] }) => rule.filters[0]?.urlRewrite.path.type,
      ),
    ).toEqual(['ReplacePrefixMatch', 'ReplacePrefixMatch', 'ReplaceFullPath']);
  });

  test('limits reach the hosts that the route sends to', () => {
    const out = render((chart) =>
      http(chart)
        .limit({ loadBalancing: 'RANDOM', connectionPool: { maxConnections: 9 } })
        .limit({ loadBalancing: 'ROUND_ROBIN' }, 'v2'),
    );
    expect(out.only('DestinationRule', 'dr-cart').spec.host).toBe('cart');
    expect(out.only('DestinationRule', 'dr-cart-v1').spec).toMatchObject({
      host: 'cart-v1',
      trafficPolicy: { loadBalancer: { simple: 'RANDOM' } },
    });
    expect(out.only('DestinationRule', 'dr-cart-v2').spec.trafficPolicy).toEqual({
      connectionPool: { tcp: { maxConnections: 9 } },
      loadBalancer: { simple: 'ROUND_ROBIN' },
    });
  });

  test('says what it cannot say', () => {
    const { problems } = render((chart) =>
      http(chart)
        .behave({ retries: { attempts: 1 }, fault: { abort: { httpStatus: 500 } } })
        .route({ match: { sourceLabels: { a: 'b' } } })
        .expose(gateway, { hosts: ['*'] }),
    );
    expect(problems.join('\n')).toMatch(
      /no fault injection[\s\S]*retries are not[\s\S]*source labels[\s\S]*takes no HTTPRoute/,
    );
    expect(render((chart) => cart(chart).expose(own, { hosts: ['a'] })).problems.join()).toContain(
      'gateway public is of the Gateway API, which takes no VirtualService',
    );
  });
});
