import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { injectorSettings, injectsByDefault, isInjectorSettings } from '../../../mesh/model/injector-settings.js';
import { namespaceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const settings = (values: string, name = 'istio-sidecar-injector'): string =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: istio-system}\ndata: {values: '${values}'}\n`;
const byDefault = '{"sidecarInjectorWebhook": {"enableNamespacesByDefault": true}}';

test.each([
  ['the settings of an injector', settings(byDefault), true, true],
  ['those that inject only where it is asked for', settings('{}'), true, false],
  ['those of a revision', settings(byDefault, 'istio-sidecar-injector-canary'), true, false],
  ['a text that is not JSON', settings('{'), true, false],
  ['another ConfigMap', settings(byDefault, 'istio'), false, false],
])('%s', (_, yaml, isOne, injects) => {
  const [object] = buildMesh(resourcesOf(yaml)).objects;
  expect(object !== undefined && isInjectorSettings(object)).toBe(isOne);
  expect(object !== undefined && injectsByDefault(object)).toBe(injects);
  expect(object && injectorSettings(object)).toBeInstanceOf(Object);
});

test('pods of namespaces that say nothing get a proxy where the injector injects by default', () => {
  const mesh = buildMesh(
    resourcesOf(
      settings(byDefault) +
        namespaceOf('shop', '{}') +
        workloadOf('web', 'shop') +
        namespaceOf('none', '{istio-injection: disabled}') +
        workloadOf('web', 'none') +
        namespaceOf('flat', '{istio.io/dataplane-mode: ambient}') +
        workloadOf('web', 'flat') +
        workloadOf('dns', 'kube-system'),
    ),
  );
  expect(mesh.workloads.map(({ namespace, proxy }) => `${namespace} ${proxy}`)).toEqual([
    'flat none',
    'kube-system none',
    'none none',
    'shop sidecar',
  ]);
});
