import { expect, test } from '@jest/globals';
import { exchange } from '../../../mesh/envoy/exchange.js';
import { ejectionsOf } from '../../../mesh/envoy/outlier-detection.js';
import type { Response } from '../../../mesh/envoy/response.js';
import type { OutlierDetection } from '../../../mesh/proxy/cluster.js';
import { answerOf, hostOf } from './fixtures.js';

const eject = (outlierDetection: OutlierDetection | undefined, answer: Partial<Response>) =>
  ejectionsOf([{ host: hostOf(), exchange: exchange(answerOf(answer)) }], {
    outlierDetection,
    destinationRules: ['shop/web'],
  }).map(({ after }) => after);
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
  expect(ejectionsOf([attempt], { outlierDetection: both, destinationRules: ['shop/web'] })).toEqual([
    { endpoint: '10.0.0.1', destinationRule: 'shop/web', after: '5 errors 5xx in a row' },
  ]);
});
