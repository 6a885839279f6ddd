import { describe, expect, test } from '@jest/globals';
import { environmentFindings, formatFinding } from '../../../mesh/analysis/environment-findings.js';
import { findingSettingsSchema, toFindingSettings } from '../../../mesh/analysis/finding-settings.js';
import type { Manifest, Resource } from '../../../mesh/manifest/resource.js';

const rule: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'cart', namespace: 'shop' },
  spec: { host: 'db.example.com', subsets: [{ name: 'v1' }, { name: 'v1' }] },
};
const resources: readonly Resource[] = [
  { manifest: rule, target: { name: 'asm', role: 'mesh' }, path: 'shop/cart/destination-rule' },
];
const run = (section: object) =>
  environmentFindings(resources, toFindingSettings(findingSettingsSchema.parse(section)));

describe('findings of an environment', () => {
  test('errors are told from warnings, with the path of the construct', () => {
    const { errors, warnings, suppressed } = run({});
    expect(errors.map(formatFinding)).toEqual([
      'shop/cart/destination-rule: error [IST0106] DestinationRule shop/cart: spec.subsets[1].name: the subset `v1` is given twice',
    ]);
    expect(warnings.map(({ code }) => code)).toEqual(['IST0174']);
    expect(suppressed).toEqual([]);
  });

  test('external hosts silence exactly the findings about them', () => {
    expect(run({ external: { hosts: ['db.example.com'] } }).warnings).toEqual([]);
  });

  test('levels, and silence with a reason, come from the section', () => {
    const suppress = [{ code: 'IST0106', object: 'DestinationRule shop/*', reason: 'made by a tool' }];
    const { errors, warnings, suppressed } = run({ suppress, levels: { IST0174: 'error' } });
    expect([errors.map(({ code }) => code), warnings]).toEqual([['IST0174'], []]);
    expect(suppressed.map(({ reason }) => reason)).toEqual(['made by a tool']);
    const off = run({ levels: { IST0106: 'off' } });
    expect(off.errors).toEqual([]);
  });

  test('a wrong section is refused with every mistake', () => {
    const section = { levels: { IST9999: 'off' }, suppress: [{ code: 'IST0106' }], external: { gateways: ['x'] } };
    const { error } = findingSettingsSchema.safeParse(section);
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([
      'levels.IST9999',
      'suppress.0.reason',
      'external.gateways.0',
    ]);
  });
});
