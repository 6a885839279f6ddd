import { describe, expect, test } from '@jest/globals';
import { exchange } from '../../../mesh/envoy/exchange.js';
import type { Response } from '../../../mesh/envoy/response.js';
import { type Attempt, withRetries } from '../../../mesh/envoy/retry.js';
import { addressEndpoint } from '../../../mesh/model/service.js';
import type { RetryPolicy, Route } from '../../../mesh/proxy/route-configuration.js';
import { answerOf, hostOf, routeOf, ruleOf } from './fixtures.js';

const policyOf = (parts: Partial<RetryPolicy> = {}): RetryPolicy => ({
  attempts: 2,
  retryOn: ['connect-failure', '5xx'],
  perTryTimeout: undefined,
  ignoresPreviousHosts: false,
  ...parts,
});
/** Endpoints of the same weight that answer like this. */
const endpoints = (...answers: readonly Partial<Response>[]): readonly Attempt[] =>
  answers.map((answer, index) => ({
    host: hostOf({ endpoint: addressEndpoint(`10.0.0.${index}`, 80), share: 1 / answers.length }),
    exchange: exchange(answerOf(answer)),
  }));
const outcomes = (attempts: readonly Attempt[], route: Partial<Route>, isHashed = false) =>
  withRetries(attempts, routeOf(route), isHashed).responses.map(({ probability, value: { status, flag } }) => [
    `${status} ${flag}`.trim(),
    Number(probability.toFixed(6)),
  ]);
const broken = { status: '500' };

describe('how often a request fails', () => {
  test('each try picks anew: (1/2)³ with two retries', () => {
    expect(outcomes(endpoints(broken, {}), { retryPolicy: policyOf() })).toEqual([
      ['500 URX', 0.125],
      ['200', 0.875],
    ]);
  });
  test('an endpoint that was tried is avoided: 1 in 64 picks it again', () => {
    const retryPolicy = policyOf({ ignoresPreviousHosts: true, attempts: 1 });
    const [[, lost]] = outcomes(endpoints(broken, {}), { retryPolicy }) as [[string, number]];
    expect(lost).toBeCloseTo(0.5 / 64);
  });
  test('the only endpoint fails as often as it is tried', () => {
    expect(outcomes(endpoints(broken), { retryPolicy: policyOf() })).toEqual([['500 URX', 1]]);
  });
  test('without a retry policy nothing is tried again', () => {
    expect(outcomes(endpoints(broken, {}), {})).toEqual([
      ['500', 0.5],
      ['200', 0.5],
    ]);
  });
});

test('a request that is hashed goes to the same endpoint again, which is not avoided', () => {
  const retryPolicy = policyOf({ ignoresPreviousHosts: undefined });
  const clusters = [{ name: 'c', host: 'web', port: 80, subset: '', weight: 1 }];
  const route = { retryPolicy, rule: ruleOf(), clusters };
  expect(outcomes(endpoints(broken, {}), route, true)).toEqual([
    ['500 URX', 0.5],
    ['200', 0.5],
  ]);
});

describe('what is tried again (Envoy, x-envoy-retry-on)', () => {
  const failure = (kind: NonNullable<Response['failure']>) => ({ status: '503', failure: kind });
  test.each([
    ['5xx', '5xx', { status: '500' }, true],
    ['5xx', '5xx: a connection that fails', failure('connect-failure'), true],
    ['5xx', '404', { status: '404' }, false],
    ['gateway-error', '503', { status: '503' }, true],
    ['gateway-error', '500', { status: '500' }, false],
    ['connect-failure', 'a connection that fails', failure('connect-failure'), true],
    ['connect-failure', 'one that is closed', failure('reset'), false],
    ['reset', 'one that is closed', failure('reset'), true],
    ['reset', 'a connection that fails', failure('connect-failure'), true],
    ['reset-before-request', 'a connection that fails', failure('connect-failure'), true],
    ['reset-before-request', 'one that is closed', failure('reset'), false],
    ['reset', 'an answer 503', { status: '503' }, false],
    ['retriable-4xx', '409', { status: '409' }, true],
    ['retriable-4xx', '404', { status: '404' }, false],
    ['418', '418', { status: '418' }, true],
  ])('%s: %s', (condition, _, answer, isRetried) => {
    const [[text]] = outcomes(endpoints(answer), { retryPolicy: policyOf({ retryOn: [condition] }) }) as [[string]];
    expect(text.includes('URX')).toBe(isRetried);
  });
});

describe('answers that come too late', () => {
  const late = { delay: 3000 };
  test('are 504 UT after the timeout of the route, and not tried again', () => {
    const route = { timeout: '2s', retryPolicy: policyOf() };
    const [share] = withRetries(endpoints(late), routeOf(route), false).responses;
    expect(share?.value).toMatchObject({ status: '504', flag: 'UT', delay: 2000, failure: undefined });
  });
  test('are tried again after that of a try', () => {
    expect(outcomes(endpoints(late), { retryPolicy: policyOf({ perTryTimeout: '1s' }) })).toEqual([['504 UT,URX', 1]]);
  });
  test('only as often as the timeout of the route has time for', () => {
    const retryPolicy = policyOf({ perTryTimeout: '1s', attempts: 5 });
    expect(outcomes(endpoints(late, {}), { timeout: '2s', retryPolicy })[0]).toEqual(['504 UT,URX', 0.25]);
  });
  test('0 is no timeout', () => {
    expect(outcomes(endpoints(late), { timeout: '0s' })).toEqual([['200', 1]]);
  });
});
