import { expect, test } from '@jest/globals';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { MeshOptions } from '../../../mesh/model/options.js';
import { isSameMesh } from '../../../mesh/survey/same-mesh.js';

const namespace = (labels: string) => `
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: ${labels} }`;
const policy = (methods: string) => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: a, namespace: shop }
spec: { rules: [{ to: [{ operation: { methods: ${methods} } }] }] }`;

const meshOf = (text: string, options: MeshOptions = {}, path = 'a.yaml') =>
  buildMesh(readManifests(text, path).resources, options);

test('neither files nor the order of objects and fields make another mesh', () => {
  const one = meshOf(namespace('{ a: x, b: y }') + policy('[GET]'));
  const other = meshOf(policy('[GET]') + namespace('{ b: y, a: x }'), {}, 'b.yaml');
  expect(isSameMesh(one, one)).toBe(true);
  expect(isSameMesh(one, other)).toBe(true);
});

test.each<[string, string, MeshOptions]>([
  ['a field', policy('[PUT]'), {}],
  ['the order of a list', policy('[POST, GET]'), {}],
  ['an object more', policy('[GET, POST]') + namespace('{}'), {}],
  ['settings', policy('[GET, POST]'), { meshConfig: { trustDomain: 'other' } }],
  ['what is outside', policy('[GET, POST]'), { external: { injected: ['shop'] } }],
])('%s does', (_, text, options) => {
  expect(isSameMesh(meshOf(policy('[GET, POST]')), meshOf(text, options))).toBe(false);
});

test('a manifest that contains itself is taken for another', () => {
  const [resource] = readManifests(policy('[GET]'), 'a.yaml').resources;
  const looped: Record<string, unknown> = { ...resource?.manifest };
  looped['spec'] = looped;
  const mesh = () => buildMesh([{ ...resource, manifest: looped } as never]);
  expect(isSameMesh(mesh(), mesh())).toBe(false);
});
