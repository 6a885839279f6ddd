import { expect, test } from '@jest/globals';
import { after, exchange, matchedBefore, mixed } from '../../../mesh/envoy/exchange.js';
import { response } from '../../../mesh/envoy/response.js';
import type { Step } from '../../../mesh/envoy/trace.js';

const fine = exchange(response({ status: '200', kind: 'allowed', reason: '' }));
const refused = exchange(response({ status: '403', kind: 'denied', reason: 'DENY' }));
const step: Step = { stage: 'listener', name: 'virtualInbound', outcome: 'matched', reason: '' };

test('steps come before those of what follows', () => {
  expect(after([], fine)).toBe(fine);
  const later = { ...step, name: 'later' };
  expect(after([step], after([later], fine)).steps).toEqual([step, later]);
});

test('what a proxy before has matched counts', () => {
  const inner = matchedBefore({ listener: 'virtualInbound', hashedBy: 'source IP', catchAll: 'block_all' }, fine);
  const { matched } = matchedBefore({ listener: '0.0.0.0_80', gateway: null }, inner);
  expect(matched).toMatchObject({
    listener: '0.0.0.0_80',
    hashedBy: 'source IP',
    catchAll: 'block_all',
    gateway: null,
  });
});

test('ejections of all proxies are kept', () => {
  const of = (endpoint: string) => ({ endpoint, destinationRule: 'shop/web', after: '5 errors 5xx in a row' });
  const both = matchedBefore({ ejections: [of('shop/a')] }, matchedBefore({ ejections: [of('shop/b')] }, fine));
  expect(both.matched.ejections.map(({ endpoint }) => endpoint)).toEqual(['shop/a', 'shop/b']);
});

test('of several exchanges one happens, by their odds', () => {
  const { responses, steps } = mixed([
    { probability: 0.25, reached: 0, exchange: refused },
    { probability: 0.75, reached: 1, exchange: after([step], fine) },
  ]);
  expect(responses.map(({ probability, reached, value }) => [probability, reached, value.status])).toEqual([
    [0.25, 0, '403'],
    [0.75, 1, '200'],
  ]);
  expect(steps).toEqual([step]);
  expect(mixed([{ probability: 1, exchange: fine }])).toBe(fine);
});

test('a mixture has what any of its parts matched, the first part before the others', () => {
  const { matched } = mixed([
    { probability: 0.5, exchange: fine },
    { probability: 0.3, exchange: matchedBefore({ connectionRoute: 'one' }, fine) },
    { probability: 0.2, exchange: matchedBefore({ connectionRoute: 'two', redirect: 'https://web/' }, fine) },
  ]);
  expect(matched).toMatchObject({ connectionRoute: 'one', redirect: 'https://web/' });
});
