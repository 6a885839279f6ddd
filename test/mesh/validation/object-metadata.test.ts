import { describe, expect, test } from '@jest/globals';
import { refusalsOf, testRefusals } from './refusals.js';

const object = (metadata: string, kind = 'ConfigMap', apiVersion = 'v1'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\n`;

describe('metadata', () => {
  test.each([
    ['{name: one.two, labels: {a/b: c, d: ""}, annotations: {Example.com/x: "any text"}}'],
    ['{name: one, creationTimestamp: null, generation: 3, uid: abc, resourceVersion: "1", selfLink: /x}'],
    ['{name: one, managedFields: [{manager: kubectl, fieldsV1: {"f:data": {}}}], finalizers: [a/b]}'],
    ['{name: one, ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: b}]}'],
    ['{generateName: one-}'],
    ['{name: one, labels: null, annotations: null}'],
  ])('is accepted: %s', (metadata) => {
    expect(refusalsOf(object(metadata))).toEqual([]);
  });

  test.each([
    ['{name: One}', 'metadata.name'],
    ['{name: one, namespace: a.b}', 'metadata.namespace'],
    ['{name: one, lables: {a: b}}', 'metadata.lables'],
    ['{name: one, labels: {a: 1}}', 'metadata.labels.a'],
    ['{name: one, labels: {a: {b: c}}}', 'metadata.labels.a'],
    ['{name: one, labels: [a]}', 'metadata.labels'],
    ['{name: one, labels: {"a b": c}}', 'metadata.labels.a b'],
    ['{name: one, labels: {a: "-"}}', 'metadata.labels.a'],
    ['{name: one, annotations: {a: true}}', 'metadata.annotations.a'],
    ['{name: one, annotations: {"/a": b}}', 'metadata.annotations./a'],
    ['{name: one, ownerReferences: [{kind: Pod}]}', 'metadata.ownerReferences[0].apiVersion'],
  ])('is refused: %s', (metadata, path) => {
    expect(refusalsOf(object(metadata))).toContain(path);
  });

  test('annotations are limited in size', () => {
    expect(refusalsOf(object(`{name: one, annotations: {a: "${'x'.repeat(300_000)}"}}`))).toEqual([
      'metadata.annotations',
    ]);
  });
});

describe('versions', () => {
  test.each([
    ['apps/v2', 'Deployment', 'apiVersion'],
    ['networking.istio.io/v2', 'Gateway', 'apiVersion'],
    ['policy/v1beta1', 'PodDisruptionBudget', 'warning apiVersion'],
    ['gateway.networking.k8s.io/v1alpha2', 'GRPCRoute', 'warning apiVersion'],
  ])('%s %s', (apiVersion, kind, problem) => {
    expect(refusalsOf(object('{name: one}', kind, apiVersion))).toEqual([problem]);
  });
});

testRefusals(
  ['v1', 'Service'],
  [
    ['spec: {ports: [{port: 80}], clusterIP: null, selector: null}\nstatus: {loadBalancer: {}}'],
    ['spec: {ports: [null]}', ...[]],
  ],
);
