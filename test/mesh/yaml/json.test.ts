import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Constructor } from '../../../mesh/yaml/constructor.js';
import { readJson } from '../../../mesh/yaml/json.js';

function valueIn(text: string): unknown {
  const json = readJson(text, 0);
  return json === undefined ? undefined : new Constructor().construct(json.root);
}

describe('readJson', () => {
  test('reads any JSON object as JSON.parse does, with its places', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom('', ' ', '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(readJson(text, 0)).toMatchObject({ start: 0, end: text.length });
        expect(valueIn(text)).toEqual(JSON.parse(text));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('reads escapes that YAML does not have', () => {
    expect(valueIn('{"a": "\\/\\ud83d\\ude00\\ud83d"}')).toEqual({ a: '/😀\ufffd' });
  });

  test('ends at the end of the value, and counts places from its beginning', () => {
    expect(readJson('x \n{"a": [1]} y', 1)).toMatchObject({
      start: 3,
      end: 13,
      root: { start: 0, pairs: [{ key: { start: 1 }, value: { start: 6, items: [{ start: 7 }] } }] },
    });
  });

  test.each([
    '[1]',
    '"a"',
    '{a: 1}',
    '{"a": 01}',
    '{"a": 1,}',
    "{'a': 1}",
    '{"a" 1}',
    '{"a": 1',
    '{"a": "b\n"}',
    '{"a": "\\x"}',
    '{"a": "\\',
    '{"a": +1}',
    '{"a": 1e400}',
    '{"a": nul}',
    '',
    `{"a": ${'['.repeat(2000)}${']'.repeat(2000)}}`,
  ])('leaves %j to the reader of YAML', (text) => {
    expect(readJson(text, 0)).toBeUndefined();
  });
});
