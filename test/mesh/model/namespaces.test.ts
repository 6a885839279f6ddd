import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { readNamespaces } from '../../../mesh/model/namespaces.js';
import { namespaceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

test('namespaces are those that are declared or used, and a label that is set elsewhere counts where the files have none', () => {
  const { objects } = buildMesh(
    resourcesOf(
      workloadOf('web', 'used') + namespaceOf('shop', '{team: a}') + namespaceOf('lab', '{istio-injection: disabled}'),
    ),
  );
  const namespaces = readNamespaces(objects, new Set(['used', 'shop', 'lab']));
  expect([...namespaces].map(([name, one]) => [name, one.isDeclared, one.labelsIn('local')])).toEqual([
    ['lab', true, { 'istio-injection': 'disabled' }],
    ['shop', true, { team: 'a', 'istio-injection': 'enabled' }],
    ['used', false, { 'istio-injection': 'enabled' }],
  ]);
});
