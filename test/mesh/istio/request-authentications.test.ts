import { expect, test } from '@jest/globals';
import { RequestAuthentications } from '../../../mesh/istio/request-authentications.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject, namespaceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const tokens = (name: string, rules: string, rest = '', namespace = 'shop') =>
  istioObject('RequestAuthentication', name, `{${rest}jwtRules: [${rules}]}`, namespace);
const rulesOf = (text: string) => {
  const mesh = buildMesh(resourcesOf(namespaceOf('shop') + workloadOf('cart') + text));
  return mesh.workloads.flatMap((workload) => new RequestAuthentications(mesh).of(workload));
};
const issuers = (text: string) => rulesOf(text).map(({ issuer, policy }) => `${issuer} of ${policy}`);

test('rules of all policies for a workload, by issuer', () => {
  const near = tokens('a', '{issuer: z}, {issuer: m}');
  expect(issuers(near + tokens('b', '{issuer: b}', '', 'istio-system'))).toEqual([
    'b of istio-system/b',
    'm of shop/a',
    'z of shop/a',
  ]);
  expect(issuers(tokens('a', '{issuer: z}', 'selector: {matchLabels: {app: web}}, '))).toEqual([]);
  expect(issuers(tokens('a', '{issuer: z}', '', 'lab'))).toEqual([]);
});

test('a rule that says nothing looks for a bearer token and the parameter access_token, and keeps the token', () => {
  expect(rulesOf(tokens('a', '{issuer: me}'))).toEqual([
    {
      issuer: 'me',
      audiences: [],
      locations: { headers: [{ name: 'authorization', prefix: 'Bearer ' }], params: ['access_token'], cookies: [] },
      forwardsToken: false,
      spacedClaims: [],
      claimHeaders: [],
      payloadHeader: '',
      policy: 'shop/a',
    },
  ]);
});

test.each([
  [
    'fromHeaders: [{name: X-Token, prefix: "T "}]',
    { headers: [{ name: 'x-token', prefix: 'T ' }], params: [], cookies: [] },
  ],
  ['fromHeaders: [{name: X-Token}]', { headers: [{ name: 'x-token', prefix: '' }], params: [], cookies: [] }],
  ['fromParams: [t]', { headers: [], params: ['t'], cookies: [] }],
  ['fromCookies: [c]', { headers: [], params: [], cookies: ['c'] }],
])('a rule with %s looks nowhere else', (where, locations) => {
  expect(rulesOf(tokens('a', `{issuer: me, ${where}}`))).toMatchObject([{ locations }]);
});

test('headers for claims are in lower case', () => {
  const out =
    'forwardOriginalToken: true, outputPayloadToHeader: X-All, outputClaimToHeaders: [{header: X-Sub, claim: sub}], audiences: [a]';
  expect(rulesOf(tokens('a', `{issuer: me, ${out}}`))).toMatchObject([
    {
      forwardsToken: true,
      payloadHeader: 'x-all',
      claimHeaders: [{ header: 'x-sub', claim: 'sub' }],
      audiences: ['a'],
    },
  ]);
});
