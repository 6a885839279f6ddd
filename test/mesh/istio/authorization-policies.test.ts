import { expect, test } from '@jest/globals';
import { AuthorizationPolicies } from '../../../mesh/istio/authorization-policies.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { gatewayApiObject, istioObject, namespaceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const policy = (name: string, spec: string, namespace = 'shop', created = '') =>
  istioObject('AuthorizationPolicy', name, spec, namespace, { created });
const way = gatewayApiObject(
  'Gateway',
  'way',
  '{gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}',
);
const meshOf = (text: string) => buildMesh(resourcesOf(namespaceOf('shop') + workloadOf('cart') + way + text));
const of = (text: string, name = 'cart') => {
  const mesh = meshOf(text);
  const [workload] = mesh.workloads.filter((one) => one.name === name);
  if (workload === undefined) {
    throw new Error(`there is no workload ${name}`);
  }
  return { policies: new AuthorizationPolicies(mesh), workload };
};
const ids = (text: string) => {
  const { policies, workload } = of(text);
  const { CUSTOM, DENY, ALLOW, AUDIT } = policies.of(workload);
  return [CUSTOM, DENY, ALLOW, AUDIT].map((list) => list.map(({ id }) => id).join(' '));
};

test('policies are found by action; without one they allow', () => {
  const all = ['CUSTOM', 'DENY', 'AUDIT'].map((action) => policy(action.toLowerCase(), `{action: ${action}}`));
  expect(ids(all.join('') + policy('plain', '{}'))).toEqual(['shop/custom', 'shop/deny', 'shop/plain', 'shop/audit']);
});

test.each([
  ['the oldest first', policy('a', '{}', 'shop', '2025') + policy('z', '{}', 'shop', '2024'), 'shop/z shop/a'],
  [
    'those of the root namespace before',
    policy('a', '{}') + policy('z', '{}', 'istio-system'),
    'istio-system/z shop/a',
  ],
  ['none of another namespace', policy('a', '{}', 'lab'), ''],
  ['none that selects others', policy('a', '{selector: {matchLabels: {app: web}}}'), ''],
  ['none with dry-run', policy('a', '{}').replace('{name', '{annotations: {istio.io/dry-run: "true"}, name'), ''],
  [
    'those with dry-run off',
    policy('a', '{}').replace('{name', '{annotations: {istio.io/dry-run: "no"}, name'),
    'shop/a',
  ],
])('a workload has %s', (_, text, allow) => {
  expect(ids(text)).toEqual(['', '', allow, '']);
});

test('a policy has its rules and the provider that it asks', () => {
  const { policies, workload } = of(policy('a', '{action: CUSTOM, provider: {name: opa}, rules: [{}]}'));
  expect(policies.of(workload).CUSTOM).toMatchObject([{ provider: 'opa', rules: [{}], action: 'CUSTOM' }]);
});

test('a waypoint has those for the service that is asked for', () => {
  const target = (name: string) => `{targetRefs: [{group: "", kind: Service, name: ${name}}]}`;
  const { policies, workload } = of(
    policy('a', target('cart')) + policy('b', target('web')) + policy('c', '{}'),
    'way',
  );
  const service = { name: 'cart', namespace: 'shop', isKubernetes: true };
  expect(policies.ofWaypoint(workload, service).ALLOW.map(({ name }) => name)).toEqual(['a']);
  expect(policies.of(workload).ALLOW).toEqual([]);
});
