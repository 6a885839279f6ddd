import { describe, expect, test } from '@jest/globals';
import type { ServingProxy } from '../../../mesh/envoy/simulation.js';
import { forward } from '../../../mesh/envoy/upstream.js';
import {
  blackHoleCluster,
  type ClusterReference,
  outboundCluster,
  passthroughCluster,
  type Route,
} from '../../../mesh/proxy/route-configuration.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { connectionOf, routeOf, ruleOf } from './fixtures.js';
import { brief, inboundProxy, outboundProxy, simulationOf } from './simulated-mesh.js';

const base =
  namespaceOf('shop') +
  workloadOf('web') +
  serviceOf('web') +
  serviceOf('empty') +
  workloadOf('cart') +
  serviceOf('cart');
const of = (name: string, subset = '') => outboundCluster(`${name}.shop.svc.cluster.local`, 80, subset);
const send = (
  reference: ClusterReference,
  { text = '', route = routeOf(), isHttp = true, isProxied = false, host = 'web' } = {},
) => {
  const simulation = simulationOf(base + text);
  const outgoing = {
    proxy: outboundProxy(simulation, 'cart', host),
    connection: connectionOf({ isProxied, isHttp }),
    route: isHttp ? route : undefined,
    policy: '',
  };
  return forward(simulation, outgoing, { ...reference, weight: 1 });
};
const answer = (...given: Parameters<typeof send>) => send(...given).responses[0]?.value;

describe('a cluster of the proxy', () => {
  test('gets the request at an endpoint', () => {
    expect(answer(of('web'))).toMatchObject({
      status: '200',
      reason: 'at web:80 over mutual',
      upstream: { workload: 'web', transportSocket: 'mutual' },
    });
  });
  test('without an endpoint: 503 UH to HTTP, a reset to bytes', () => {
    expect(answer(of('empty'))).toMatchObject({ status: '503', flag: 'UH', upstream: { failure: expect.any(String) } });
    expect(answer(of('empty'), { isHttp: false })?.status).toBe('reset');
  });
  test('a subset without an endpoint is named', () => {
    const text = istioObject('DestinationRule', 'web', '{host: web, subsets: [{name: v2, labels: {version: v2}}]}');
    expect(answer(of('web', 'v2'), { text })?.reason).toBe(
      'no endpoint of web.shop.svc.cluster.local has the labels of subset v2',
    );
  });
  test('that it does not have: 503 NC, or what the kind of route says', () => {
    expect(answer(of('web', 'none'))).toMatchObject({ status: '503', flag: 'NC' });
    const route = routeOf({ rule: ruleOf({ missingStatus: 500 }) });
    expect(answer(of('none'), { route })?.status).toBe('500');
    expect(answer(of('none'), { isHttp: false })?.status).toBe('reset');
  });
  test('steps name the DestinationRules that hold', () => {
    const text = istioObject('DestinationRule', 'web', '{host: web, trafficPolicy: {tls: {mode: DISABLE}}}');
    const { steps, responses } = send(of('web'), { text });
    expect(brief(steps).slice(0, 2)).toEqual([
      'cluster outbound|80||web.shop.svc.cluster.local matched',
      'upstream-tls outbound|80||web.shop.svc.cluster.local decided',
    ]);
    expect(steps[0]?.reason).toBe('DestinationRule shop/web holds');
    expect(responses[0]?.value.reason).toBe('at web:80 over plaintext');
  });
});

test('PassthroughCluster keeps the address that the caller used', () => {
  const { responses, matched } = send(passthroughCluster, { host: 'far.example.com' });
  expect(responses[0]?.value.reason).toBe('at far.example.com:80 over plaintext');
  expect(matched.catchAll).toBe('PassthroughCluster');
});

test('BlackHoleCluster takes nothing', () => {
  expect(answer(blackHoleCluster, { isHttp: false })).toMatchObject({ status: 'reset', flag: 'UH' });
  expect(answer(blackHoleCluster, { isHttp: false, isProxied: true })?.status).toBe('503');
  expect(send(blackHoleCluster).matched.catchAll).toBe('BlackHoleCluster');
});

describe('an inbound proxy hands on to its own workload', () => {
  const simulation = simulationOf(base);
  const reach = (port: number, route: Route | undefined, proxy: ServingProxy = inboundProxy(simulation, 'web')) =>
    forward(
      simulation,
      { proxy, connection: connectionOf({ isHttp: route !== undefined }), route, policy: 'shop/p' },
      { name: 'inbound|80||', host: '', port, subset: '', weight: 1 },
    ).responses[0]?.value;
  test('which answers', () => {
    expect(reach(80, routeOf())).toMatchObject({ status: '200', policy: 'shop/p' });
  });
  test('what fails behind one that reads HTTP is 503', () => {
    expect(reach(81, routeOf())).toMatchObject({ status: '503', flag: 'UF', failure: undefined });
    expect(reach(81, undefined)).toMatchObject({ status: 'reset', failure: 'reset' });
  });
});
