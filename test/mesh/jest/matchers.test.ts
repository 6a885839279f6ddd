import { describe, expect, test } from '@jest/globals';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { RequestQuery } from '../../../mesh/request/query.js';
import '../../../mesh/jest/index.js';

const yaml = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews-v1, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { serviceAccountName: reviews } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews-v2, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v2 } }, spec: { serviceAccountName: reviews } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: frontend, namespace: shop }
spec: { template: { metadata: { labels: { app: frontend } }, spec: { serviceAccountName: frontend } } }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - fault: { abort: { httpStatus: 503, percentage: { value: 20 } } }
      route:
        - { destination: { host: reviews, subset: v1 }, weight: 90 }
        - { destination: { host: reviews, subset: v2 }, weight: 10 }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews-callers, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/frontend] } }] }]
`;
const mesh = buildMesh(readManifests(yaml, 'mesh.yaml').resources);

const fromFrontend = { from: 'shop/frontend', to: 'http://reviews:9080/' };
/** A pod outside the mesh, which needs the long name. */
const fromOutside = { from: { namespace: 'x', sidecar: false }, to: 'http://reviews.shop:9080/' };
const fromReviews = { from: 'shop/reviews-v1', to: 'http://reviews:9080/' };

/** The message of a failed expectation, without colours. */
function failure(run: () => void): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'it did not fail';
}

describe('what holds passes, and its opposite fails', () => {
  test.each([
    ['toRoute', () => expect(mesh).toRoute(fromFrontend, { v1: 90, v2: 10 })],
    ['toRoute by workload', () => expect(mesh).toRoute(fromFrontend, { 'shop/reviews-v1': 90, 'shop/reviews-v2': 10 })],
    ['toAllow', () => expect(mesh).toAllow(fromFrontend)],
    ['toDeny', () => expect(mesh).toDeny(fromReviews)],
    ['toDeny by a policy', () => expect(mesh).toDeny(fromReviews, 'shop/reviews-callers')],
    ['toEncrypt', () => expect(mesh).toEncrypt(fromFrontend)],
    ['toAnswer', () => expect(mesh).toAnswer(fromFrontend, { 200: 80, 503: 20 })],
    ['not toRoute', () => expect(mesh).not.toRoute(fromFrontend, { v1: 100 })],
    ['not toAllow', () => expect(mesh).not.toAllow(fromReviews)],
    ['not toDeny', () => expect(mesh).not.toDeny(fromFrontend)],
    ['not toEncrypt', () => expect(mesh).not.toEncrypt(fromOutside)],
    ['not toAnswer', () => expect(mesh).not.toAnswer(fromFrontend, { 200: 100 })],
  ])('%s', (_, run) => run());

  test('toDeny counts the sidecar of a caller that knows no such service, unless a policy is named', () => {
    const sidecar = `---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: calls-of-frontend, namespace: shop}
spec:
  workloadSelector: {labels: {app: frontend}}
  outboundTrafficPolicy: {mode: REGISTRY_ONLY}
  egress: [{hosts: ['istio-system/*']}]
