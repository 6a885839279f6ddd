import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { analyze } from '../../../../mesh/analysis/analyze.js';
import { allChecks } from '../../../../mesh/analysis/checks/index.js';
import { istioChecks } from '../../../../mesh/analysis/checks/istio/index.js';
import { validationChecks } from '../../../../mesh/analysis/checks/validation/index.js';
import { findingCodes } from '../../../../mesh/analysis/codes.js';
import { istioCodes } from '../../../../mesh/analysis/istio-codes.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { cluster, everything, resourcesOf } from '../../resources.js';

const folder = new URL('../../../../docs/findings/', import.meta.url);

/** The findings of a YAML text; `# cluster: NAME` before an object begins the files of a cluster. */
function codesOf(yaml: string): readonly string[] {
  const [shared = '', ...clusters] = yaml.split(/^# cluster: /m);
  const resources = [
    ...resourcesOf(shared, everything),
    ...clusters.flatMap((text) => {
      const end = text.indexOf('\n');
      return resourcesOf(text.slice(end), cluster(text.slice(0, end)));
    }),
  ];
  const { findings } = analyze(buildMesh(resources), { checks: [...istioChecks, ...validationChecks] });
  return [...new Set(findings.map(({ code }) => code))];
}

const codes = Object.keys(istioCodes);

describe.each(codes)('%s', (code) => {
  const file = new URL(`${code}.md`, folder);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [bad = '', fixed = ''] = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml);

  test('has a check, a description and a page', () => {
    expect(allChecks.some(({ types }) => types.some((type) => type.code === code))).toBe(true);
    expect(findingCodes.get(code)?.description).toMatch(/\S.*\.$/);
    expect(text.startsWith(`# ${code} ${findingCodes.get(code)?.name}\n`)).toBe(true);
  });

  // An API server refuses an address that is not a URL, too.
  test('the first example of its page fires it and nothing else', () => {
    expect(codesOf(bad)).toEqual(code === 'IST0163' ? ['ASM0018', code] : [code]);
  });

  test('the fixed example does not fire at all', () => {
    expect(fixed).not.toBe('');
    expect(codesOf(fixed)).toEqual([]);
  });
});

test('checks have different names and report known types only', () => {
  const names = allChecks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const type of allChecks.flatMap(({ types }) => types)) {
    expect(findingCodes.get(type.code)).toBe(type);
  }
});
