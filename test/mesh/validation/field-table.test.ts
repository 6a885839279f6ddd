import { expect, test } from '@jest/globals';
import { hasSchema, istioGroups, validateConfiguration } from '../../../mesh/index.js';

const versions = ['v1', 'v1beta1', 'v1alpha3', 'v1alpha1'];
const kinds = Object.entries(istioGroups).flatMap(([kind, group]) =>
  versions.map((version) => [`${group}/${version}`, kind] as const),
);

test.each(kinds)('the field table and the library of types serve %s %s alike', (apiVersion, kind) => {
  const manifest = { apiVersion, kind, metadata: { name: 'one', namespace: 'shop' }, spec: {} };
  const isUnknown = validateConfiguration(manifest, 'shop').some(({ path }) => path[0] === 'apiVersion');
  expect(isUnknown).toBe(!hasSchema(apiVersion, kind));
});
