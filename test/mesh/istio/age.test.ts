import { expect, test } from '@jest/globals';
import { compareAge, createdAt } from '../../../mesh/istio/age.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject } from '../objects.js';
import { resourcesOf } from '../resources.js';

const aged = (created: string, name: string, namespace: string) => ({ created, name, namespace });

test.each([
  ['the older one first', aged('2024-01-01T00:00:00Z', 'z', 'z'), aged('2025-01-01T00:00:00Z', 'a', 'a')],
  ['of one age by name, not by namespace', aged('', 'a', 'z'), aged('', 'b', 'a')],
  ['of one age and name by namespace', aged('', 'a', 'a'), aged('', 'a', 'b')],
])('%s', (_, first, second) => {
  expect([second, first].sort(compareAge)).toEqual([first, second]);
  expect(compareAge(first, { ...first })).toBe(0);
});

test('the age of an object is its creationTimestamp, empty when the manifest has none', () => {
  const text = istioObject('Gateway', 'new', '{}') + istioObject('Gateway', 'old', '{}', 'shop', { created: '2024' });
  expect(buildMesh(resourcesOf(text)).objects.map(createdAt)).toEqual(['', '2024']);
});
