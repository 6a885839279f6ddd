import { expect, test } from '@jest/globals';
import { readEmbedded } from '../../../mesh/yaml/embedded.js';

test.each([
  ['enableAutoMtls: no', { enableAutoMtls: false }],
  ['{"a": [1, "x"]}', { a: [1, 'x'] }],
  ['# only a comment', undefined],
  ['', undefined],
  ['a: 1\n---\na: 2', { a: 1 }],
])('%j is read', (text, value) => {
  expect(readEmbedded(text)).toEqual({ value, isRead: true });
});

test('what is not valid YAML has no value', () => {
  expect(readEmbedded('{ a: ')).toEqual({ value: undefined, isRead: false });
});
