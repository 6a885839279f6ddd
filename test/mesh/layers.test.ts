import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const files = readdirSync('mesh', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('mesh', name))
  .sort();

/** The files of `mesh/` that a file imports, types included. */
function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;]*?\bfrom '(\.[^']+)\.js';/gms)].map(
    ([, path = '']) => `${normalize(join(dirname(file), path))}.ts`,
  );
}

const graph = new Map(files.map((file) => [file, importsOf(file)]));

/** Rooms that build upon each other: each may import those to its left. */
const layers = ['istio', 'proxy', 'envoy', 'request', 'survey'];

describe('the rooms of mesh/', () => {
  test.each(layers.map((layer, index) => [layer, layers.slice(index + 1)] as const))(
    '%s imports nothing that builds upon it',
    (layer, above) => {
      const wrong = files
        .filter((file) => file.startsWith(`mesh/${layer}/`))
        .flatMap((file) => (graph.get(file) ?? []).map((target) => [file, target] as const))
        .filter(([, target]) => above.some((room) => target.startsWith(`mesh/${room}/`)));
      expect(wrong).toEqual([]);
    },
  );

  test('what everything else is about imports none of them', () => {
    const below = ['text', 'yaml', 'kinds', 'manifest', 'model', 'kubernetes'];
    const wrong = files
      .filter((file) => below.some((room) => file.startsWith(`mesh/${room}/`)))
      .flatMap((file) => (graph.get(file) ?? []).map((target) => [file, target] as const))
      .filter(([, target]) => layers.some((room) => target.startsWith(`mesh/${room}/`)));
    expect(wrong).toEqual([]);
  });

  test('no file imports itself by way of others', () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, way: readonly string[]): void => {
      const at = way.indexOf(file);
      if (at >= 0) {
        circles.push([...way.slice(at), file].join(' > '));
      } else if (!done.has(file)) {
        for (const target of graph.get(file) ?? []) {
          visit(target, [...way, file]);
        }
        done.add(file);
      }
    };
    for (const file of files) {
      visit(file, []);
    }
    expect(circles).toEqual([]);
  });

  test('imports are found', () => {
    expect(graph.get('mesh/request/request.ts')).toContain('mesh/proxy/push-context.ts');
    expect([...graph.values()].flat().length).toBeGreaterThan(500);
  });
});
