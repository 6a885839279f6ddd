import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { analyze, asmCodes, buildMesh, readManifests } from '../../../mesh/index.js';

const folder = new URL('../../../docs/findings/', import.meta.url);
const codes = Object.values(asmCodes);

/** The YAML blocks of a section, each read like a file. */
function examplesOf(page: string, heading: string): readonly string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml);
}

function codesOf(examples: readonly string[]): readonly string[] {
  const files = examples.map((text, index) => readManifests(text, `example-${index}.yaml`));
  expect(files.flatMap(({ problems }) => problems)).toEqual([]);
  const external = Object.assign({}, ...files.map(({ header }) => header?.external));
  const { findings } = analyze(
    buildMesh(
      files.flatMap(({ resources }) => resources),
      { external },
    ),
  );
  return findings.map(({ code }) => code);
}

describe.each(codes.map((type) => [type.code, type] as const))('%s', (code, type) => {
  const file = new URL(`${code}.md`, folder);
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';

  test('has a page with its level and what happens in production', () => {
    expect(page).toMatch(new RegExp(`^# ${code}: .`));
    expect(page).toContain(`Level: ${type.level}.`);
    expect(page).toMatch(/## What happens in production\n\n\S/);
  });

  test('fires for the example of its page', () => {
    const found = codesOf(examplesOf(page, 'An example that fires'));
    expect(found.filter((other) => other === code)).toHaveLength(1);
  });

  test('does not fire for the fixed example, which has no other mistake either', () => {
    const examples = examplesOf(page, 'The fixed example');
    expect(examples).not.toEqual([]);
    expect(codesOf(examples)).toEqual([]);
  });
});
