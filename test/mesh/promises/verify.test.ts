import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type PromiseInput, toPromises } from '../../../mesh/promises/promise.js';
import { verify } from '../../../mesh/promises/verify.js';
import type { RequestQuery } from '../../../mesh/request/query.js';
import { request } from '../../../mesh/request/request.js';
import { identityOf, object, policy, publicRoutes, shopWith } from './shop.js';

type Mesh = ReturnType<typeof shopWith>;
const one = (mesh: Mesh, promise: Omit<PromiseInput, 'name'>, limit?: number) => {
  const [result] = verify(
    mesh,
    toPromises({ promises: [{ name: 'p', ...promise }] }),
    limit === undefined ? {} : { limit },
  );
  if (result === undefined) throw new Error('there is no result');
  return result;
};
const charge = { to: [{ operation: { methods: ['POST'], paths: ['/charge*'] } }] };
const fromCheckout = [{ source: { principals: [identityOf('checkout')] } }];
const onlyCheckout = policy({ rules: [{ from: fromCheckout, ...charge }] });

describe('a promise about who gets in', () => {
  const requests = { to: 'shop/payments' };
  const except = { from: 'shop/checkout', method: 'POST', path: '/charge*' };

  test('is proved for every request', () => {
    expect(one(shopWith(onlyCheckout), { requests, except, expect: 'denied' })).toMatchObject({
      result: 'proved',
      request: null,
      answer: null,
      object: null,
    });
  });

  test.each([
    ['no policy', '', { from: 'shop/checkout', to: 'http://payments.shop.svc.cluster.local/' }],
    [
      'a path that is wider',
      policy({ rules: [{ from: fromCheckout, to: [{ operation: { methods: ['POST'], paths: ['/c*'] } }] }] }),
      { from: 'shop/checkout', to: 'http://payments.shop.svc.cluster.local/', path: '/c/x', method: 'POST' },
    ],
    [
      'a rule without callers',
      policy({ rules: [charge] }),
      { from: 'shop/payments', to: 'http://payments.shop.svc.cluster.local/', path: '/charge/x', method: 'POST' },
    ],
    [
      'an account that no file has',
      policy({ rules: [{ from: [{ source: { principals: ['*/sa/ops'] } }] }] }),
      {
        from: { namespace: 'outside', sidecar: true, serviceAccount: 'ops' },
        to: 'http://payments.shop.svc.cluster.local/',
      },
    ],
  ])('is broken by %s', (_, objects, query) => {
    const mesh = shopWith(objects);
    const found = one(mesh, { requests, except, expect: 'denied' });
    expect(found).toMatchObject({ result: 'broken', request: query, answer: { verdict: 'allowed' } });
    expect(request(mesh, found.request as RequestQuery).verdict).toBe('allowed');
  });

  test('knows ways that are not the address of the service', () => {
    const destination = [{ destination: { host: 'payments' } }];
    const aside = object('VirtualService', 'networking', 'aside', {
      hosts: ['checkout'],
      http: [
        { match: [{ uri: { prefix: '/pay' } }], route: destination },
        { route: [{ destination: { host: 'checkout' } }] },
      ],
    });
    const asked = (host: string) =>
      ({ requests: { from: 'shop/payments', to: 'shop/payments', host }, expect: 'denied' }) as const;
    expect(one(shopWith(aside), asked('checkout.*'))).toMatchObject({
      result: 'broken',
      request: { to: 'http://checkout.shop.svc.cluster.local/', path: '/pay/x' },
    });
    const hosts = ['pay.example.com'];
    const second = object('VirtualService', 'networking', 'pay', { hosts, http: [{ route: destination }] });
    expect(one(shopWith(second), asked('pay.example.com'))).toMatchObject({
      result: 'broken',
      request: { to: 'http://pay.example.com/' },
    });
  });

  test('is decided about the Internet, with and without tokens', () => {
    const jwt = object('RequestAuthentication', 'security', 'jwt', {
      selector: { matchLabels: { app: 'payments' } },
      jwtRules: [{ issuer: 'https://id', jwksUri: 'https://id/keys' }],
    });
    const routes = publicRoutes({ route: [{ destination: { host: 'payments' } }] });
    const admins = policy({
      rules: [
        { to: [{ operation: { notPaths: ['/admin*'] } }] },
        { when: [{ key: 'request.auth.claims[roles]', values: ['admin'] }] },
      ],
    });
    const promise = {
      requests: { from: 'internet', path: '/admin*' },
      except: { claim: { roles: 'admin' } },
      expect: 'denied',
    } as const;
    expect(one(shopWith(jwt, routes, admins), promise).result).toBe('proved');
    const found = one(shopWith(jwt, routes), promise);
    expect(found).toMatchObject({
      result: 'broken',
      request: { from: 'internet', to: 'http://shop.example.com/', path: '/admin/x' },
    });
    expect(one(shopWith(jwt, routes, admins), { ...promise, except: [] })).toMatchObject({
      result: 'broken',
      request: { claims: { iss: 'https://id', roles: 'admin' } },
      object: 'AuthorizationPolicy shop/payments',
    });
  });
});

