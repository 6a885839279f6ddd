import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { baseManifests } from '../../../differential/base.js';
import { allCases } from '../../../differential/cases/index.js';
import { type Measured, measurable } from '../../../differential/measured.js';
import { meshConfigManifest } from '../../../differential/mesh-config.js';
import type { Resource } from '../../../mesh/manifest/resource.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { RequestQuery } from '../../../mesh/request/query.js';
import { request } from '../../../mesh/request/request.js';
import { diffMeshes } from '../../../mesh/survey/diff.js';
import '../../../mesh/jest/index.js';
import { resourcesOf } from '../resources.js';

const base = resourcesOf(baseManifests('echo'));
const cases = allCases.map((one) => ({
  ...one,
  resources: [
    ...base,
    ...(one.config === '' ? [] : resourcesOf(one.config)),
    ...(one.meshConfig === undefined ? [] : resourcesOf(meshConfigManifest(one.meshConfig))),
  ],
}));
const aCase = fc.constantFrom(...cases);
const sum = (shares: readonly number[]): number => shares.reduce((total, share) => total + share, 0);
const answersOf = (resources: readonly Resource[], queries: readonly RequestQuery[]) => {
  const mesh = buildMesh(resources);
  return queries.map((query) => JSON.stringify(request(mesh, query)));
};

describe('every answer that a real mesh has confirmed', () => {
  const measured = JSON.parse(readFileSync('differential/measured.json', 'utf8')) as Measured;

  test('is one of a case that there is', () => {
    expect(cases.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(measured)));
    expect(Object.values(measured).flat().length).toBeGreaterThan(1500);
  });

  test.each(cases)('$name: stays as it is', ({ name, resources, requests }) => {
    const mesh = buildMesh(resources);
    const confirmed = measured[name] ?? [];
    const answers = requests.map((query, index) =>
      confirmed[index] === null ? null : measurable(request(mesh, query)),
    );
    expect(answers).toEqual(confirmed);
  });
});

describe('every answer', () => {
  test.each(cases)('$name: statuses and outcomes each sum to 1', ({ resources, requests }) => {
    const mesh = buildMesh(resources);
    for (const query of requests) {
      const { status, outcomes } = request(mesh, query);
      expect(sum(Object.values(status))).toBeCloseTo(1, 9);
      if (outcomes.length > 0) {
        expect(sum(outcomes.map(({ probability }) => probability))).toBeCloseTo(1, 9);
      }
    }
  });

  test('does not depend on the order of documents', () => {
    const shuffled = aCase.chain((one) =>
      fc.tuple(fc.constant(one), fc.shuffledSubarray([...one.resources], { minLength: one.resources.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, resources]) => {
        expect(answersOf(resources, one.requests)).toEqual(answersOf(one.resources, one.requests));
      }),
      { numRuns: 30 },
    );
  });

  test('does not change with an unrelated object', () => {
    const strangers = resourcesOf(`
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: stranger, namespace: far}
spec: {hosts: [stranger.far.svc.cluster.local], http: [{directResponse: {status: 299}}]}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: far}
spec: {mtls: {mode: STRICT}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: stranger, namespace: shop}
`);
    fc.assert(
      fc.property(aCase, ({ resources, requests }) => {
        expect(answersOf([...resources, ...strangers], requests)).toEqual(answersOf(resources, requests));
      }),
      { numRuns: 30 },
    );
  });
});

test('callers without a headless Service in the mesh, who share what they know, get the same answers', () => {
  const [headless] = resourcesOf(`
apiVersion: v1
kind: Service
metadata: {name: stranger, namespace: far}
spec: {clusterIP: None, ports: [{name: http, port: 80}]}
`);
  for (const { resources, requests } of cases) {
    const shared = resources.filter(({ manifest }) => manifest.metadata.name !== 'head');
    const apart = headless === undefined ? shared : [...shared, headless];
    expect(answersOf(apart, requests)).toEqual(answersOf(shared, requests));
  }
});

const named = (name: string) => buildMesh(cases.find((one) => one.name === name)?.resources ?? []);

test('matchers say where requests go, who is refused and what is encrypted', () => {
  const query = { from: 'shop/client', to: 'http://hello.shop/' };
  expect(named('weights')).toRoute(query, { v1: 90, v2: 10 });
  expect(named('weights')).toEncrypt(query);
  expect(named('weights')).not.toEncrypt({ ...query, from: 'outside/client' });
  expect(named('nothing is allowed')).toDeny(query, 'shop/none');
  expect(named('STRICT for a namespace')).toDeny({ ...query, from: 'outside/client' }, 'shop/default');
  expect(named('redirects, rewrites and faults')).toAnswer({ ...query, path: '/abort' }, { 503: 30, 200: 70 });
  expect(() => expect(named('nothing is allowed')).toAllow(query)).toThrow(/no ALLOW policy matches \(shop\/none\)/);
});

test('a difference names the requests that change', () => {
  const changed = diffMeshes(named('no configuration'), named('weights'));
  expect(changed.find(({ query }) => query.from === 'shop/client' && query.to.includes('hello.shop'))?.changes).toEqual(
    {
      versions: {
        before: { 'shop/hello-v1 in local': 0.5, 'shop/hello-v2 in local': 0.5 },
        after: { 'shop/hello-v1 in local': 0.9, 'shop/hello-v2 in local': 0.1 },
      },
    },
  );
  expect(diffMeshes(named('weights'), named('weights'))).toEqual([]);
});

test('a sidecar answers the preflight of an origin that its route allows', () => {
  const mesh = buildMesh([
    ...base,
    ...resourcesOf(`apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: hello, namespace: shop}
spec: {hosts: [hello], http: [{corsPolicy: {allowOrigins: [{exact: "https://a.com"}]}, route: [{destination: {host: absent}}]}]}
`),
  ]);
  const preflight = (origin: string) =>
    request(mesh, {
      from: 'shop/client',
      to: 'http://hello/',
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PUT' },
    }).status;
  expect(preflight('https://a.com')).toEqual({ 200: 1 });
  expect(preflight('https://b.com')).toEqual({ 503: 1 });
});

test("TLS of the caller's own is neither plain text nor mTLS", () => {
  const mesh = buildMesh(
    resourcesOf(`
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: app}]}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: pay, namespace: shop}
spec: {hosts: [pay.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{number: 443, name: tls, protocol: TLS}]}
`),
  );
  const wire = (to: string, from: RequestQuery['from'] = 'shop/web') => request(mesh, { from, to }).mtls;
  for (const host of ['pay.example.com', 'unknown.example.com']) expect(wire(`https://${host}/`)).toBe('tls');
  expect(wire('https://pay.example.com/', { namespace: 'shop', sidecar: false })).toBe('tls');
  expect(wire('http://unknown.example.com/')).toBe('plaintext');
});
