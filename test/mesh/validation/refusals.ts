import { expect, test } from '@jest/globals';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { fieldPath } from '../../../mesh/validation/field-path.js';
import { validateConfiguration } from '../../../mesh/validation/validate.js';

/** The objects of a YAML text with `level path` of every problem of them. */
export function refusalsOf(yaml: string, isAsm = false): readonly string[] {
  const { resources, problems } = readManifests(yaml, 'one.yaml');
  expect(problems).toEqual([]);
  return resources.flatMap(({ manifest }) =>
    validateConfiguration(manifest, manifest.metadata.namespace ?? 'shop', { isAsm }).map(({ level, path }) =>
      level === 'error' ? fieldPath(path) : `${level} ${fieldPath(path)}`,
    ),
  );
}

/** What stands before the part that differs: `apiVersion kind`. */
type Head = readonly [apiVersion: string, kind: string];

/** A test for each row: an object made of the row's fields has problems in exactly these places; none for a valid object. */
export function testRefusals(
  [apiVersion, kind]: Head,
  rows: readonly (readonly [fields: string, ...paths: readonly string[]])[],
  metadata = '{name: one, namespace: shop}',
): void {
  test.each(rows)(`${kind} {%s}`, (fields, ...paths) => {
    const yaml = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\n${fields}\n`;
    expect(refusalsOf(yaml)).toEqual(paths);
  });
}
