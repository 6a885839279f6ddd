import { describe, expect, test } from '@jest/globals';
import { defaultRetries, readRetries, withDefaultRetries } from '../../../mesh/istio/default-retries.js';
import { readVirtualServices } from '../../../mesh/istio/virtual-service.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject, meshConfigOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const meshOf = (text: string) => buildMesh(resourcesOf(text));

describe('retries', () => {
  test.each([
    [{}, { attempts: 0, perTryTimeout: undefined, retryOn: [] }],
    [
      { attempts: 3, perTryTimeout: '2s', retryOn: 'gateway-error, 503,', retryIgnorePreviousHosts: false },
      { attempts: 3, perTryTimeout: '2s', retryOn: ['gateway-error', '503'], ignorePreviousHosts: false },
    ],
    // What has another type than the API says is left out.
    [
      { attempts: '3', retryOn: 503 },
      { attempts: 0, perTryTimeout: undefined, retryOn: [] },
    ],
    ['always', { attempts: 0, perTryTimeout: undefined, retryOn: [] }],
  ])('%j', (policy, expected) => {
    expect(readRetries(policy)).toEqual(expected);
  });
});

test.each([
  ['{}', undefined],
  ['{defaultHttpRetryPolicy: null}', undefined],
  ['{defaultHttpRetryPolicy: {attempts: 5}}', 5],
  ['{defaultHttpRetryPolicy: {attempts: 0}}', 0],
])('the retries of the mesh with %s', (settings, attempts) => {
  expect(defaultRetries(meshOf(meshConfigOf(settings)))?.attempts).toBe(attempts);
});

test('the retries of the mesh are for rules that set none', () => {
  const service = istioObject(
    'VirtualService',
    'web',
    '{hosts: [web], http: [{retries: {attempts: 1}, route: [{destination: {host: a}}]}, {route: [{destination: {host: b}}]}]}',
  );
  const attempts = (settings: string) => {
    const mesh = meshOf(service + meshConfigOf(settings));
    return withDefaultRetries(readVirtualServices(mesh), mesh).map(({ http }) =>
      http.map(({ retries }) => retries?.attempts),
    );
  };
  expect(attempts('{defaultHttpRetryPolicy: {attempts: 5}}')).toEqual([[1, 5]]);
  expect(attempts('{}')).toEqual([[1, undefined]]);
});
