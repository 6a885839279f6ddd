import { expect, test } from '@jest/globals';
import { answersPreflight, preflightOrigin } from '../../../../mesh/envoy/http-filters/cors.js';
import type { CorsPolicy } from '../../../../mesh/istio/route-source.js';
import { requestOf } from '../fixtures.js';

const preflight = (origin: string) =>
  requestOf({ method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT' } });

test('a preflight is OPTIONS with an origin and the method that it asks for', () => {
  const request = preflight('https://a.example');
  expect(preflightOrigin(request)).toBe('https://a.example');
  expect(preflightOrigin({ ...request, method: 'GET' })).toBeUndefined();
  expect(preflightOrigin(preflight(''))).toBeUndefined();
  expect(preflightOrigin(requestOf({ method: 'OPTIONS', headers: { origin: 'https://a' } }))).toBeUndefined();
});

const policy: CorsPolicy = {
  origins: [{ exact: 'https://a.example' }, { prefix: 'https://b.' }, { regex: 'https://c[0-9]' }],
  answersAll: false,
};

test.each([
  ['https://a.example', true],
  ['https://a.example.org', false],
  ['https://b.example', true],
  ['https://c7', true],
  ['https://c77', false],
])('a preflight from %s is answered: %s', (origin, isAnswered) => {
  expect(answersPreflight(policy, preflight(origin))).toBe(isAnswered);
});

test('one from another origin is answered as well where unmatched preflights are not forwarded', () => {
  expect(answersPreflight({ ...policy, answersAll: true }, preflight('https://z'))).toBe(true);
  expect(answersPreflight({ ...policy, answersAll: true }, requestOf())).toBe(false);
});

test('without a policy the application answers', () => {
  expect(answersPreflight(undefined, preflight('https://a.example'))).toBe(false);
});
