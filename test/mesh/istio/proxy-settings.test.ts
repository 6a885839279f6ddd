import { expect, test } from '@jest/globals';
import { proxySettingsOf } from '../../../mesh/istio/proxy-settings.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { resourcesOf } from '../resources.js';

const proxyConfig = (name: string, namespace: string, value: string, rest = '') => `
---
apiVersion: networking.istio.io/v1beta1
kind: ProxyConfig
metadata: { name: ${name}, namespace: ${namespace} }
spec: { environmentVariables: { WHO: ${value}, ${value}: set }${rest} }`;
const pod = { namespace: 'mill', labels: { app: 'wheel' }, annotations: {} };
const settings = (text: string, annotation = '', defaultConfig = {}) => {
  const mesh = buildMesh(resourcesOf(text), { meshConfig: { raw: { defaultConfig } } });
  return proxySettingsOf({ ...pod, annotations: { 'proxy.istio.io/config': annotation } }, mesh);
};
const who = (...given: Parameters<typeof settings>) => (settings(...given)['proxyMetadata'] as { WHO?: string }).WHO;

const mesh = proxyConfig('any', 'istio-system', 'root');
const namespace = proxyConfig('any', 'mill', 'space');
const workload = proxyConfig('one', 'mill', 'chosen', ', selector: { matchLabels: { app: wheel } }');
const other = proxyConfig('two', 'mill', 'stranger', ', selector: { matchLabels: { app: stone } }');

test('the nearer settings win: mesh, root namespace, namespace, annotation, selector (Istio, EffectiveProxyConfig)', () => {
  const defaults = { proxyMetadata: { WHO: 'default' } };
  expect(who('', '', defaults)).toBe('default');
  expect(who(mesh, '', defaults)).toBe('root');
  expect(who(mesh + namespace, '', defaults)).toBe('space');
  expect(who(mesh + namespace + other, 'proxyMetadata: { WHO: pod }', defaults)).toBe('pod');
  expect(who(mesh + namespace + workload, 'proxyMetadata: { WHO: pod }', defaults)).toBe('chosen');
});

test('environment is put together key by key, any other field is replaced', () => {
  const found = settings(mesh + namespace + workload, 'gatewayTopology: { proxyProtocol: {} }', {
    gatewayTopology: { numTrustedProxies: 2 },
    drainDuration: '5s',
  });
  expect(found).toMatchObject({
    proxyMetadata: { root: 'set', space: 'set', chosen: 'set' },
    gatewayTopology: { proxyProtocol: {} },
    drainDuration: '5s',
  });
  expect(found['gatewayTopology']).not.toHaveProperty('numTrustedProxies');
});

test('of several the oldest counts, then the first by name', () => {
  const young = proxyConfig('a', 'mill', 'young').replace(
    'name: a,',
    'name: a, creationTimestamp: "2026-02-01T00:00:00Z",',
  );
  const old = proxyConfig('b', 'mill', 'old').replace(
    'name: b,',
    'name: b, creationTimestamp: "2026-01-01T00:00:00Z",',
  );
  expect(who(young + old)).toBe('old');
  expect(who(proxyConfig('b', 'mill', 'second') + proxyConfig('a', 'mill', 'first'))).toBe('first');
});

test('an annotation that is not valid YAML says nothing', () => {
  expect(who(mesh, '{ proxyMetadata: ')).toBe('root');
});
