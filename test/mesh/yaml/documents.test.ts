import { describe, expect, test } from '@jest/globals';
import { LineCounter, splitDocuments } from '../../../mesh/yaml/documents.js';

const split = (stream: string): string[] =>
  [...splitDocuments(stream)].map(({ text, line, json }) => `${line}${json === undefined ? '' : ' JSON'} ${text}`);

describe('splitDocuments', () => {
  test.each<[string, string, string[]]>([
    ['one document', 'a: 1\n', ['1 a: 1\n']],
    [
      'markers alone on their lines, or before a comment',
      '---\na: 1\n--- # c\nb: 2\n---\t\nc: 3\n---#d\ne: 4\n',
      ['2 a: 1\n', '4 b: 2\n', '6 c: 3\n', '8 e: 4\n'],
    ],
    ['content on the line of a marker', '--- a\n--- !!map\nb: 2\n', ['1 --- a\n', '2 --- !!map\nb: 2\n']],
    ['the end of a document', 'a: 1\n...\nb: 2\n...\n', ['1 a: 1\n', '3 b: 2\n']],
    ['nothing but comments and blanks', '# a\n---\n  # b\n\n---\nc: 1\n---\n', ['6 c: 1\n']],
    [
      'directives about tags, which belong to what follows',
      '%TAG !e! tag:e,2000:\n---\na: 1\n',
      ['1 %TAG !e! tag:e,2000:\n---\na: 1\n'],
    ],
    ['a version, which does not matter', '%YAML 1.2\n---\na: 1\n', ['3 a: 1\n']],
    ['what only looks like a marker', ':---\n----\n ---\n---x\n', ['1 :---\n----\n ---\n---x\n']],
    ['lines that end with a carriage return alone', 'a: 1\r---\rb: 2\r', ['1 a: 1\n', '3 b: 2\n']],
    ['lines that end with both', 'a: 1\r\n---\r\nb: 2\r\n', ['1 a: 1\r\n', '3 b: 2\r\n']],
    ['a comment that a line separator ends', '# a\u2028b: 1\n', ['1 # a\u2028b: 1\n']],
    ['JSON after blanks of any sort', '\ufeff\u00a0 {"a": 1}', ['1 JSON {"a": 1}']],
    [
      'JSON one after the other',
      '{"a": 1}{"b": 2}\n\n {"c":\n3} {"d": 4}',
      ['1 JSON {"a": 1}', '1 JSON {"b": 2}', '3 JSON {"c":\n3}', '4 JSON {"d": 4}'],
    ],
    [
      'JSON, then a marker on its line',
      '{"a": 1}---\n{"b": 2} ---\nc: 3\n',
      ['1 JSON {"a": 1}', '2 JSON {"b": 2}', '3 c: 3\n'],
    ],
    ['JSON, then YAML', '{"a": 1}\nb: 2\n---\n{"c": 3}\n', ['1 JSON {"a": 1}', '2 b: 2\n', '4 JSON {"c": 3}']],
    [
      'a byte order mark in a later document',
      '\ufeff{"a": 1}\n---\n\ufeff{"b": 2}\n',
      ['1 JSON {"a": 1}', '3 JSON {"b": 2}'],
    ],
    ['braces of YAML', '{a: 1}\n---\n{"b": 2, c: 3}\n', ['1 {a: 1}\n', '3 {"b": 2, c: 3}\n']],
    ['nothing', '', []],
  ])('%s', (_name, stream, documents) => {
    expect(split(stream)).toEqual(documents);
  });

  test('many markers take little time', () => {
    const start = process.cpuUsage();
    expect(split('---\n...\n'.repeat(100_000))).toEqual([]);
    expect(split('a\n---\n'.repeat(100_000))).toHaveLength(100_000);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(5);
  });
});

describe('LineCounter', () => {
  test('counts from the line of the document, forward and back', () => {
    const lines = new LineCounter({ text: 'a\nb\nc\n', line: 5 });
    expect([0, 2, 4, 6, 0, 5].map((offset) => lines.lineOf(offset))).toEqual([5, 6, 7, 8, 5, 7]);
  });
});

describe('blanks without end', () => {
  test.each([
    ['spaces', ' '],
    ['byte order marks', '\ufeff'],
    ['no-break spaces', '\u00a0'],
    ['line feeds', '\n'],
    ['carriage returns', '\r'],
  ])('%s are gone over once', (_, blank) => {
    const start = process.cpuUsage();
    const text = blank.repeat(300_000);
    expect([...splitDocuments(`${text}{"a": 1}`)].map(({ json }) => json?.kind)).toEqual(['mapping']);
    expect([...splitDocuments(text)].length).toBeLessThan(2);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(2000);
  });
});
