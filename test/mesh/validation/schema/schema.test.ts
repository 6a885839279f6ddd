import { describe, expect, test } from '@jest/globals';
import { allKinds, schemaOf } from '../../../../mesh/kinds/index.js';
import { type ConfigurationProblem, Field } from '../../../../mesh/validation/field.js';
import { FieldWriter } from '../../../../mesh/validation/schema/field-writer.js';
import { LazyFields } from '../../../../mesh/validation/schema/lazy-fields.js';
import { readBySchema } from '../../../../mesh/validation/schema/read.js';
import { checkStructure } from '../../../../mesh/validation/schema/structure.js';
import { fullObject, oddValues, placesIn, withValue } from '../../kinds/mutations.js';

/** The kinds of which each stands for a family. */
const families = allKinds.filter(({ kind }) =>
  ['Service', 'NetworkPolicy', 'VirtualService', 'HTTPRoute', 'ASMLocalRateLimiter', 'Application'].includes(kind),
);

describe.each(families.map((row) => [row.kind, row] as const))('%s', (_, row) => {
  const full = fullObject(row, 'one');
  const schema = schemaOf(row, String(full['apiVersion']));
  const changed = placesIn(full).map((place, index) => withValue(full, place, oddValues[index % oddValues.length]));

  test('what fits has no problem, and what does not has one', () => {
    for (const object of changed) {
      const problems: ConfigurationProblem[] = [];
      if (schema !== undefined) {
        checkStructure(Field.of(object, problems), schema);
      }
      const isRight = problems.every(({ level }) => level === 'info');
      expect([schema?.fits(object), object]).toEqual([isRight, object]);
    }
  });

  test('what is read has the types of the schema, and is read as it is a second time', () => {
    for (const object of changed) {
      const read = schema === undefined ? undefined : readBySchema(schema, object);
      const problems: ConfigurationProblem[] = [];
      if (schema !== undefined && read !== undefined) {
        checkStructure(Field.of(read, problems), schema);
        expect(readBySchema(schema, read)).toBe(read);
      }
      expect(
        problems.filter(({ message }) =>
          /^must be (?:a list|an object|a text|a (?:whole )?number|true or false|given)/.test(message),
        ),
      ).toEqual([]);
    }
  });
});

describe('a table that is written by hand', () => {
  const fields = new LazyFields(() => {
    const of = new FieldWriter();
    const ports = of.listBy('name', of.object({ 'name!': of.name, number: of.port }), 1);
    of.root('box', of.object({ 'ports!': ports, size: of.oneOf('S', 'L'), tags: of.set(of.text), more: of.labels }));
    return of.table;
  });
  const schema = fields.rootAt('box');
  const pathsOf = (value: unknown): readonly string[] => {
    const problems: ConfigurationProblem[] = [];
    if (schema !== undefined) {
      checkStructure(Field.of(value, problems), schema);
    }
    return problems.map(({ path }) => path.join('.'));
  };

  test.each([
    [{ ports: [{ name: 'a', number: 80 }], size: 'S', tags: ['a', 'b'], more: { a: 'b' } }, []],
    [{}, ['ports']],
    [{ ports: [] }, ['ports']],
    [{ ports: [{ name: 'a' }, { name: 'a' }] }, ['ports.1']],
    [{ ports: [{ name: '', number: 0 }] }, ['ports.0.name', 'ports.0.number']],
    [{ ports: [{ name: 'a' }], size: 'M' }, ['size']],
    [{ ports: [{ name: 'a' }], tags: ['a', 'a'] }, ['tags.1']],
    [{ ports: [{ name: 'a' }], sise: 'S' }, ['sise']],
    [{ ports: [{ name: 'a' }], more: { a: 1 } }, ['more.a']],
    [{ ports: [null] }, ['ports.0']],
    ['box', ['']],
  ])('%j', (value, paths) => {
    expect(pathsOf(value)).toEqual(paths);
  });

  test('reads what is missing as empty, and leaves out what is ill-typed', () => {
    const read = schema === undefined ? undefined : readBySchema(schema, { size: 3, tags: ['a', 1], other: 1 });
    expect(read).toEqual({ ports: [], tags: ['a'], other: 1 });
  });
});
