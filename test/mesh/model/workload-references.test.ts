import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { cluster, resourcesOf } from '../resources.js';

const deployment = (replicas: number) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: kiln, namespace: works }
spec:
  replicas: ${replicas}
  template: { metadata: { labels: { app: kiln } }, spec: { serviceAccountName: potter, containers: [{ name: c, image: i }] } }`;
const rollout = (rest: string) => `
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: kiln-rollout, namespace: works }
spec: { replicas: 4, workloadRef: { apiVersion: apps/v1, kind: Deployment, name: kiln${rest} } }`;
const service = `
---
apiVersion: v1
kind: Service
metadata: { name: kiln, namespace: works }
spec: { selector: { app: kiln }, ports: [{ name: http, port: 80 }] }`;
const workloads = (text: string) =>
  buildMesh(resourcesOf(text)).workloads.map(({ kind, replicas, serviceAccount }) => [kind, replicas, serviceAccount]);

test('a Rollout that refers to a Deployment runs its pods', () => {
  expect(workloads(deployment(0) + rollout(''))).toEqual([
    ['Deployment', 0, 'potter'],
    ['Rollout', 4, 'potter'],
  ]);
});

test.each([
  ['', 2],
  [', scaleDown: never', 2],
  [', scaleDown: onsuccess', 0],
  [', scaleDown: progressively', 0],
])('the Deployment keeps its own pods unless it is scaled down%s', (scaleDown, replicas) => {
  expect(workloads(deployment(2) + rollout(scaleDown))[0]).toEqual(['Deployment', replicas, 'potter']);
});

test('a Rollout with a template of its own, or with a reference to nothing', () => {
  const own = deployment(1).replace('apps/v1', 'argoproj.io/v1alpha1').replace('Deployment', 'Rollout');
  expect(workloads(own)).toEqual([['Rollout', 1, 'potter']]);
  expect(workloads(rollout(''))).toEqual([]);
});

test('objects of another cluster are not referred to', () => {
  const mesh = buildMesh([
    ...resourcesOf(deployment(2), cluster('one')),
    ...resourcesOf(rollout(', scaleDown: onsuccess'), cluster('two')),
  ]);
  expect(mesh.workloads.map(({ kind, replicas }) => [kind, replicas])).toEqual([['Deployment', 2]]);
});

test('its pods answer for the Service that selects them', () => {
  const mesh = buildMesh(resourcesOf(deployment(0) + rollout('') + service));
  const { status, outcomes } = request(mesh, { from: 'works/other', to: 'http://kiln/' });
  expect(status).toEqual({ 200: 1 });
  expect(outcomes.map(({ workload }) => workload)).toEqual(['kiln-rollout']);
});
