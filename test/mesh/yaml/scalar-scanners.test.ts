import { describe, expect, test } from '@jest/globals';
import { scanBlockScalar } from '../../../mesh/yaml/block-scalar-scanner.js';
import { Cursor } from '../../../mesh/yaml/cursor.js';
import { Folding, scanPlain, scanQuoted } from '../../../mesh/yaml/scalar-scanner.js';

test('Folding makes a space of one break, and drops the first of several', () => {
  const folding = new Folding();
  expect([folding.isEmpty, folding.take()]).toEqual([true, '']);
  const folded = (...breaks: string[]): string => {
    for (const lineBreak of breaks) {
      folding.add(lineBreak);
    }
    return folding.take();
  };
  expect(folded('\n')).toBe(' ');
  expect(folded('\n', '\n', '\n')).toBe('\n\n');
  expect(folded('\u2028', '\n')).toBe('\u2028\n');
  expect(folding.isEmpty).toBe(true);
});

describe('scanPlain', () => {
  test.each([
    ['a b  c ', 0, false, 'a b  c', false],
    ['a: b', 0, false, 'a', false],
    ['a #b', 0, false, 'a', false],
    ['a#b: c', 0, false, 'a#b', false],
    ['a\n b\n\n c\nd', 1, false, 'a b\nc', true],
    ['a\n--- b', 0, false, 'a', true],
    ['a,b]', 0, false, 'a,b]', false],
    ['a,b]', 0, true, 'a', false],
    ['a:b, c', 0, true, 'a:b', false],
    ['a::]', 0, true, 'a::', false],
    ['a\nb]', 5, true, 'a b', false],
  ])('%j', (text, indent, isInFlow, value, isBeforeBreak) => {
    expect(scanPlain(new Cursor(text), indent, isInFlow)).toEqual({ text: value, isBeforeBreak });
  });

  test('refuses a tab that indents', () => {
    expect(() => scanPlain(new Cursor('a\n\tb'), 2, false)).toThrow('a tab is used for indentation');
  });
});

describe('scanQuoted', () => {
  test.each([
    ["'a''b'", "a'b"],
    ['"a\\"b"', 'a"b'],
    ['"a \n\n  b"', 'a\nb'],
    ['"a \\\n  b\\\n\n c"', 'a b\nc'],
    ["'a\\n'", 'a\\n'],
    ['" a "', ' a '],
    ['"\\x41\\u00e9\\U0001F600"', 'Aé😀'],
  ])('%j', (text, value) => {
    const cursor = new Cursor(`${text} x`);
    expect(scanQuoted(cursor)).toBe(value);
    expect(cursor.position).toBe(text.length);
  });

  test.each([
    ['"a', 'a quoted text is not closed'],
    ['"a\n--- b"', 'a quoted text is not closed before the document ends'],
    ['"\\y"', '`\\y` is not an escape'],
    ['"\\x4"', '`\\x` needs 2 hexadecimal digits'],
    ['"\\ud800"', '`\\ud800` is not a character'],
  ])('refuses %j', (text, message) => {
    expect(() => scanQuoted(new Cursor(text))).toThrow(message);
  });
});

describe('scanBlockScalar', () => {
  test.each([
    ['|\n a\n  b\n\n c\n', -1, 'a\n b\n\nc\n'],
    ['>\n a\n b\n\n c\n  d\n e\n', -1, 'a b\nc\n d\ne\n'],
    ['|-\n a\n\n', -1, 'a'],
    ['|+\n a\n\n', -1, 'a\n\n'],
    ['|2-\n   a\n', -1, ' a'],
    ['|-2 # c\n    a\n', 1, ' a'],
    ['|\n\n   a\n', -1, '\na\n'],
    ['|\na: b\n', 0, ''],
    ['>\n\n', -1, ''],
  ])('%j in a collection in column %i', (text, parentIndent, value) => {
    expect(scanBlockScalar(new Cursor(text), parentIndent)).toBe(value);
  });

  test.each([
    ['|0\n a', 'must be 1 to 9'],
    ['| a', 'must begin on the next one'],
    ['|\n \ta', 'indented with a tab'],
  ])('refuses %j', (text, message) => {
    expect(() => scanBlockScalar(new Cursor(text), -1)).toThrow(message);
  });
});
