import { describe, expect, test } from '@jest/globals';
import type { HttpStream } from '../../../mesh/envoy/http-stream.js';
import { routeRequest } from '../../../mesh/envoy/router.js';
import type { HttpRule, RouteDestination } from '../../../mesh/istio/route-source.js';
import { outboundCluster, type Route, type VirtualHost } from '../../../mesh/proxy/route-configuration.js';
import { namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { connectionOf, requestOf, routeOf, ruleOf } from './fixtures.js';
import { brief, outboundProxy, simulationOf } from './simulated-mesh.js';

const service = (name: string) => workloadOf(name) + serviceOf(name);
const simulation = simulationOf(namespaceOf('shop') + service('web') + service('api'));
const to = (name: string, weight = 1, destination?: Partial<RouteDestination>) => ({
  ...outboundCluster(`${name}.shop.svc.cluster.local`, 80, ''),
  weight,
  destination: { host: name, subset: '', port: 80, weight, headers: undefined, ...destination },
});
const ask = (route: Partial<Route> | undefined, { requiresTls = false, found = true } = {}) => {
  const own = route === undefined ? undefined : routeOf(route);
  const virtualHost: VirtualHost = { name: 'web:80', domains: ['web'], routes: [], requiresTls };
  const request = requestOf();
  const stream: HttpStream = {
    request,
    claims: undefined,
    policy: '',
    match: { virtualHost: found ? virtualHost : undefined, route: own },
  };
  const context = {
    proxy: outboundProxy(simulation, 'web'),
    connection: connectionOf({ request }),
    filters: [],
    routeConfiguration: { name: '80', virtualHosts: [virtualHost], shortNames: undefined },
    received: request,
    remoteIp: undefined,
  };
  return routeRequest(simulation, context, stream);
};
const answer = (...given: Parameters<typeof ask>) => ask(...given).responses[0]?.value;
const byRule = (rule: Partial<HttpRule>): Partial<Route> => ({ rule: ruleOf(rule), clusters: [to('web')] });

describe('what the proxy answers itself', () => {
  const redirect = {
    status: 302,
    scheme: undefined,
    authority: 'new.example',
    port: undefined,
    takesRequestPort: false,
    path: undefined,
    prefix: undefined,
  };
  test.each<[string, Parameters<typeof ask>, string, string]>([
    ['no virtual host', [undefined, { found: false }], '404', 'NR'],
    ['no route', [undefined], '404', 'NR'],
    ['a route without a destination', [{}], '404', 'NR'],
    ['a redirect', [byRule({ redirect })], '302', ''],
    ['a direct response', [byRule({ directStatus: 418 })], '418', ''],
    ['a host that is not known', [{ directStatus: 502 }], '502', ''],
    ['plain HTTP where TLS is required', [byRule({}), { requiresTls: true }], '301', ''],
  ])('%s', (_, given, status, flag) => {
    expect(answer(...given)).toMatchObject({ status, flag, upstream: undefined });
  });

  test('where a redirect leads is said', () => {
    expect(ask(byRule({ redirect })).matched.redirect).toBe('http://new.example/');
    expect(ask(byRule({}), { requiresTls: true }).matched.redirect).toBe('https://web/');
    expect(answer(byRule({ redirect: { ...redirect, authority: 'web' } }))?.reason).toMatch(/redirect never ends$/);
  });
});

test('a request goes to the clusters of its route by their weights', () => {
  const { responses, steps } = ask({ clusters: [to('web', 1), to('api', 3)] });
  expect(responses.map(({ probability, value }) => [probability, value.reason])).toEqual([
    [0.25, 'at web:80 over mutual'],
    [0.75, 'at api:80 over mutual'],
  ]);
  expect(brief(steps).filter((step) => step.startsWith('router'))).toEqual([
    'router default 25 %',
    'router default 75 %',
  ]);
});

test('what a destination changes about headers is said where it arrives', () => {
  const headers = { request: { set: { 'x-a': '1' }, add: {}, remove: [] } };
  expect(answer({ rule: ruleOf(), clusters: [to('web', 1, { headers })] })?.upstream?.headers).toBe(headers);
  expect(answer({ rule: ruleOf(), clusters: [to('web')] })?.upstream?.headers).toBeUndefined();
});

test('the request is sent on as the rule changes it', () => {
  const seen: string[] = [];
  const listening = simulationOf(namespaceOf('shop') + service('web'), {}, (...given) => {
    seen.push(`${given[1].request.authority}${given[1].request.path}`);
    return simulation.connect(...given);
  });
  const route = routeOf(byRule({ rewrite: { uri: '/new', regex: undefined, authority: 'other' } }));
  const request = requestOf();
  const virtualHost = { name: 'web:80', domains: ['web'], routes: [route], requiresTls: false };
  const context = {
    proxy: outboundProxy(listening, 'web'),
    connection: connectionOf({ request }),
    filters: [],
    routeConfiguration: { name: '80', virtualHosts: [virtualHost], shortNames: undefined },
    received: request,
    remoteIp: undefined,
  };
  routeRequest(listening, context, { request, claims: undefined, policy: '', match: { virtualHost, route } });
  expect(seen).toEqual(['other/new']);
});
