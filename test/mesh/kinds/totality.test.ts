import { expect, test } from '@jest/globals';
import { analyze } from '../../../mesh/analysis/analyze.js';
import { allKinds } from '../../../mesh/kinds/index.js';
import type { Resource } from '../../../mesh/manifest/resource.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { MeshService } from '../../../mesh/model/service.js';
import { request } from '../../../mesh/request/request.js';
import { callers, findService } from '../../../mesh/survey/callers.js';
import { mtls } from '../../../mesh/survey/mtls.js';
import { refusedObjects } from '../../../mesh/validation/refused-objects.js';
import { deployment, resourcesOf, service } from '../resources.js';
import { fullObject, oddValues, placesIn, withValue } from './mutations.js';

const base = resourcesOf(`
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
${service('web', '{selector: {app: web}, ports: [{name: http, port: 80}]}')}
${deployment('web', '{app: web, istio: ingressgateway}')}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
`);
const meshOf = (manifest: unknown) =>
  buildMesh([...base, { manifest, target: { name: 'local', role: 'all' }, path: 'one.yaml' } as Resource]);

/** Of every place of every kind, as many as a test run has time for; `npm run fuzz` tries them all. */
const mostPlaces = 16;
const rows = allKinds.filter(({ fields }) => fields !== undefined);

test.each(rows.map((row) => [`${row.group}/${row.kind}`, row] as const))(
  'nothing in a %s makes anything throw, whatever type it has',
  (_, row) => {
    const full = fullObject(row, 'other');
    const places = placesIn(full).filter(([first]) => first !== 'apiVersion' && first !== 'kind');
    const stride = Math.max(1, places.length / mostPlaces);
    for (let index = 0; index < places.length; index += stride) {
      const place = places[Math.floor(index)] ?? [];
      const value = oddValues[Math.floor(index * 7) % oddValues.length];
      const mesh = meshOf(withValue(full, place, value));
      try {
        analyze(mesh);
        request(mesh, { from: 'shop/web', to: 'http://web/' });
        callers(mesh, findService(mesh, 'shop/web') as MeshService);
        mtls(mesh);
      } catch (error) {
        throw new Error(`${place.join('.')} = ${JSON.stringify(value)}`, { cause: error });
      }
    }
  },
);

test('a list whose elements are all of a wrong type is no exception', () => {
  const row = rows.find(({ kind }) => kind === 'HTTPRoute');
  const full = row === undefined ? {} : fullObject(row, 'other');
  const odd = { name: { toString: 1 }, value: { toString: 1 } };
  for (const field of ['set', 'add', 'remove']) {
    const place = ['spec', 'rules', 0, 'filters', 0, 'requestHeaderModifier', field];
    expect(() => analyze(meshOf(withValue(full, place, [odd, odd, null, odd])))).not.toThrow();
  }
});

test('the objects that an API server refuses are named, with the field', () => {
  const mesh = buildMesh([
    ...base,
    ...resourcesOf(`
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: viewer, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  rules: [{to: [{operation: {methods: [GET], ports: [80]}}]}]
`),
  ]);
  const refused = refusedObjects(mesh).map(
    ({ object, problems }) => `${object.kind} ${problems.map(({ path }) => path.join('.'))}`,
  );
  expect(refused).toContain('AuthorizationPolicy spec.rules.0.to.0.operation.ports.0');
  expect(refusedObjects(buildMesh(base))).toEqual([]);
});
