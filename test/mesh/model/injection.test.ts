import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { decideInjection, namespaceInjection, useWaypoint } from '../../../mesh/model/injection.js';
import { asm, cluster, deployment, resourcesOf } from '../resources.js';

const pod = { namespace: 'shop', namespaceLabels: {}, labels: {}, annotations: {}, hostNetwork: false };
const enabled = { 'istio-injection': 'enabled' };
const inject = 'sidecar.istio.io/inject';

test.each([
  [{}, false, 'not-selected'],
  [{ namespaceLabels: enabled }, true, 'namespace-label'],
  [{ namespaceLabels: { 'istio-injection': 'disabled', 'istio.io/rev': 'canary' } }, false, 'namespace-opts-out'],
  [{ namespaceLabels: { 'istio-injection': 'disabled' }, labels: { [inject]: 'true' } }, false, 'namespace-opts-out'],
  [{ namespaceLabels: { 'istio.io/rev': 'canary' } }, true, 'namespace-revision'],
  [{ labels: { 'istio.io/rev': 'canary' } }, true, 'pod-revision'],
  [{ labels: { [inject]: 'true' } }, true, 'pod-label'],
  [{ namespaceLabels: enabled, labels: { [inject]: 'false' } }, false, 'pod-label-opts-out'],
  [{ namespaceLabels: enabled, annotations: { [inject]: 'false' } }, false, 'pod-annotation-opts-out'],
  [
    { namespaceLabels: enabled, annotations: { [inject]: 'false' }, labels: { [inject]: 'true' } },
    true,
    'namespace-label',
  ],
  [{ namespaceLabels: enabled, hostNetwork: true }, false, 'host-network'],
  [{ namespaceLabels: enabled, namespace: 'kube-system' }, false, 'system-namespace'],
])('%j', (change, injected, reason) => {
  expect(decideInjection({ ...pod, ...change })).toMatchObject({ injected, reason });
});

test('namespaces and waypoints', () => {
  expect(namespaceInjection({})).toBe('unset');
  expect(namespaceInjection({ 'istio-injection': 'no' })).toBe('disabled');
  expect(namespaceInjection({ 'istio.io/rev': 'x' })).toBe('revision');
  expect(useWaypoint({}, { 'istio.io/use-waypoint': 'w' }, 'shop')).toEqual({ name: 'w', namespace: 'shop' });
  expect(useWaypoint({ 'istio.io/use-waypoint': 'none' }, { 'istio.io/use-waypoint': 'w' }, 'shop')).toBeUndefined();
});

test('the label of the data-plane namespace decides, not the one in the ASM instance', () => {
  const namespace = (labels: string) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: ${labels}}\n`;
  const mesh = buildMesh([
    ...resourcesOf(namespace('{istio-injection: enabled}'), asm),
    ...resourcesOf(namespace('{}') + deployment('a', '{app: a}'), cluster('m1c1')),
    ...resourcesOf(namespace('{istio-injection: enabled}') + deployment('b', '{app: b}'), cluster('m1c2')),
  ]);
  expect(mesh.workloads.map(({ name, cluster: at, proxy }) => [name, at, proxy])).toEqual([
    ['a', 'm1c1', 'none'],
    ['b', 'm1c2', 'sidecar'],
  ]);
});

test('proxies that manifests bring, gateways and ambient', () => {
  const containers = (image: string, args: string) =>
    `, initContainers: [{name: istio-proxy, image: ${image}, args: [${args}]}]`;
  const mesh = buildMesh(
    resourcesOf(
      `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}\n` +
        deployment('a', '{app: a}') +
        deployment(
          'b',
          `{${inject}: "true"}, annotations: {inject.istio.io/templates: gateway}`,
          containers('auto', ''),
        ) +
        deployment('c', '{app: c}', containers('proxyv2', 'proxy, router')) +
        deployment('d', '{app: d}', containers('proxyv2', 'proxy, sidecar')) +
        deployment('e', '{istio.io/dataplane-mode: none}') +
        deployment('f', '{app: f}', `, hostNetwork: true`),
    ),
  );
  expect(mesh.workloads.map(({ name, proxy, isAmbient }) => [name, proxy, isAmbient])).toEqual([
    ['a', 'none', true],
    ['b', 'gateway', false],
    ['c', 'gateway', false],
    ['d', 'sidecar', false],
    ['e', 'none', false],
    ['f', 'none', false],
  ]);
});
