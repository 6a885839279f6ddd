import { expect, test } from '@jest/globals';
import { decodeUtf8, lengthFrom } from '../../../mesh/yaml/utf8.js';

test('octets become text, each wrong one U+FFFD', () => {
  const of = (...octets: number[]): string => decodeUtf8(Uint8Array.from(octets));
  expect(decodeUtf8(new TextEncoder().encode('aé中😀\ufeff'))).toBe('aé中😀\ufeff');
  expect(of(0x61, 0xff, 0x62)).toBe('a\ufffdb');
  expect(of(0xe4, 0xb8, 0x61)).toBe('\ufffd\ufffda');
  expect(of(0xed, 0xa0, 0x80)).toBe('\ufffd\ufffd\ufffd');
  expect([0x41, 0xc3, 0xe4, 0xf0, 0x80, 0xff].map(lengthFrom)).toEqual([1, 2, 3, 4, 0, 0]);
});
