import { describe, expect, test } from '@jest/globals';
import '../../../mesh/jest/index.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { parseState } from '../../../mesh/request/assumed-state.js';
import type { RequestQuery } from '../../../mesh/request/query.js';
import { request } from '../../../mesh/request/request.js';
import { queryProblems } from '../../../mesh/survey/query-problems.js';
import { gatewayOf, istioObject, namespaceOf, plainGateway, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const versions =
  workloadOf('web-v1', 'shop', { labels: ', of: web' }) + workloadOf('web-v2', 'shop', { labels: ', of: web' });
const base =
  namespaceOf('shop') +
  workloadOf('client') +
  versions +
  serviceOf('web', 'shop', '{selector: {of: web}, ports: [{name: http, port: 80}]}');
const meshOf = (text: string) => buildMesh(resourcesOf(base + text));
const route = (rest: string, more = '') =>
  istioObject(
    'VirtualService',
    'web',
    `{hosts: [web${more}]${more && ', gateways: [mesh, front]'}, http: [{${rest} route: [{destination: {host: web}}]}]}`,
  );
const once = route('retries: {attempts: 0},');
const ask = (text: string, assume: NonNullable<RequestQuery['assume']>, rest: Partial<RequestQuery> = {}) =>
  request(meshOf(text), { from: 'shop/client', to: 'http://web/', assume, ...rest });
const bad = { 'shop/web-v2': '503' };
const slow = { 'shop/web-v2': 'delay:600ms' };

test.each([
  ['503', { status: '503', isReset: false, delay: 0 }],
  ['reset', { status: undefined, isReset: true, delay: 0 }],
  ['delay:600ms', { status: undefined, isReset: false, delay: 600 }],
  ['delay:1m + 503', { status: '503', isReset: false, delay: 60_000 }],
  ['delay:2s+reset', { status: undefined, isReset: true, delay: 2000 }],
  ['600', undefined],
  ['503+reset', undefined],
  ['delay:0s', undefined],
  ['delay:1s+delay:1s', undefined],
  ['', undefined],
])('%p is read', (text, state) => {
  expect(parseState(text)).toEqual(state);
});

describe('a workload that answers 503', () => {
  test('gives its share of the requests 503 where nothing is tried again', () => {
    const { status, outcomes } = ask(once, bad);
    expect(status).toEqual({ 200: 0.5, 503: 0.5 });
    expect(outcomes).toMatchObject([
      { workload: 'web-v1', status: '200' },
      { workload: 'web-v2', status: '503' },
    ]);
  });
  test('is not tried again by the retries that a mesh has without any being set', () => {
    expect(ask('', bad).status).toEqual({ 200: 0.5, 503: 0.5 });
  });
  test('is tried again as the route says, at the other host', () => {
    const tried = route('retries: {attempts: 1, retryOn: 5xx},');
    // A retry avoids the host that failed, but for six picks that all meet it.
    const again = 0.5 * 0.5 ** 6;
    const { status, responseFlags } = ask(tried, { 'shop/web-v2': '500' });
    expect(status[500]).toBeCloseTo(again, 12);
    expect(status[200]).toBeCloseTo(1 - again, 12);
    expect(responseFlags).toHaveProperty('URX');
  });
  test('is tried again at any host, also the same, when the route says so', () => {
    const tried = route('retries: {attempts: 1, retryOn: 5xx, retryIgnorePreviousHosts: false},');
    expect(ask(tried, bad).status[503]).toBeCloseTo(0.25, 12);
  });
  test('is tried again in vain where requests are hashed', () => {
    const hashing = istioObject(
      'DestinationRule',
      'web',
      '{host: web, trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: x-user}}}}',
    );
    const tried = route('retries: {attempts: 3, retryOn: 5xx},') + hashing;
    const { status, hashedBy } = ask(tried, bad);
    expect([status, hashedBy]).toEqual([{ 200: 0.5, 503: 0.5 }, 'header x-user']);
    // What one host answers by chance it may answer otherwise the next time; this one never does.
    const avoiding = tried.replace('retryOn: 5xx', 'retryOn: 5xx, retryIgnorePreviousHosts: true');
    expect(ask(avoiding, bad).status[503]).toBeLessThan(0.01);
  });
  test('is a failure that several gateways and sidecars on the way see', () => {
    const text =
      gatewayOf('front') +
      plainGateway('front', 'front', 'a.example.com') +
      route('retries: {attempts: 0},', ', a.example.com');
    const { status, gateway } = ask(text, bad, { from: 'internet', to: 'http://a.example.com/', headers: {} });
    expect(gateway).not.toBeNull();
    expect(status).toEqual({ 200: 0.5, 503: 0.5 });
    const tried = text.replace('attempts: 0', 'attempts: 2, retryOn: gateway-error');
    expect(ask(tried, bad, { from: 'internet', to: 'http://a.example.com/' }).status[503]).toBeLessThan(0.01);
  });
  test('holds for a host outside the mesh', () => {
    const entry = istioObject(
      'ServiceEntry',
      'far',
      '{hosts: [far.example.com], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]}',
    );
    const { status } = ask(entry, { 'far.example.com': '404' }, { to: 'http://far.example.com/' });
    expect(status).toEqual({ 404: 1 });
  });
  test('says nothing about connections that carry no HTTP', () => {
    expect(ask(once, bad, { to: 'tcp://web:80' }).status).not.toHaveProperty('503');
  });
});

describe('a workload that closes connections', () => {
  const both = { 'shop/web-v1': 'reset', 'shop/web-v2': 'reset' };
  const road: RequestQuery['from'] = { namespace: 'road', sidecar: false };
  test('is a 503 of the sidecar in front of it, for every caller', () => {
    const { status, responseFlags, trace } = ask(once, both);
    expect([status, responseFlags]).toEqual([{ 503: 1 }, { UC: 1 }]);
    expect(trace.join('\n')).toContain('assumed to close connections');
    expect(ask('', both, { from: road, to: 'http://web.shop/' }).status).toEqual({ 503: 1 });
  });
  test('is a reset where no proxy reads HTTP', () => {
    expect(ask('', both, { from: road, to: 'tcp://web.shop:80' }).status).toEqual({ reset: 1 });
  });
});

describe('a slow workload', () => {
  test('is waited for without a timeout', () => {
    expect(ask(once, slow).status).toEqual({ 200: 1 });
  });
  test('is given up at the timeout of the route', () => {
    const { status, responseFlags } = ask(route('timeout: 500ms, retries: {attempts: 3, retryOn: 5xx},'), slow);
    expect(status).toEqual({ 200: 0.5, 504: 0.5 });
    expect(responseFlags).toEqual({ UT: 0.5 });
  });
  test('is given up at the timeout of a try, and tried again elsewhere', () => {
    const { status } = ask(route('timeout: 5s, retries: {attempts: 1, perTryTimeout: 100ms, retryOn: 5xx},'), slow);
    expect(status[504]).toBeCloseTo(0.5 ** 7, 12);
  });
  test('is tried no oftener than the timeout of the route lets it', () => {
    const both = { ...slow, 'shop/web-v1': 'delay:600ms' };
    const { status } = ask(route('timeout: 250ms, retries: {attempts: 9, perTryTimeout: 100ms, retryOn: 5xx},'), both);
    expect(status).toEqual({ 504: 1 });
    const two = route('timeout: 150ms, retries: {attempts: 9, perTryTimeout: 100ms, retryOn: 5xx},');
    expect(ask(two, slow).status[504]).toBeCloseTo(0.5 ** 7, 12);
  });
});

describe('outlier detection', () => {
  const rule = (detection: string) =>
    istioObject('DestinationRule', 'web', `{host: web, trafficPolicy: {outlierDetection: {${detection}}}}`);
  test.each([
    ['consecutive5xxErrors: 3', '503', '3 errors 5xx in a row'],
    ['interval: 10s', '500', '5 errors 5xx in a row'],
    ['consecutiveGatewayErrors: 2', '503', '2 gateway errors in a row'],
    ['consecutive5xxErrors: 0, consecutiveGatewayErrors: 2', '500', undefined],
    ['consecutive5xxErrors: 0', '503', undefined],
    ['consecutive5xxErrors: 3', '404', undefined],
  ])('{%s} and %s', (detection, state, after) => {
    const { ejections } = ask(once + rule(detection), { 'shop/web-v2': state });
    expect(ejections).toEqual(
      after === undefined ? [] : [{ endpoint: 'shop/web-v2', destinationRule: 'shop/web', after }],
    );
  });
  test('takes nothing out without a rule, and without failures', () => {
    expect(ask(once, bad).ejections).toEqual([]);
    expect(ask(once + rule('consecutive5xxErrors: 3'), {}).ejections).toEqual([]);
  });
});

describe('questions', () => {
  const problems = (assume: NonNullable<RequestQuery['assume']>) =>
    queryProblems(meshOf(''), { from: 'shop/client', to: 'http://web/', assume }).map(({ code, fix }) => [code, fix]);
  test('about a state or a workload that cannot be meant are a problem', () => {
    expect(problems({ 'shop/web-v2': 'broken' })).toEqual([['QUERY_ASSUMED_STATE', expect.stringContaining('reset')]]);
    expect(problems({ 'shop/web-v3': '503' })).toEqual([['QUERY_ASSUMED_WORKLOAD', 'did you mean shop/web-v1?']]);
    expect(problems({ 'shop/web-v2': '503', 'far.example.com': 'reset' })).toEqual([]);
  });
  test('can be asked in jest', () => {
    const query = { from: 'shop/client', to: 'http://web/', assume: { ...bad, 'shop/web-v1': '503' } };
    expect(meshOf('')).toAnswer(query, { 503: 100 });
    expect(() => expect(meshOf('')).toAnswer({ ...query, assume: { 'shop/web-v9': '503' } }, { 503: 100 })).toThrow(
      'shop/web-v9',
    );
  });
  test('with and without an assumption do not mix', () => {
    const mesh = meshOf(once);
    const asked = (assume: RequestQuery['assume']) =>
      request(mesh, { from: 'shop/client', to: 'http://web/', ...(assume === undefined ? {} : { assume }) }).status;
    expect([asked(undefined), asked(bad), asked(undefined), asked({})]).toEqual([
      { 200: 1 },
      { 200: 0.5, 503: 0.5 },
      { 200: 1 },
      { 200: 1 },
    ]);
  });
});
