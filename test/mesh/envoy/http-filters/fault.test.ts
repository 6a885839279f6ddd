import { expect, test } from '@jest/globals';
import { exchange } from '../../../../mesh/envoy/exchange.js';
import { injectFault } from '../../../../mesh/envoy/http-filters/fault.js';
import { response } from '../../../../mesh/envoy/response.js';
import type { Fault } from '../../../../mesh/istio/route-source.js';

const inject = (fault: Fault, isAwaited = true) =>
  injectFault(fault, isAwaited, () => exchange(response({ status: '200', kind: 'allowed', reason: '' }))).responses.map(
    ({ probability, value: { status, delay, flag } }) => [probability, status, delay, flag].join(' ').trim(),
  );

test('an abort answers its part of the requests itself, with FI', () => {
  expect(inject({ abort: { probability: 0.25, status: 418 } })).toEqual(['0.25 418 0 FI', '0.75 200 0']);
  expect(inject({ abort: { probability: 0, status: 418 } })).toEqual(['1 200 0']);
});

test('what is aborted does not count for what would be reached', () => {
  const { responses } = injectFault({ abort: { probability: 0.25, status: 418 } }, true, () =>
    exchange(response({ status: '200', kind: 'allowed', reason: '' })),
  );
  expect(responses.map(({ reached }) => reached)).toEqual([0, 1]);
});

test('a delay holds its part up where a proxy before waits for the answer', () => {
  const delay = { probability: 0.5, duration: '2s' };
  expect(inject({ delay })).toEqual(['0.5 200 2000', '0.5 200 0']);
  expect(inject({ delay }, false)).toEqual(['1 200 0']);
});

test('what is aborted is delayed as well: a request waits first', () => {
  const fault: Fault = { delay: { probability: 1, duration: '1s' }, abort: { probability: 1, status: 503 } };
  expect(inject(fault).filter((one) => !one.startsWith('0'))).toEqual(['1 503 1000 FI']);
});
