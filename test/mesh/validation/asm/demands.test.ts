import { describe, expect, test } from '@jest/globals';
import { analyze } from '../../../../mesh/analysis/analyze.js';
import { readManifests } from '../../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { isOlder } from '../../../../mesh/validation/asm/demands.js';

test.each([
  ['v1.25.6.79-g0ae1f4ba-aliyun', '1.25.6.80', true],
  ['v1.25.6.79-g0ae1f4ba-aliyun', '1.25.6.79', false],
  ['1.25', '1.25.6.80', false],
  ['1.24', '1.25.6.80', true],
  ['1.9.7', '1.14', true],
  ['2', '1.14', false],
  ['', '1.14', false],
])('%s is older than %s: %s', (version, other, is) => {
  expect(isOlder(version, other)).toBe(is);
});

describe('an object that the instance does not take', () => {
  const { resources } = readManifests(
    `
apiVersion: istio.alibabacloud.com/v1
kind: ASMCircuitBreaker
metadata: {name: one, namespace: shop}
spec: {configs: [{match: {vhost: {name: a}}, breaker_config: {error_percent: {value: 50}, min_request_amount: 5}}]}
`,
    'one.yaml',
  );
  const messages = (asmInstance: object): readonly string[] =>
    analyze(buildMesh(resources, { asmInstance })).findings.map(({ code, message }) => `${code} ${message}`);

  test('is warned of, by version and by edition', () => {
    expect(messages({})).toEqual([]);
    expect(messages({ version: 'v1.25.6.84-g1-aliyun', edition: 'enterprise' })).toEqual([]);
    expect(messages({ version: 'v1.13.4' })).toEqual([
      'ASM0019 kind: ASMCircuitBreaker needs ASM 1.14.3 or later, and the instance is of v1.13.4',
    ]);
    expect(messages({ version: 'v1.14.3.1' })).toEqual([
      'ASM0019 apiVersion: ASMCircuitBreaker in this version of its API needs ASM 1.15.3.105 or later, and the instance is of v1.14.3.1',
    ]);
    expect(messages({ edition: 'standard' })).toEqual([
      'ASM0019 kind: ASMCircuitBreaker needs the Enterprise or the Ultimate Edition, and the instance is of the Standard Edition',
    ]);
  });
});