`;
    const closed = buildMesh(readManifests(yaml + sidecar, 'mesh.yaml').resources);
    expect(closed).toDeny(fromFrontend);
    expect(failure(() => expect(closed).toDeny(fromFrontend, 'shop/reviews-callers'))).toContain('is not-visible');
    // Nothing serves the port: the request fails, but nothing refuses it.
    const toNowhere = { from: 'shop/frontend', to: 'http://reviews:81/' };
    expect(closed).not.toDeny(toNowhere);
    expect(mesh).not.toDeny(toNowhere);
  });

  test.each([
    [
      'toRoute',
      () => expect(mesh).toRoute(fromFrontend, { v1: 100 }),
      'to go to v1 100 %, but it goes to v1 90 %, v2 10 %',
    ],
    ['toAllow', () => expect(mesh).toAllow(fromReviews), 'to be allowed, but it is denied by shop/reviews-callers'],
    ['toDeny', () => expect(mesh).toDeny(fromFrontend), 'to be denied, but it is allowed by shop/reviews-callers'],
    [
      'toDeny by',
      () => expect(mesh).toDeny(fromReviews, 'shop/a'),
      'to be denied by shop/a, but it is denied by shop/rev',
    ],
    [
      'toAnswer',
      () => expect(mesh).toAnswer(fromFrontend, { 200: 100 }),
      'to be answered 200 100 %, but it is answered',
    ],
    ['not toAllow', () => expect(mesh).not.toAllow(fromFrontend), 'not to be allowed, but it is allowed'],
    [
      'not toBeModelled',
      () => expect(mesh).not.toBeModelled(fromFrontend),
      'not to be modelled in full, but it is modelled in full',
    ],
  ])('%s says what was wanted, what happens, and why', (_, run, message) => {
    const text = failure(run);
    expect(text).toContain(`from shop/`);
    expect(text).toContain(message);
    expect(text).toContain('\n  route VirtualService shop/reviews http[0]');
  });
});

test('what is not modelled fails toBeModelled, and is noted in every failure', () => {
  const limited = buildMesh([
    ...mesh.objects.map(({ resource }) => resource),
    ...readManifests(
      'apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: { name: all, namespace: shop }\nspec: { configPatches: [{ applyTo: LISTENER, patch: { operation: REMOVE } }] }',
      'policy.yaml',
    ).resources,
  ]);
  expect(mesh).toBeModelled(fromFrontend);
  expect(limited).not.toBeModelled(fromFrontend);
  const text = failure(() => expect(limited).toBeModelled(fromFrontend));
  expect(text).toContain('to be modelled in full, but it could be changed by an input that is not modelled');
  const note = '\n  not modelled: EnvoyFilter shop/all spec.configPatches: the configuration of proxies is patched';
  expect(text).toContain(note);
  expect(failure(() => expect(limited).not.toAllow(fromFrontend))).toContain(note);
});

describe('a question that cannot be meant is refused, with and without not', () => {
  test.each([
    [{ ...fromFrontend, from: 'shop/frontent' }, 'did you mean shop/frontend?'],
    [{ ...fromFrontend, from: 'other/client' }, "written from: { namespace: 'shop', sidecar: false }"],
    [{ ...fromFrontend, from: 'frontend' }, 'a caller is written namespace/workload; did you mean shop/frontend?'],
    [{ ...fromFrontend, to: 'http://review:9080/' }, 'knows no review for pods of shop; did you mean reviews?'],
    [{ ...fromFrontend, to: 'http://reviews:x/' }, 'x is no port'],
    [{ ...fromFrontend, to: 'ftp://reviews/' }, 'ftp is no scheme'],
    [{ ...fromFrontend, header: {} } as RequestQuery, "no field 'header'; did you mean 'headers'?"],
    [{ from: 'shop/frontend' } as RequestQuery, 'ask with who and where'],
    [
      { from: 'internet', to: 'http://a.example/', via: 'a/b' },
      'there is no such Service; the manifests have no gateway',
    ],
  ])('%j', (query, message) => {
    expect(failure(() => expect(mesh).toDeny(query))).toContain(message);
    expect(failure(() => expect(mesh).not.toAllow(query))).toContain(message);
  });

  test('shares that do not add up', () => {
    expect(failure(() => expect(mesh).not.toRoute(fromFrontend, { v1: 90 }))).toContain('v1 90 % add up to 90 %');
  });

  test('something that is no mesh', () => {
    expect(failure(() => expect([]).toAllow(fromFrontend))).toContain('expect(buildMesh(resources))');
  });

  test('but a pod that is not in the manifests, and a port that nothing has, may be asked about', () => {
    expect(mesh).toDeny(fromOutside, 'shop/reviews-callers');
    expect(mesh).not.toAllow({ ...fromFrontend, to: 'http://reviews:81/' });
  });
});
