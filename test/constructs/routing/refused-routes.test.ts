import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import { IngressBinding, type MeshService } from '../../../constructs/index.js';
import { cart, gateway } from '../cart.js';
import { render } from '../rendered.js';

describe('what cannot be routed is refused', () => {
  const inside = (paths: { prefix: string }[]) => ({ hosts: ['a.example.com'], paths });
  test.each<[string, (service: MeshService) => unknown, string]>([
    ['weights', (service) => service.splitTraffic({ v1: 90, v2: 20 }), 'the weights sum to 110; they must sum to 100'],
    ['half a weight', (service) => service.splitTraffic({ v1: 99.5, v2: 0.5 }), "weight 99.5 of 'v1'"],
    [
      'an unknown version',
      (service) => service.splitTraffic({ v9: 100 }),
      "there is no version 'v9'; versions are v1, v2",
    ],
    [
      'two splits',
      (service) => service.splitTraffic({ v1: 100 }).splitTraffic({ v2: 100 }),
      'weights of the service set twice',
    ],
    [
      'two policies',
      (service) => service.limit({ loadBalancing: 'RANDOM' }).limit({ loadBalancing: 'RANDOM' }),
      'loadBalancing of the service set twice',
    ],
    [
      'an unknown mirror',
      (service) => service.behave({ mirror: { version: 'v9' } }),
      "the mirror: there is no version 'v9'",
    ],
    ['a match of everything', (service) => service.route({ match: {} }), 'rule 1: a match has no condition'],
    ['no match', (service) => service.route({ match: [] }), 'rule 1: the list of matches is empty'],
    [
      'two cookies',
      (service) => service.route({ match: { cookies: { a: '1', b: '2' } } }),
      'a match has several cookies',
    ],
    [
      'a cookie twice',
      (service) => service.route({ match: { cookies: { a: '1' }, headers: { Cookie: 'b' } } }),
      'both cookies and a cookie header',
    ],
    ['a header twice', (service) => service.route({ match: { headers: { A: '1', a: '2' } } }), "header 'a' twice"],
    [
      'no RE2',
      (service) => service.route({ match: { uri: { regex: '/(?=a)' } } }),
      "'/(?=a)' is not a regular expression",
    ],
    [
      'a timeout of nothing',
      (service) => service.route({ match: { uri: '/' }, timeout: Duration.millis(0) }),
      'timeout is shorter than a millisecond',
    ],
    ['half a retry', (service) => service.behave({ retries: { attempts: 0.5 } }), '0.5 retries'],
    [
      'settings of no retry',
      (service) => service.behave({ retries: { attempts: 0, retryOn: ['5xx'] } }),
      'retries are off with 0 attempts',
    ],
    ['an empty fault', (service) => service.behave({ fault: {} }), 'the fault is empty'],
    ['a status', (service) => service.behave({ fault: { abort: { httpStatus: 99 } } }), 'status 99'],
    ['a share', (service) => service.behave({ mirror: { version: 'v1', percentage: 101 } }), 'the mirror is for 101 %'],
    ['an empty rewrite', (service) => service.behave({ rewrite: {} }), 'the rewrite changes nothing'],
    ['no host', (service) => service.expose(gateway, { hosts: [] }), 'an exposure has no hosts'],
    ['no path', (service) => service.expose(gateway, inside([])), 'an exposure has an empty list of paths'],
    [
      'a port',
      (service) => service.expose(gateway, { hosts: ['a'], port: 81 }),
      'exposed port 81 is no HTTP port; HTTP ports are 80',
    ],
    [
      'a regular expression within a prefix',
      (service) => service.route({ match: { uri: { regex: '/a.*' } } }).expose(gateway, inside([{ prefix: '/b' }])),
      'cannot be told; use a prefix or exact paths',
    ],
    [
      'source labels with every host',
      (service) => service.route({ match: { sourceLabels: { a: 'b' } } }).expose(gateway, { hosts: ['*'] }),
      'host * routes at the gateway only',
    ],
    [
      'a host that the gateway does not serve',
      (service) =>
        service.expose(new IngressBinding('g', 'shop', { hosts: ['./*.a.com'] }), { hosts: ['b.com', 'x.a.com'] }),
      "gateway g does not listen for host 'b.com'; it serves *.a.com",
    ],
  ])('%s', (_what, declare, message) => {
    const { problems } = render((chart) => declare(cart(chart)));
    expect(problems[0]).toContain('chart/cart: ');
    expect(problems[0]).toContain(message);
  });

  test('HTTP routes on ports that are not HTTP', () => {
    const { problems } = render((chart) =>
      cart(chart, { ports: { number: 6379, protocol: 'redis' } }).splitTraffic({ v1: 100 }),
    );
    expect(problems.join()).toContain('routes need an HTTP port');
  });

  test('all at once', () => {
    const { problems } = render((chart) => cart(chart).splitTraffic({ v9: 7 }).expose(gateway, { hosts: [] }));
    expect(problems).toHaveLength(3);
  });
});
