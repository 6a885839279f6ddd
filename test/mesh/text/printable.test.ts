import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { printable, printableJson } from '../../../mesh/text/printable.js';

describe('printable', () => {
  test('leaves a text in its line and the terminal as it is', () => {
    expect(printable('plain ä 网格 😀')).toBe('plain ä 网格 😀');
    expect(printable('a\n::error::\u001b[31mred\u0007\u202e\r\t')).toBe(
      'a\\n::error::\\u001b[31mred\\u0007\\u202e\\r\\t',
    );
    expect(printable('\u009b2J\u2028\u2066\u200f\ufeff')).toBe('\\u009b2J\\u2028\\u2066\\u200f\\ufeff');
  });

  test('changes nothing when it is applied again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(printable(text))).toBe(printable(text));
        expect(printable(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });
});

test('printableJson means what the JSON means, and has nothing but line feeds of its own', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (value) => {
      const text = printableJson(value, 2);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(text.replaceAll('\n', '')).toBe(printable(text.replaceAll('\n', '')));
    }),
    { seed: 1, numRuns: 500 },
  );
});
