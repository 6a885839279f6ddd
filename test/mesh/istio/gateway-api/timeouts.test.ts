import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../../mesh/model/build.js';
import { request } from '../../../../mesh/request/request.js';
import { gatewayApiObject, namespaceOf, serviceOf, workloadOf } from '../../objects.js';
import { resourcesOf } from '../../resources.js';

const base = namespaceOf('mint') + serviceOf('coin', 'mint') + workloadOf('coin', 'mint') + workloadOf('buyer', 'mint');
const limits = (rule: string) => {
  const route = gatewayApiObject(
    'HTTPRoute',
    'coin',
    `{parentRefs: [{group: "", kind: Service, name: coin}], rules: [{backendRefs: [{name: coin, port: 80}], ${rule}}]}`,
    'mint',
  );
  const { timeout, retries } = request(buildMesh(resourcesOf(base + route)), {
    from: 'mint/buyer',
    to: 'http://coin/',
  });
  return [timeout, retries?.attempts ?? null, retries?.perTryTimeout ?? null];
};

// As Istio's conversion to a VirtualService does.
test.each([
  ['timeouts: {request: 5s}', ['5s', null, null]],
  ['timeouts: {backendRequest: 2s}', ['2s', null, null]],
  ['timeouts: {request: 5s, backendRequest: 2s}', ['2s', null, null]],
  ['timeouts: {request: 5s, backendRequest: 2s}, retry: {attempts: 3}', ['5s', 3, '2s']],
  ['timeouts: {backendRequest: 2s}, retry: {attempts: 3}', [null, 3, '2s']],
  ['timeouts: {request: 0s}', [null, null, null]],
  ['timeouts: {request: 5s, backendRequest: 0s}', ['5s', null, null]],
  ['retry: {}', [null, 2, null]],
])('%s', (rule, expected) => {
  expect(limits(rule).map((limit) => limit ?? null)).toEqual(expected);
});