test('what gets through is held to mTLS, versions and statuses', () => {
  const strict = object('PeerAuthentication', 'security', 'default', { mtls: { mode: 'STRICT' } });
  const mtls = { requests: { to: 'shop' }, expect: { mtls: 'mutual' } } as const;
  expect(one(shopWith(strict), mtls).result).toBe('proved');
  expect(one(shopWith(), mtls)).toMatchObject({ result: 'broken', answer: { mtls: 'plaintext' } });
  const versions = (names: string[]) =>
    one(shopWith(), { requests: { to: 'shop/payments' }, expect: { versions: names } });
  expect(versions(['v1']).result).toBe('proved');
  expect(versions(['v2']).reason).toBe('it reaches shop/payments, which is version v1');
  const http = [
    { fault: { abort: { httpStatus: 418, percentage: { value: 5 } } }, route: [{ destination: { host: 'payments' } }] },
  ];
  const faulty = object('VirtualService', 'networking', 'v', { hosts: ['payments'], http });
  const status = {
    requests: { to: 'shop/payments', from: 'shop/checkout', path: '/x' },
    expect: { status: 200 },
  } as const;
  expect(one(shopWith(faulty), status).reason).toBe('the caller sees 418');
  const allowed = { requests: { to: 'shop/payments', from: 'workloads', method: 'GET' }, expect: 'allowed' } as const;
  expect(one(shopWith(), allowed).result).toBe('proved');
  expect(one(shopWith(onlyCheckout), allowed)).toMatchObject({
    result: 'broken',
    reason: 'it is denied by shop/payments',
    object: 'AuthorizationPolicy shop/payments',
  });
});

test('what stands in the way is said', () => {
  const requests = { to: 'shop/payments' };
  expect(one(shopWith(onlyCheckout), { requests, expect: { versions: ['v1'] } }, 3)).toMatchObject({
    result: 'undecided',
    reason: 'not decided because of the limit of 3 requests',
  });
  const filter = object('EnvoyFilter', 'networking', 'f', {
    configPatches: [{ applyTo: 'HTTP_FILTER', match: { context: 'ANY' }, patch: {} }],
  });
  const found = one(shopWith(onlyCheckout, filter), { requests, except: { from: 'shop/checkout' }, expect: 'denied' });
  expect(found.result).toBe('undecided');
  expect(found.reason).toContain('EnvoyFilter shop/f');
});

test('what only refuses requests stands in the way of promises about all of them, not of those about what gets through', () => {
  const spec = {
    workloadSelector: { labels: { app: 'payments' } },
    configs: [{ match: { vhost: { name: '*', port: 80 } }, limit: { fill_interval: { seconds: 1 }, quota: 1 } }],
  };
  const metadata = { name: 'limit', namespace: 'shop' };
  const limiter = { apiVersion: 'istio.alibabacloud.com/v1', kind: 'ASMLocalRateLimiter', metadata, spec };
  const mesh = shopWith(onlyCheckout, `---\n${JSON.stringify(limiter)}\n`);
  const requests = { to: 'shop/payments' };
  const except = { from: 'shop/checkout' } as const;
  expect(one(mesh, { requests, except, expect: 'denied' }).result).toBe('proved');
  expect(one(mesh, { requests: { ...requests, from: 'shop/checkout' }, expect: 'allowed' })).toMatchObject({
    result: 'undecided',
    reason: expect.stringContaining('ASMLocalRateLimiter shop/limit'),
  });
});

test('no request of a grid breaks what is proved, and what breaks a promise does so', () => {
  const some = <T>(...values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
  const operation = fc.record(
    { methods: some('GET', 'POST'), paths: some('/a', '/a/*', '*x'), notPaths: some('/a', '/b') },
    { requiredKeys: [] },
  );
  const source = fc.record(
    {
      principals: some(identityOf('checkout'), '*'),
      notPrincipals: some(identityOf('payments')),
      namespaces: some('shop', 'other'),
    },
    { requiredKeys: [] },
  );
  const rule = fc.record({
    to: fc.array(fc.record({ operation }), { maxLength: 2 }),
    from: fc.array(fc.record({ source }), { maxLength: 1 }),
  });
  const spec = fc.record({
    action: fc.constantFrom('ALLOW', 'DENY'),
    rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
  });
  const path = fc.constantFrom('/a*', '/a/x', '*');
  const callers = [
    'shop/checkout',
    'shop/payments',
    { namespace: 'other', sidecar: true },
    { namespace: 'other', sidecar: false },
  ] as const;
  const grid: readonly RequestQuery[] = callers.flatMap((from) =>
    ['/', '/a', '/a/x', '/b'].flatMap((at) =>
      ['GET', 'POST', 'PUT'].map((method) => ({
        from,
        to: 'http://payments.shop.svc.cluster.local/',
        path: at,
        method,
      })),
    ),
  );
  const takes = (glob: string, at: string) => (glob.endsWith('*') ? at.startsWith(glob.slice(0, -1)) : at === glob);
  const results = new Set<string>();
  fc.assert(
    fc.property(spec, path, fc.boolean(), (rules, wanted, isExcepted) => {
      const mesh = shopWith(policy(rules));
      const except = isExcepted ? [{ from: 'shop/checkout' }] : [];
      const found = one(mesh, { requests: { to: 'shop/payments', path: wanted }, except, expect: 'denied' });
      const breaking = grid.filter(
        (query) =>
          takes(wanted, query.path ?? '/') &&
          !(isExcepted && query.from === 'shop/checkout') &&
          request(mesh, query).verdict === 'allowed',
      );
      results.add(found.result);
      expect(found.result).toBe(found.request === null ? 'proved' : 'broken');
      expect(found.request !== null || breaking.length === 0).toBe(true);
      if (found.request !== null) {
        expect(takes(wanted, found.request.path ?? '/')).toBe(true);
        expect(request(mesh, found.request).verdict).toBe('allowed');
      }
    }),
    { numRuns: 40, seed: 15 },
  );
  expect([...results].sort()).toEqual(['broken', 'proved']);
});
