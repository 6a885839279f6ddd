import { expect, test } from '@jest/globals';
import { inState, noStates, type WorkloadState } from '../../../mesh/envoy/workload-state.js';
import { answerOf, connectionOf } from './fixtures.js';

const host = { workload: undefined, address: 'api.example.com' };
const taken = answerOf({ policy: 'shop/p', reason: 'the workload answers' });
const stateOf = (parts: Partial<WorkloadState>): WorkloadState => ({
  status: undefined,
  isReset: false,
  delay: 0,
  ...parts,
});
const inStates = (parts: Partial<WorkloadState>, connection = {}, address = host.address) =>
  inState(new Map([[host.address, stateOf(parts)]]), { ...host, address }, connectionOf(connection), taken);

test('what nothing is assumed of answers as ever', () => {
  expect(inState(noStates, host, connectionOf(), taken)).toBe(taken);
  expect(inStates({ status: '500' }, {}, 'other.example.com')).toBe(taken);
});

test('an assumed status is the answer to HTTP only', () => {
  expect(inStates({ status: '500' })).toMatchObject({ status: '500', kind: 'allowed', policy: 'shop/p' });
  expect(inStates({ status: '500' }, { isHttp: false }).status).toBe('200');
});

test('it may come late', () => {
  const { status, delay, reason } = inStates({ delay: 1500 });
  expect([status, delay, reason]).toEqual(['200', 1500, 'it is assumed to answer 200 after 1500 ms']);
});

test('a closed connection is 503 UC behind a proxy that reads HTTP', () => {
  expect(inStates({ isReset: true })).toMatchObject({ status: 'reset', failure: 'reset', policy: 'shop/p' });
  expect(inStates({ isReset: true, delay: 5 }, { isProxied: true })).toMatchObject({
    status: '503',
    flag: 'UC',
    delay: 5,
  });
});
