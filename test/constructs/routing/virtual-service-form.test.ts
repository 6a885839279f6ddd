import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import { IngressBinding } from '../../../constructs/index.js';
import { cart, gateway } from '../cart.js';
import { render } from '../rendered.js';

describe('routes in the VirtualService form', () => {
  test('a split needs no match and keeps versions of weight 0', () => {
    const { spec, metadata } = render((chart) => cart(chart).splitTraffic({ v1: 100, v2: 0 })).only('VirtualService');
    expect(metadata.name).toBe('vs-cart-traffic');
    expect(spec).toEqual({
      hosts: ['cart'],
      http: [
        {
          route: [
            { destination: { host: 'cart', port: { number: 80 }, subset: 'v1' }, weight: 100 },
            { destination: { host: 'cart', port: { number: 80 }, subset: 'v2' }, weight: 0 },
          ],
        },
      ],
    });
  });

  test('with several HTTP ports a call in the mesh keeps its port, one from outside gets the first', () => {
    const { spec } = render((chart) =>
      cart(chart, { ports: [{ number: 80 }, { number: 81 }] }).expose(gateway, { hosts: ['a.example.com'] }),
    ).only('VirtualService');
    expect(spec.http).toEqual([
      { match: [{ gateways: ['public'] }], route: [{ destination: { host: 'cart', port: { number: 80 } } }] },
      { match: [{ gateways: ['mesh'] }], route: [{ destination: { host: 'cart' } }] },
    ]);
  });

  test('matches, behaviour and names of a rule are written as Istio has them', () => {
    const { spec } = render((chart) =>
      cart(chart)
        .behave({ timeout: Duration.seconds(5) })
        .route({
          name: 'testers',
          match: [
            { headers: { 'X-User': { prefix: 'test-' } }, cookies: { user: 'a.b' }, method: 'GET' },
            { queryParams: { q: { regex: 'a+' } }, sourceLabels: { app: 'web' } },
          ],
          weights: { v2: 100 },
          retries: { attempts: 3, perTryTimeout: Duration.millis(1500), retryOn: ['5xx', 'reset'] },
          fault: { abort: { httpStatus: 503 }, delay: { fixedDelay: Duration.seconds(2), percentage: 10 } },
          mirror: { version: 'v1', percentage: 5 },
          requestHeaders: { set: { a: 'b' }, remove: ['c'] },
          responseHeaders: { add: { d: 'e' } },
          rewrite: { uri: '/new', authority: 'b' },
        }),
    ).only('VirtualService');
    expect(spec.http[0]).toEqual({
      name: 'testers',
      match: [
        {
          headers: { 'x-user': { prefix: 'test-' }, cookie: { regex: '^(.*;\\s*)?user=a\\.b(;.*)?$' } },
          method: { exact: 'GET' },
        },
        { queryParams: { q: { regex: 'a+' } }, sourceLabels: { app: 'web' } },
      ],
      route: [{ destination: { host: 'cart', port: { number: 80 }, subset: 'v2' }, weight: 100 }],
      timeout: '5s',
      retries: { attempts: 3, perTryTimeout: '1500ms', retryOn: '5xx,reset' },
      fault: {
        abort: { httpStatus: 503, percentage: { value: 100 } },
        delay: { fixedDelay: '2s', percentage: { value: 10 } },
      },
      mirror: { host: 'cart', port: { number: 80 }, subset: 'v1' },
      mirrorPercentage: { value: 5 },
      headers: { request: { set: { a: 'b' }, remove: ['c'] }, response: { add: { d: 'e' } } },
      rewrite: { uri: '/new', authority: 'b' },
    });
    expect(spec.http[1]).toEqual({ route: [{ destination: { host: 'cart', port: { number: 80 } } }], timeout: '5s' });
  });

  test('a rule opens no path at a gateway that is not exposed', () => {
    const { spec } = render((chart) =>
      cart(chart)
        .route({ name: 'admin', match: { uri: { prefix: '/admin' } }, weights: { v2: 100 } })
        .route({ name: 'api', match: { uri: { prefix: '/api/v1' } }, weights: { v2: 100 } })
        .expose(gateway, { hosts: ['a.example.com'], paths: [{ prefix: '/api' }, '/login'] }),
    ).only('VirtualService');
    const atGateway = spec.http.flatMap(({ match = [] }: { match?: { gateways?: string[]; uri?: unknown }[] }) =>
      match.filter(({ gateways }) => gateways?.includes('public')).map(({ uri }) => uri),
    );
    expect(atGateway).toEqual([{ prefix: '/api/v1' }, { prefix: '/api' }, { exact: '/login' }]);
    expect(spec.http.filter(({ name }: { name?: string }) => name === 'admin')).toEqual([
      expect.objectContaining({ match: [{ uri: { prefix: '/admin' }, gateways: ['mesh'] }] }),
    ]);
  });

  test('exposures with different hosts keep their paths apart', () => {
    const { spec } = render((chart) =>
      cart(chart)
        .expose(gateway, { hosts: ['a.example.com'], paths: ['/a'] })
        .expose(gateway, { hosts: ['*.b.com'] }),
    ).only('VirtualService');
    expect(spec.http.map(({ match }: { match: unknown }) => match)).toEqual([
      [{ uri: { exact: '/a' }, gateways: ['public'], authority: { regex: '(a\\.example\\.com)(:[0-9]+)?' } }],
      [{ gateways: ['public'], authority: { regex: '(.+\\.b\\.com)(:[0-9]+)?' } }],
      [{ gateways: ['mesh'] }],
    ]);
  });

  test('a host * binds the gateway only, and comes after named hosts', () => {
    const other = new IngressBinding('inner', 'istio-system');
    const { spec } = render((chart) =>
      cart(chart)
        .expose(gateway, { hosts: ['*'] })
        .expose(other, { hosts: ['a.example.com'] }),
    ).only('VirtualService');
    expect(spec.hosts).toEqual(['*']);
    expect(spec.gateways).toEqual(['public', 'istio-system/inner']);
    expect(spec.http.map(({ match }: { match: { gateways: string[] }[] }) => match[0]?.gateways)).toEqual([
      ['istio-system/inner'],
      ['public'],
    ]);
  });

  test('source labels never hold at a gateway', () => {
    const { spec } = render((chart) =>
      cart(chart)
        .route({ match: { sourceLabels: { app: 'web' } }, weights: { v2: 100 } })
        .expose(gateway, { hosts: ['a.example.com'], paths: ['/a'] }),
    ).only('VirtualService');
    expect(spec.http[0].match).toEqual([{ sourceLabels: { app: 'web' }, gateways: ['mesh'] }]);
  });

  test('a field without a value says nothing', () => {
    const out = render((chart) =>
      cart(chart)
        .behave({ timeout: undefined })
        .behave({ timeout: Duration.seconds(1) })
        .route({ match: { method: 'GET' }, timeout: undefined })
        .limit({ tls: undefined }),
    );
    expect(out.problems).toEqual([]);
    expect(out.only('VirtualService').spec.http[0].timeout).toBe('1s');
    expect(out.only('DestinationRule').spec.trafficPolicy).toBeUndefined();
  });

  test('limits become the traffic policy of the service and of its versions', () => {
    const { spec } = render((chart) =>
      cart(chart)
        .limit({
          connectionPool: { maxConnections: 1, connectTimeout: Duration.seconds(1), maxRetries: 2 },
          loadBalancing: { consistentHash: { cookie: 'user', ttl: Duration.hours(1) } },
          tls: { mode: 'SIMPLE', sni: 'a' },
        })
        .limit({ outlierDetection: { consecutiveGatewayErrors: 2 }, loadBalancing: 'RANDOM' }, 'v2'),
    ).only('DestinationRule', 'dr-cart');
    expect(spec).toEqual({
      host: 'cart',
      trafficPolicy: {
        connectionPool: { tcp: { maxConnections: 1, connectTimeout: '1s' }, http: { maxRetries: 2 } },
        loadBalancer: { consistentHash: { httpCookie: { name: 'user', ttl: '1h' } } },
        tls: { mode: 'SIMPLE', sni: 'a' },
      },
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        {
          name: 'v2',
          labels: { version: 'v2' },
          trafficPolicy: { outlierDetection: { consecutiveGatewayErrors: 2 }, loadBalancer: { simple: 'RANDOM' } },
        },
      ],
    });
  });
});
