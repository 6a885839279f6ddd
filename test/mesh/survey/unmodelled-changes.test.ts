import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { diffMeshes } from '../../../mesh/survey/diff.js';
import { unmodelledChanges } from '../../../mesh/survey/unmodelled-changes.js';
import { resourcesOf } from '../resources.js';

const policy = (name: string, port: number) => `
---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: ${name}, namespace: shop }
spec: { configPatches: [{ applyTo: LISTENER, match: { listener: { portNumber: ${port} } }, patch: { operation: REMOVE } }] }`;
const meshOf = (text: string) =>
  buildMesh(resourcesOf(`apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }${text}`));
const objects = (before: string, after: string) =>
  unmodelledChanges(meshOf(before), meshOf(after)).map(({ object }) => object);

test('what is not modelled and comes, goes or changes is named once; what stays is not', () => {
  expect(objects(policy('kept', 80), policy('kept', 80) + policy('new', 80))).toEqual(['EnvoyFilter shop/new']);
  expect(objects(policy('kept', 80) + policy('old', 80), policy('kept', 80))).toEqual(['EnvoyFilter shop/old']);
  expect(objects(policy('kept', 80), policy('kept', 443))).toEqual(['EnvoyFilter shop/kept']);
  expect(objects(policy('kept', 80), policy('kept', 80))).toEqual([]);
});

test('such a change alone changes no answer', () => {
  expect(diffMeshes(meshOf(''), meshOf(policy('new', 80)))).toEqual([]);
});
