import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { keysAt } from '../../../mesh/validation/schema-keys.js';

const pool = z.strictObject({ min: z.int().optional() }).transform((one) => one);
const schema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('a'),
    pools: z.record(z.string(), pool).prefault({}),
    list: z.array(z.strictObject({ name: z.string() })).optional(),
    switch: z.union([z.boolean(), z.strictObject({ on: z.boolean() })]).default(false),
    early: z.preprocess((value) => value, z.strictObject({ late: z.string() })),
  }),
  z.strictObject({ kind: z.literal('b'), other: z.string() }),
]);

describe('keys of a schema', () => {
  test.each<[readonly PropertyKey[], string[]]>([
    [[], ['kind', 'pools', 'list', 'switch', 'early', 'other']],
    [['pools', 'workers'], ['min']],
    [['list', 0], ['name']],
    [['switch'], ['on']],
    [['early'], ['late']],
    [['pools'], []],
    [['nothing'], []],
  ])('at %j', (path, keys) => {
    expect(keysAt(schema, path)).toEqual(keys);
  });
});
