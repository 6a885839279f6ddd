import { describe, expect, test } from '@jest/globals';
import { ProblemsError } from '../../../mesh/index.js';
import { ownBlueprint } from '../../../stacks/blueprint.js';
import { parseEnvironment } from '../../../stacks/environment/index.js';

const OWN = {
  kind: 'cloud',
  ownership: { owner: 'a@example.com', costCenter: 'c', dataClassification: 'internal' },
  network: { zones: [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.0.0.0/20' }] },
  clusters: { main: { type: 'managed' } },
};
const LOCAL = { kind: 'local', ownership: OWN.ownership };

function said(raw: Record<string, unknown>, others: Record<string, unknown>, project = 'shop'): string[] {
  try {
    parseEnvironment('test', raw, 'f', ownBlueprint, { others, project });
    return [];
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return error.problems.map(({ code, place, message, fix }) => `${code} ${place} ${message}; ${fix}`);
  }
}

describe('the region of the provider', () => {
  const regionOf = (raw: Record<string, unknown>, others: Record<string, unknown>) => {
    const { settings } = parseEnvironment('test', raw, 'f', ownBlueprint, { others });
    return settings.kind === 'local' ? undefined : settings.region;
  };

  test('is the region of the environment, where that names none', () => {
    expect(regionOf(OWN, { 'alicloud:region': 'cn-hangzhou' })).toBe('cn-hangzhou');
    expect(regionOf({ ...OWN, region: 'cn-hangzhou' }, { 'alicloud:region': 'cn-hangzhou' })).toBe('cn-hangzhou');
  });

  test('must be the same as the region of the environment', () => {
    expect(said({ ...OWN, region: 'cn-hangzhou' }, { 'alicloud:region': 'cn-beijing' })).toEqual([
      'ENV_REGION f: alicloud:region is cn-beijing, and asm-blueprints:region is cn-hangzhou; the provider makes everything in its own; write alicloud:region: cn-hangzhou',
    ]);
  });

  test('must be given, since the provider would take another one', () => {
    expect(said({ ...OWN, region: 'cn-hangzhou' }, {})).toEqual([
      'ENV_REGION f: alicloud:region is not given, so that the provider would choose a region itself; write alicloud:region: cn-hangzhou',
    ]);
  });

  test('does not matter for clusters on this machine', () => {
    expect(said(LOCAL, {})).toEqual([]);
    expect(said(LOCAL, { 'alicloud:region': 'cn-hangzhou' })).toEqual([]);
  });
});

describe('a key that nothing reads', () => {
  const others = { 'alicloud:region': 'cn-hangzhou' };

  test.each([
    ['without a namespace', { mesh: {} }, 'is not read, because it has no namespace; write asm-blueprints:mesh'],
    ['misspelled too', { scenario: {} }, 'is not read, because it has no namespace; write asm-blueprints:scenarios'],
    [
      'of somebody else',
      { colour: 1 },
      'is not read, because it has no namespace; write shop:colour for a setting of your own',
    ],
    [
      'with a misspelled namespace',
      { 'asm-blueprint:mesh': {} },
      'is not read, because its namespace is not asm-blueprints; write asm-blueprints:mesh',
    ],
    [
      'with the namespace of the project',
      { 'shop:mesh': {} },
      'is not read, because its namespace is not asm-blueprints; write asm-blueprints:mesh',
    ],
  ])('%s is refused', (_what, key, message) => {
    expect(said(OWN, { ...others, ...key })).toEqual([`ENV_NAMESPACE f: ${Object.keys(key)[0]} ${message}`]);
  });

  test('but not one that a program or a provider may read', () => {
    expect(said(OWN, { ...others, 'shop:colour': 1, 'kubernetes:context': 'x' })).toEqual([]);
  });
});
