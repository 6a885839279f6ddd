import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { fieldPath, fieldSteps } from '../../../mesh/validation/field-path.js';
import { schemaProblems } from '../../../mesh/validation/schema-problems.js';

const schema = z.strictObject({
  kind: z.enum(['a', 'b']).optional(),
  key: z.union([z.boolean(), z.strictObject({ id: z.string() })]).optional(),
  names: z.record(z.string().regex(/^[a-z]+$/, 'use letters'), z.int().min(1)).optional(),
  list: z.array(z.string().max(3)).min(1).optional(),
});

function said(input: unknown, isSecret = false): string[] {
  const { error } = schema.safeParse(input, { reportInput: true });
  const words = { code: 'X', page: 'the docs', isSecret: () => isSecret };
  return schemaProblems(error?.issues ?? [], words).map(
    ({ code, place, message, fix }) => `${code} ${place}: ${message}; ${fix}`,
  );
}

describe('problems of settings', () => {
  test.each([
    [null, 'X_INVALID : is empty; give a section with keys below it'],
    [{ other: 1 }, 'X_UNKNOWN_KEY other: is not a setting of the program; remove it, or look up its name in the docs'],
    [{ kind: 'c' }, "X_INVALID kind: is 'c', which is not valid; give one of a, b"],
    [{ key: 7 }, 'X_INVALID key: is 7, which is not valid; give true or false, or a section with keys below it'],
    [{ key: { id: 7 } }, 'X_INVALID key.id: is 7; give a text'],
    [{ names: { A: 1 } }, 'X_INVALID names.A: cannot be a name here; use letters'],
    [{ names: { a: 0 } }, 'X_INVALID names.a: is 0, which is not valid; give at least 1'],
    [{ list: ['long'] }, "X_INVALID list[0]: is 'long', which is not valid; give a text of at most 3 characters"],
    [{ list: 'x'.repeat(500) }, `X_INVALID list: is '${'x'.repeat(80)}…'; give a list`],
  ])('%j', (input, expected) => {
    expect(said(input)).toEqual([expected]);
  });

  test('of secrets show no value', () => {
    expect(said({ kind: 'c' }, true)).toEqual(['X_INVALID kind: is a secret, which is not valid; give one of a, b']);
  });

  test('suggest the key that somebody meant, or list the few that there are', () => {
    const suggested = (input: unknown) =>
      schemaProblems(schema.safeParse(input, { reportInput: true }).error?.issues ?? [], {
        code: 'X',
        page: 'the docs',
        schema,
      }).map(({ place, fix }) => `${place}: ${fix}`);
    expect(suggested({ nams: {} })).toEqual(['nams: write names']);
    expect(suggested({ colour: 1 })).toEqual(['colour: remove it; what can stand here is kind, key, names, list']);
    expect(suggested({ key: { id: 'a', idd: 'b' } })).toEqual(['key.idd: write id']);
  });

  test('have places that can be taken apart again', () => {
    const steps = ['spec', 'http', 0, 'route', 12, 'weight'];
    expect(fieldSteps(fieldPath(steps))).toEqual(steps);
    expect(fieldSteps('')).toEqual([]);
  });
});
