import { expect, test } from '@jest/globals';
import { retryPolicyOf } from '../../../../mesh/proxy/build/retry-policy.js';

const byDefault = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

test('two tries on failures of connections when no rule says otherwise', () => {
  expect(retryPolicyOf(undefined)).toMatchObject({ attempts: 2, retryOn: byDefault, perTryTimeout: undefined });
});

test.each([
  [
    { attempts: 3, retryOn: [], perTryTimeout: '1s' },
    { attempts: 3, retryOn: byDefault, perTryTimeout: '1s' },
  ],
  [
    { attempts: 1, retryOn: ['5xx'], ignorePreviousHosts: false },
    { attempts: 1, retryOn: ['5xx'], ignoresPreviousHosts: false },
  ],
  [{ attempts: 0, retryOn: ['5xx'] }, undefined],
])('%j', (retries, expected) => {
  const found = retryPolicyOf({ perTryTimeout: undefined, ...retries });
  expect(found).toEqual(expected && { perTryTimeout: undefined, ignoresPreviousHosts: undefined, ...expected });
});
