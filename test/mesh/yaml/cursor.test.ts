import { describe, expect, test } from '@jest/globals';
import {
  chars,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isDigit,
  isWord,
  notPrintable,
  withLineFeeds,
  withLineFeedsOfYaml,
} from '../../../mesh/yaml/characters.js';
import { Cursor } from '../../../mesh/yaml/cursor.js';

describe('Cursor', () => {
  test('goes over breaks, and knows line and column', () => {
    const cursor = new Cursor('ab\r\nc\u2028d');
    cursor.position = 2;
    expect([cursor.column, cursor.takeBreak(), cursor.line, cursor.column]).toEqual([2, '\n', 1, 0]);
    expect(cursor.takeBreak()).toBe('');
    cursor.position += 1;
    expect([cursor.takeBreak(), cursor.line, cursor.code(), cursor.code(1)]).toEqual(['\u2028', 2, 100, chars.end]);
  });

  test('begins behind byte order marks', () => {
    const cursor = new Cursor('\ufeff\ufeffa');
    expect([cursor.position, cursor.column, cursor.slice(2, 3)]).toEqual([2, 0, 'a']);
  });

  test('knows markers and comments', () => {
    expect(['---', '--- a', '...\n', '---a', '--', ' ---'].map((text) => new Cursor(text).isAtMarker())).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    const cursor = new Cursor('# a\nb');
    cursor.skipComment();
    expect(cursor.position).toBe(3);
  });
});

test('sorts of characters', () => {
  const of = (test: (code: number) => boolean): string =>
    [...' \t\n\r\u2028\0a0_-.'].filter((sign) => test(sign.charCodeAt(0))).join('');
  expect(of(isBlank)).toBe(' \t');
  expect(of(isBreak)).toBe('\n\r\u2028');
  expect(of(isBlankOrEnd)).toBe(' \t\n\r\u2028\0');
  expect(of(isDigit)).toBe('0');
  expect(of(isWord)).toBe('a0_-');
  expect(
    ['a\u0085\u00a0é😀\t\ufeff', '\u0000', '\u007f', '\uffff', '\ud800'].map((text) => notPrintable.test(text)),
  ).toEqual([false, true, true, true, true]);
});

test('line feeds for other breaks of one character', () => {
  expect(withLineFeeds('a\rb\r\nc\u0085')).toBe('a\nb\r\nc\u0085');
  expect(withLineFeedsOfYaml('a\rb\r\nc\u0085')).toBe('a\nb\r\nc\n');
});
