import { describe, expect, test } from '@jest/globals';
import { analyze } from '../../../../../mesh/analysis/analyze.js';
import { duplicateObject } from '../../../../../mesh/analysis/checks/asm/duplicate-object.js';
import { readManifests } from '../../../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../../../mesh/model/build.js';

const service = (port: number, name = 'name: a'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {${name}, namespace: shop}\nspec: {ports: [{port: ${port}}]}\n`;

/** Findings of the check for files, in the order in which they are given. */
function found(...files: readonly (readonly [name: string, text: string])[]): readonly string[] {
  const resources = files.flatMap(([name, text]) => readManifests(text, name).resources);
  const { findings } = analyze(buildMesh(resources), { checks: [duplicateObject] });
  return findings.map(
    ({ code, message, object }) => `${code} ${object.resource.path}:${object.resource.line} ${message}`,
  );
}

describe('duplicate-object', () => {
  test('fires within a file, and between files in any order', () => {
    expect(found(['f', `${service(80)}---\n${service(81)}`])).toEqual([
      'ASM0021 f:1 the object is given 2 times; the last one, at f:6, holds, and the others are not looked at',
    ]);
    const files = [
      ['a', service(80)],
      ['c', service(81)],
      ['b', service(80)],
    ] as const;
    const between = [
      'ASM0021 a:1 the object is given 3 times; the last one, at c:1, holds, and the others are not looked at',
    ];
    expect(found(...files)).toEqual(between);
    expect(found(...files.toReversed())).toEqual(between);
  });

  test('says when the contents are the same', () => {
    expect(found(['a', service(80)], ['b', service(80)])).toEqual([
      'ASM0021 a:1 the object is given 2 times; the last one, at b:1, holds; all have the same content',
    ]);
  });

  test.each<[string, string, string]>([
    ['other names', service(80), service(80, 'name: b')],
    ['names that the API server makes', service(80, 'generateName: a'), service(81, 'generateName: a')],
    [
      'other API servers',
      `# asm-blueprints: target=x role=all\n${service(80)}`,
      `# asm-blueprints: target=y role=all\n${service(81)}`,
    ],
  ])('is silent for %s', (_name, one, other) => {
    expect(found(['a', one], ['b', other])).toEqual([]);
  });
});
