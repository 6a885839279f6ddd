import { describe, expect, test } from '@jest/globals';
import { asmKinds } from '../../../../mesh/kinds/asm.js';
import { type Kind, schemaOf } from '../../../../mesh/kinds/index.js';
import { fieldPath } from '../../../../mesh/validation/field-path.js';
import { validateConfiguration } from '../../../../mesh/validation/validate.js';
import { withValue } from '../../kinds/mutations.js';
import { fullAsmObject } from './full-objects.js';
import { mutationsOf } from './mutations.js';

const described = asmKinds.filter(({ fields }) => fields !== undefined);
const refusals = (object: unknown): readonly string[] =>
  validateConfiguration(object, 'shop', { isAsm: true }).map(({ path }) => fieldPath(path));

function fullOf({ kind, group, versions }: Kind, version = versions[0]): Record<string, unknown> {
  return fullAsmObject(kind, `${group}/${version}`) ?? { kind: 'no full object' };
}

describe.each(described.map((row) => [row.kind, row] as const))('%s', (_, row) => {
  const object = fullOf(row);
  const schema = schemaOf(row, String(object['apiVersion']));

  test('with every field is taken, in each version', () => {
    for (const version of row.versions) {
      expect(refusals(fullOf(row, version))).toEqual([]);
    }
  });

  test('with a mistake is refused, and the field is named', () => {
    const mutations =
      schema === undefined ? [] : mutationsOf(object, schema).filter(({ place }) => place[0] === 'spec');
    expect(mutations.length).toBeGreaterThanOrEqual(20);
    const missed = mutations.filter(({ object: mutated, place }) => {
      const field = fieldPath(place);
      return !refusals(mutated).some(
        (path) => path === field || path.startsWith(field) || (field.startsWith(path) && path !== 'spec'),
      );
    });
    expect(missed.map(({ what, place }) => `${fieldPath(place)}: ${what}`)).toEqual([]);
  });

  test('out of its place is refused', () => {
    if (row.scope === 'cluster') {
      expect(refusals(withValue(object, ['metadata', 'namespace'], 'shop'))).toEqual(['metadata.namespace']);
    }
    if (row.asm?.namespace !== undefined) {
      expect(refusals(withValue(object, ['metadata', 'namespace'], 'elsewhere'))).toEqual(['metadata.namespace']);
    }
    if (row.asm?.name !== undefined) {
      expect(refusals(withValue(object, ['metadata', 'name'], 'other'))).toEqual(['metadata.name']);
    }
  });
});

test('a version that is too old is said at the kind and at the field', () => {
  const limiter = fullAsmObject('ASMLocalRateLimiter', 'istio.alibabacloud.com/v1');
  const warned = (version: string): readonly string[] =>
    validateConfiguration(limiter, 'shop', { isAsm: true, instance: { version } }).map(({ path }) => fieldPath(path));
  expect(warned('v1.26.0.1')).toEqual([]);
  expect(warned('v1.18.0.131')).toEqual([
    'spec.configs[1].target_services',
    'spec.configs[0].limit_overrides',
    'spec.configs[0].limit_overrides[0].request_match.distinct',
    'spec.configs[0].limit.status',
  ]);
});

test.each([
  ['ASMSwimLane', ['metadata', 'labels'], {}, 'metadata.labels.swimlane-group'],
  ['ASMSwimLaneGroup', ['spec', 'isPermissive'], false, 'spec.permissiveModeConfiguration'],
  ['ASMGrpcJsonTranscoder', ['spec', 'services'], ['shop.v1.Card'], 'spec.services[0]'],
  ['ASMGrpcJsonTranscoder', ['spec', 'protoDescriptorBin'], 'eA==', 'spec.protoDescriptorBin'],
  [
    'ASMLocalRateLimiter',
    ['spec', 'configs', 0, 'limit_overrides', 0, 'request_match', 'header_match'],
    [{ name: 'a' }],
    'spec.configs[0].limit_overrides[0].request_match.header_match[0]',
  ],
  ['IstioGateway', ['spec', 'cpu'], {}, undefined],
  ['IstioGateway', ['spec', 'replicaCount'], 9, 'spec.replicaCount'],
  ['IstioGateway', ['spec', 'hostNetwork'], true, 'spec.hostNetwork'],
])('%s: %j %j', (kind, place, value, field) => {
  const row = described.find((one) => one.kind === kind);
  const object = row === undefined ? {} : fullOf(row);
  expect(refusals(withValue(object, place, value))).toEqual(field === undefined ? [] : [field]);
});
