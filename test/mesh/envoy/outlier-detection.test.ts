import { expect, test } from '@jest/globals';
import { exchange } from '../../../mesh/envoy/exchange.js';
import { ejectionsOf } from '../../../mesh/envoy/outlier-detection.js';
import type { Response } from '../../../mesh/envoy/response.js';
import type { OutlierDetection } from '../../../mesh/proxy/cluster.js';
import type { Route } from '../../../mesh/proxy/route-configuration.js';
import { answerOf, hostOf, routeOf } from './fixtures.js';

const eject = (outlierDetection: OutlierDetection | undefined, answer: Partial<Response>, route?: Partial<Route>) =>
  ejectionsOf(
    [{ host: hostOf(), exchange: exchange(answerOf(answer)) }],
    { outlierDetection, destinationRules: ['shop/web'] },
    route === undefined ? undefined : routeOf(route),
  ).map(({ after }) => after);
const both: OutlierDetection = { consecutive5xx: 5, consecutiveGatewayErrors: 3 };
const [errors, gatewayErrors] = [
  { ...both, consecutiveGatewayErrors: 0 },
  { ...both, consecutive5xx: 0 },
];
const lost = { status: 'reset', failure: 'connect-failure' } as const;

test.each([
  ['200', both, { status: '200' }, []],
  ['404', both, { status: '404' }, []],
  ['500', both, { status: '500' }, ['5 errors 5xx in a row']],
  ['500, only gateway errors count', gatewayErrors, { status: '500' }, []],
  ['503', both, { status: '503' }, ['3 gateway errors in a row']],
  ['503, only 5xx count', errors, { status: '503' }, ['5 errors 5xx in a row']],
  ['a connection that fails', gatewayErrors, lost, ['3 gateway errors in a row']],
  ['none is detected', undefined, lost, []],
])('%s', (_, detection, answer, expected) => {
  expect(eject(detection, answer)).toEqual(expected);
});

test('the endpoint and the DestinationRule are named', () => {
  const attempt = { host: hostOf(), exchange: exchange(answerOf({ status: '500' })) };
  expect(ejectionsOf([attempt], { outlierDetection: both, destinationRules: ['shop/web'] }, undefined)).toEqual([
    { endpoint: '10.0.0.1', destinationRule: 'shop/web', after: '5 errors 5xx in a row' },
  ]);
});

test('an answer that comes too late for the route counts as 504', () => {
  const late = { status: '200', delay: 3000 };
  const perTry = { attempts: 1, retryOn: [], perTryTimeout: '1s', ignoresPreviousHosts: undefined };
  expect(eject(both, late, { timeout: '2s' })).toEqual(['3 gateway errors in a row']);
  expect(eject(errors, late, { retryPolicy: perTry })).toEqual(['5 errors 5xx in a row']);
  expect(eject(both, late, { timeout: '5s' })).toEqual([]);
  expect(eject(both, late)).toEqual([]);
});
