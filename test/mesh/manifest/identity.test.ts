import { expect, test } from '@jest/globals';
import { describeManifest, groupOf, placeOfResource } from '../../../mesh/manifest/identity.js';

test('groups, names and places of objects', () => {
  expect([groupOf('v1'), groupOf('apps/v1')]).toEqual(['', 'apps']);
  const manifest = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: 'b' } };
  expect(describeManifest(manifest)).toBe('Service b/a');
  expect(describeManifest({ ...manifest, metadata: { name: 'a' } })).toBe('Service a');
  const resource = { manifest, target: { name: 'x', role: 'all' }, path: 'f.yaml' } as const;
  expect(placeOfResource(resource)).toBe('f.yaml');
  expect(placeOfResource({ ...resource, line: 3 })).toBe('f.yaml:3');
  expect(placeOfResource({ ...resource, line: 3, column: 9 })).toBe('f.yaml:3:9');
});
