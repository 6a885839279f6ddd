import { expect, test } from '@jest/globals';
import { ManifestSource } from '../../../mesh/manifest/manifest-source.js';

const text = `# c
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: A
    spec: {a: [1,
      2]}
  - {kind: B,
     spec: {b: 1}}
---
{"kind": "C",
 "spec": {
  "c": [{"d": 1},
   {"d": 2}]}}
---
kind: [
`;

test.each([
  [5, ['spec', 'a', 1], 8],
  [5, ['spec', 'nope'], 7],
  [9, ['spec', 'b'], 10],
  [12, ['spec', 'c', 1, 'd'], 15],
  [12, [], 12],
  [2, ['items', 1], 9],
  [3, ['kind'], 3],
  [17, ['kind'], 17],
] as const)('of the object at line %i the field %j is at line %i', (object, path, line) => {
  expect(new ManifestSource(text).lineOf(object, path)).toBe(line);
});

test('there is no document before the first', () => {
  expect(new ManifestSource('\n\na: 1\n').lineOf(0, ['a'])).toBe(0);
});

test.each([
  ['a: {b: 1}\nc: 2\n', ['c'], 2],
  ['# one\n\n---\n# two\na: 1\nc:\n  d: 2\n', ['c', 'd'], 7],
  ['# nothing\n', ['c'], 1],
  ['', ['c'], 1],
])('%j has a setting %j at its line', (settings, path, line) => {
  expect(new ManifestSource(settings).lineOfSetting(path)).toBe(line);
});
