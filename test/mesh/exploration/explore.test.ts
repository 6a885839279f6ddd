import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { observing } from '../../../mesh/envoy/observer.js';
import { budgetOf, explore } from '../../../mesh/exploration/explore.js';
import type { Literal } from '../../../mesh/exploration/literal.js';
import { Recorder } from '../../../mesh/exploration/recorder.js';
import type { Caller, Space } from '../../../mesh/exploration/space.js';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Answer } from '../../../mesh/request/answer.js';
import type { RequestQuery } from '../../../mesh/request/query.js';
import { request } from '../../../mesh/request/request.js';
import { cartManifests } from './cart.js';

const manifest = (kind: string, group: string, name: string, spec: unknown) =>
  `---\n${JSON.stringify({ apiVersion: `${group}.istio.io/v1`, kind, metadata: { name, namespace: 'shop' }, spec })}\n`;

const some = <T>(...values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const operation = fc.record(
  {
    methods: some('GET', 'PUT'),
    paths: some('/a', '/a*', '*x', '/{*}/x'),
    notPaths: some('/a', '/b/x'),
    hosts: some('cart.shop', 'CART*'),
  },
  { requiredKeys: [] },
);
const when = fc.record({ key: fc.constant('request.headers[x]'), values: some('a', 'b*') });
const rule = fc.record({
  to: fc.array(fc.record({ operation }), { minLength: 1, maxLength: 2 }),
  when: fc.array(when, { maxLength: 1 }),
});
const policy = fc.record({
  action: fc.constantFrom('ALLOW', 'DENY'),
  rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
});
const route = fc.record({
  match: fc.array(
    fc.record({
      uri: fc.constantFrom({ prefix: '/a' }, { exact: '/b/x' }, { regex: '/b.*' }),
      headers: fc.constantFrom({}, { x: { prefix: 'b' } }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  rewrite: fc.constantFrom({ uri: '/' }, { uri: '/a' }),
});

const url = 'http://cart.shop.svc.cluster.local';
const hosts: readonly NonNullable<RequestQuery['headers']>[] = [
  {},
  { x: 'a' },
  { x: 'ba' },
  { x: ['a', 'b'] },
  { x: 'c', host: 'cart.shop' },
  { host: 'unknown.example' },
];
const grid: readonly RequestQuery[] = ['/', '/a', '/ax', '/b/x', '/a/x', '/b'].flatMap((path) =>
  ['GET', 'PUT', 'POST'].flatMap((method) =>
    hosts.map((headers) => ({ from: 'shop/cart', to: `${url}/`, path, method, headers })),
  ),
);
const told = ({ verdict, policy: by, route: taken }: Answer): string => JSON.stringify([verdict, by, taken]);
const principal = 'cluster.local/ns/shop/sa/cart';
const caller: Caller = { from: 'shop/cart', kind: 'workload', namespace: 'shop', principals: [principal] };
const host = 'cart.shop.svc.cluster.local';
const space: Space = {
  ...{ group: { callers: [caller] }, urlOf: () => url, host, authority: host, base: {} },
  ...{ isHostFree: false, isTls: false, isValidPath: () => true },
};
const namesOf = (literals: readonly Literal[]): string =>
  literals.map(({ slot, key, outcome }) => `${slot} ${key} ${outcome}`).join('\n');

test('the answer to each request of a grid is that of its class', () => {
  let complete = 0;
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 2 }), fc.array(route, { maxLength: 2 }), (policies, routes) => {
      const destination = [{ destination: { host: 'cart' } }];
      const http = [...routes.map((one) => ({ ...one, route: destination })), { route: destination }];
      const objects = policies.map((spec, index) => manifest('AuthorizationPolicy', 'security', `p${index}`, spec));
      const text =
        cartManifests + objects.join('') + manifest('VirtualService', 'networking', 'v', { hosts: ['cart'], http });
      const mesh = buildMesh(readManifests(text, 'mesh.yaml').resources);
      const { classes, isComplete, obstacles } = explore([mesh], space, { budget: budgetOf(2000) });
      expect(obstacles).toEqual([]);
      complete += Number(isComplete);
      const known = new Map(classes.map(({ literals, answers: [answer] }) => [namesOf(literals), answer]));
      expect(known.size).toBe(classes.length);
      for (const query of grid) {
        const literals: Literal[] = [];
        const recorder = new Recorder(
          { side: 0, principal, serverName: '', isOutside: false, hasSidecar: true, homeAuthority: host },
          literals,
          new Set(),
        );
        const answer = observing(recorder, () => request(mesh, query));
        const own = known.get(namesOf(literals));
        expect(own === undefined ? undefined : told(own)).toBe(told(answer));
      }
    }),
    { numRuns: 40, seed: 15 },
  );
  expect(complete).toBe(40);
});

test('a limit is said', () => {
  const mesh = buildMesh(readManifests(cartManifests, 'mesh.yaml').resources);
  expect(explore([mesh], space, { budget: budgetOf(0) })).toEqual({
    classes: [],
    isComplete: false,
    obstacles: ['the limit of 0 requests'],
  });
});
