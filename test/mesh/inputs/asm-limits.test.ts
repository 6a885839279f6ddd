import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { deployment, resourcesOf, service } from '../resources.js';

const shop = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
${service('cart', '{selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}')}
${deployment('cart', '{app: cart}')}${deployment('web', '{app: web}')}`;

const asm = (kind: string, app: string, configs: string, rest = ''): string => `
---
apiVersion: istio.alibabacloud.com/v1
kind: ${kind}
metadata: {name: one, namespace: shop}
spec: {workloadSelector: {labels: {app: ${app}}}, ${rest}configs: [${configs}]}
`;
const match = (name: string, route = ''): string => `match: {vhost: {name: ${name}, port: 80${route}}}`;
const second = 'fill_interval: {seconds: 1}, quota: 50';

/** What an answer about a call of cart by web says of limits. */
const saidOf = (object: string): readonly string[] =>
  request(buildMesh(resourcesOf(shop + object)), { from: 'shop/web', to: 'http://cart/' }).notModelled.map(
    ({ effect }) => effect,
  );

describe('an answer names', () => {
  test.each([
    [
      asm('ASMLocalRateLimiter', 'cart', `{${match('"*"')}, limit: {${second}}}`),
      'beyond 50 requests in 1s at each proxy, for any host:80: 429',
    ],
    [
      asm(
        'ASMLocalRateLimiter',
        'cart',
        `{${match('cart', ', route: {name_match: main}')}, limit: {${second}, status: 503, per_downstream_connection: true}, limit_overrides: [{limit: {${second}}}]}`,
      ),
      'beyond 50 requests in 1s on each connection, for cart:80, route main: 503, other limits for some requests',
    ],
    [
      asm(
        'ASMLocalRateLimiter',
        'cart',
        `{target_services: [{kind: Service, name: cart}], limit: {fill_interval: {nanos: 500000000}, quota: 5}}`,
      ),
      'beyond 5 requests in 0.5s at each proxy, for Service cart: 429',
    ],
    [
      asm(
        'ASMGlobalRateLimiter',
        'cart',
        `{name: a, ${match('"*"')}, limit: {unit: HOUR, quota: 600}}`,
        'rateLimitService: {host: cart.shop.svc.cluster.local, port: 80}, ',
      ),
      'beyond 600 requests an hour over all proxies, for any host:80: 429',
    ],
    [
      asm(
        'ASMCircuitBreaker',
        'web',
        `{${match('cart')}, breaker_config: {window_size: 5s, break_duration: 20s, error_percent: {value: 50}, min_request_amount: 20, custom_response: {status_code: 499}}}`,
      ),
      'open for 20s when 50 % of 20 requests or more fail in 5s, for cart:80: 499',
    ],
    [
      asm(
        'ASMCircuitBreaker',
        'web',
        `{${match('cart')}, breaker_config: {slow_request_rt: 1s, max_slow_requests: 5, average_request_rt: 2s}}`,
      ),
      'open for 30s when they take 2s on average or 5 take longer than 1s in 10s, for cart:80: it answers itself',
    ],
  ])('%s', (object, effect) => {
    expect(saidOf(object)).toEqual([effect]);
  });

  test('nothing that acts at the other end', () => {
    expect(saidOf(asm('ASMLocalRateLimiter', 'web', `{${match('"*"')}, limit: {${second}}}`))).toEqual([]);
    expect(
      saidOf(asm('ASMLocalRateLimiter', 'cart', `{${match('"*"')}, limit: {${second}}}`, 'isGateway: true, ')),
    ).toEqual([]);
    expect(
      saidOf(asm('ASMCircuitBreaker', 'cart', `{${match('cart')}, breaker_config: {average_request_rt: 1s}}`)),
    ).toEqual([]);
    expect(
      saidOf(
        asm(
          'ASMLocalRateLimiter',
          'web',
          `{${match('"*"')}, limit: {${second}}}`,
          'applyToTraffic: sidecar_outbound, ',
        ),
      ),
    ).toHaveLength(1);
  });

  test('three limits of an object, and how many more', () => {
    const config = `{${match('"*"')}, limit: {${second}}}`;
    expect(saidOf(asm('ASMLocalRateLimiter', 'cart', Array(5).fill(config).join(', ')))[0]).toMatch(/; and 2 more$/);
  });
});
