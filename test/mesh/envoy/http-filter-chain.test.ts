import { describe, expect, test } from '@jest/globals';
import { decode } from '../../../mesh/envoy/http-filter-chain.js';
import type { HttpFilter } from '../../../mesh/proxy/http-filter.js';
import type { Route } from '../../../mesh/proxy/route-configuration.js';
import { namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { connectionOf, matchOf, requestOf, routeOf, ruleOf } from './fixtures.js';
import { policyOf, tokenOf } from './http-filters/fixtures.js';
import { brief, inboundProxy, simulationOf } from './simulated-mesh.js';

const simulation = simulationOf(namespaceOf('shop') + workloadOf('web') + serviceOf('web'), { customDecision: 'deny' });
const inbound = { name: 'inbound|80||', host: '', port: 80, subset: '', weight: 1 };
const toWeb = (parts: Partial<Route> = {}) => routeOf({ clusters: [inbound], ...parts });
const pass = (
  filters: readonly HttpFilter[],
  routes: readonly Route[] = [toWeb()],
  given: Parameters<typeof requestOf>[0] = {},
) => {
  const request = requestOf(given);
  const virtualHosts = [{ name: 'web', domains: ['*'], routes, requiresTls: false }];
  const context = {
    proxy: inboundProxy(simulation, 'web'),
    connection: connectionOf({ request, isProxied: true }),
    filters,
    routeConfiguration: { name: 'own', virtualHosts, shortNames: undefined },
    received: request,
    remoteIp: undefined,
  };
  return decode(simulation, context, { request, claims: undefined, policy: '', match: undefined }, 0);
};
const shown = (...given: Parameters<typeof pass>) =>
  pass(...given).responses.map(({ probability, value: { status, flag, policy } }) =>
    [probability, status, flag, policy].filter(Boolean).join(' '),
  );
const rbac = (action: 'ALLOW' | 'DENY', name: string, rule: object = {}): HttpFilter => ({
  name: 'envoy.filters.http.rbac',
  action,
  policies: [policyOf(name, [rule])],
});
const jwt: HttpFilter = {
  name: 'envoy.filters.http.jwt_authn',
  rules: [
    {
      issuer: 'me',
      audiences: [],
      locations: { headers: [{ name: 'authorization', prefix: 'Bearer ' }], params: [], cookies: [] },
      forwardsToken: false,
      spacedClaims: [],
      claimHeaders: [{ header: 'x-who', claim: 'sub' }],
      payloadHeader: '',
      policy: 'shop/jwt',
    },
  ],
};
const withToken = { headers: { authorization: `Bearer ${tokenOf({ iss: 'me', sub: 'ann' })}` } };

describe('what policies say', () => {
  const custom: HttpFilter = {
    name: 'envoy.filters.http.ext_authz',
    policies: [policyOf('ask', [{}], { action: 'CUSTOM', provider: 'door' })],
    authorizers: new Map([['door', { takesTcp: false, absence: undefined }]]),
  };
  test.each([
    ['an authorizer denies', [custom, rbac('ALLOW', 'yes')], '1 403 UAEX shop/ask'],
    ['a policy denies', [rbac('DENY', 'no'), rbac('ALLOW', 'yes')], '1 403 shop/no'],
    ['a policy allows', [rbac('ALLOW', 'yes')], '1 200 shop/yes'],
    ['no filter', [], '1 200'],
  ] as const)('%s', (_, filters, expected) => {
    expect(shown(filters)).toEqual([expected]);
  });
  test('a token that is refused is 401', () => {
    expect(shown([jwt], undefined, { headers: { authorization: 'Bearer what' } })).toEqual(['1 401']);
  });
  test('policies after it see its claims', () => {
    const ann = rbac('ALLOW', 'ann', { from: [{ source: { requestPrincipals: ['me/ann'] } }] });
    expect([shown([jwt, ann], undefined, withToken), shown([jwt, ann])]).toEqual([
      ['1 200 shop/ann'],
      ['1 403 shop/ann'],
    ]);
  });
});

test('a verified token makes the proxy choose the route by the claims, and by the headers made of them', () => {
  const of = (name: string) => toWeb({ match: matchOf({ headers: [[name, { exact: 'ann' }]] }), directStatus: 202 });
  for (const name of ['@request.auth.claims.sub', 'x-who']) {
    expect([shown([jwt], [of(name), toWeb()], withToken), shown([jwt], [of(name), toWeb()])]).toEqual([
      ['1 202'],
      ['1 200'],
    ]);
  }
});

describe('what the route says', () => {
  const fault = { abort: { probability: 0.5, status: 418 } };
  const chain: readonly HttpFilter[] = [{ name: 'envoy.filters.http.cors' }, { name: 'envoy.filters.http.fault' }];
  const preflight = {
    method: 'OPTIONS',
    headers: { origin: 'https://a', 'access-control-request-method': 'PUT' },
  };
  const cors = { origins: [{ exact: 'https://a' }], answersAll: false };
  test('its fault is injected, and said', () => {
    const routes = [toWeb({ rule: ruleOf({ fault }) })];
    expect(shown(chain, routes)).toEqual(['0.5 418 FI', '0.5 200']);
    expect(pass(chain, routes).matched.fault).toBe(fault);
    expect(pass(chain, routes).steps.map(({ reason }) => reason)).toContain('50 % are aborted with 418');
  });
  test('its preflights are answered, unless it redirects', () => {
    expect(pass(chain, [toWeb({ rule: ruleOf({ cors }) })], preflight).responses[0]?.value.kind).toBe('answered');
    const direct = [toWeb({ rule: ruleOf({ cors, directStatus: 418 }) })];
    expect(shown(chain, direct, preflight)).toEqual(['1 418']);
  });
  test('nothing of it happens to what a policy denies', () => {
    expect(shown([rbac('DENY', 'no'), ...chain], [toWeb({ rule: ruleOf({ fault }) })])).toEqual(['1 403 shop/no']);
  });
});

test('steps follow the filters, then the route', () => {
  expect(brief(pass([rbac('ALLOW', 'yes')]).steps)).toEqual([
    'http-filter envoy.filters.http.rbac passed',
    'route-configuration own matched',
    'virtual-host web matched',
    'route default matched',
  ]);
});
