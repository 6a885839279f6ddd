import { describe, expect, test } from '@jest/globals';
import { parseYaml } from '../../../mesh/yaml/parser.js';
import { type FieldPath, itemsOf, offsetOfField, valueAt, valuesAt } from '../../../mesh/yaml/positions.js';

const text = 'a:\n  - b: 1\n    c: &x {d: 2, "80": 3}\n  - *x\ne: {<<: *x, d: 4}\nyes: 5\na2: 1\na2: 2\n';
const { root } = parseYaml(text);
const at = (path: FieldPath): string => (root === undefined ? '' : text.slice(offsetOfField(root, path)).slice(0, 5));

describe('offsetOfField', () => {
  test.each<[FieldPath, string]>([
    [[], 'a:\n  '],
    [['a', 0], 'b: 1\n'],
    [['a', 0, 'c', 'd'], 'd: 2,'],
    [['a', 1], '*x\ne:'],
    [['a', 1, 'd'], 'd: 2,'],
    [['e', 'd'], 'd: 4}'],
    [['e', '80'], '"80":'],
    [['true'], 'yes: '],
    [['a2'], 'a2: 2'],
    [['a', 0, 'nope', 'x'], 'b: 1\n'],
    [['a', 7, 'x'], 'a:\n  '],
    [['nope'], 'a:\n  '],
  ])('%j', (path, beginning) => {
    expect(at(path)).toBe(beginning);
  });
});

test('itemsOf and valueAt follow aliases, and give nothing for other values', () => {
  expect(itemsOf(valueAt(root, 'a'))).toHaveLength(2);
  expect(valueAt(itemsOf(valueAt(root, 'a'))[1], 'd')).toMatchObject({ text: '2' });
  expect(itemsOf(root)).toEqual([]);
  expect(valueAt(valueAt(root, 'yes'), 'a')).toBeUndefined();
});

test('valuesAt has every value of a key that is repeated, in order', () => {
  if (root === undefined) throw new Error('the text is not read');
  expect(valuesAt(root, 'a2').map((value) => text[value.start])).toEqual(['1', '2']);
  expect(valuesAt(root, 'nope')).toEqual([]);
});
