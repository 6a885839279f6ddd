import { describe, expect, test } from '@jest/globals';
import { DestinationRules } from '../../../mesh/istio/destination-rules.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { gatewayApiObject, istioObject, serviceOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const host = 'cart.shop.svc.cluster.local';
const rule = (name: string, spec: string, namespace = 'shop', created = '') =>
  istioObject('DestinationRule', name, `{host: ${host}, ${spec}}`, namespace, { created });
const simple = (mode: string) => `trafficPolicy: {loadBalancer: {simple: ${mode}}}`;
const rulesOf = (text: string) => new DestinationRules(buildMesh(resourcesOf(serviceOf('cart') + text)));
const found = (text: string, caller = 'web', labels = {}) =>
  rulesOf(text).find({ namespace: caller, labels }, { host, namespace: 'shop' });

describe('a caller of namespace web has', () => {
  const [own, owners, roots] = [rule('a', '', 'web'), rule('b', ''), rule('c', '', 'istio-system')];
  test.each([
    ['the rule of its namespace', own + owners + roots, ['web/a']],
    ['else that of the service', owners + roots, ['shop/b']],
    ['else that of the root namespace', roots, ['istio-system/c']],
    ['none of another namespace', rule('a', '', 'lab'), undefined],
    ['none that is not exported to it', rule('b', 'exportTo: ["."]'), undefined],
    ['one that is exported to it by name', rule('b', 'exportTo: [web]'), ['shop/b']],
    ['the next one where one is not exported', rule('b', 'exportTo: [lab]') + roots, ['istio-system/c']],
    [
      'the one with the most specific host',
      `${owners}${rule('w', '').replace(host, '"*.svc.cluster.local"')}`,
      ['shop/b'],
    ],
    ['one for a wildcard', rule('w', '').replace(host, '"*.svc.cluster.local"'), ['shop/w']],
  ])('%s', (_, text, expected) => {
    expect(found(text)?.from).toEqual(expected);
  });
});

test('a rule with a selector is for callers of its namespace with those labels, and wins over others', () => {
  const text = rule('all', '', 'web') + rule('some', 'workloadSelector: {matchLabels: {app: x}}', 'web');
  expect(found(text, 'web', { app: 'x' })?.from).toEqual(['web/some']);
  expect(found(text, 'web', { app: 'y' })?.from).toEqual(['web/all']);
  expect([rulesOf(text).hasSelectors, rulesOf(rule('all', '')).hasSelectors]).toEqual([true, false]);
});

test('rules of one host and namespace are one: the oldest keeps its settings, others add subsets', () => {
  const old = rule('z', `${simple('RANDOM')}, subsets: [{name: v1}]`, 'shop', '2024');
  const young = rule('a', `${simple('ROUND_ROBIN')}, subsets: [{name: v1}, {name: v2}]`, 'shop', '2025');
  expect(found(old + young)).toMatchObject({
    from: ['shop/z', 'shop/a'],
    trafficPolicy: { loadBalancer: { simple: 'RANDOM' } },
    subsets: [{ name: 'v1' }, { name: 'v2' }],
  });
  expect(rulesOf(old + young).lost).toEqual([
    { rule: 'shop/a', winner: 'shop/z', subsets: ['v1'], trafficPolicy: true },
  ]);
});

test('rules that do not set the same lose nothing', () => {
  const text = rule('a', 'subsets: [{name: v1}]') + rule('b', `${simple('RANDOM')}, subsets: [{name: v2}]`);
  expect(rulesOf(text).lost).toEqual([]);
  expect(found(text)?.trafficPolicy).toEqual({ loadBalancer: { simple: 'RANDOM' } });
});

test('rules that are exported to others are not merged: the oldest that the caller sees counts', () => {
  const text =
    rule('a', 'exportTo: [web], subsets: [{name: v1}]') + rule('b', 'exportTo: [lab], subsets: [{name: v2}]');
  expect([found(text)?.from, found(text, 'lab')?.from]).toEqual([['shop/a'], ['shop/b']]);
});

test('what a DestinationRule sets wins over a BackendTLSPolicy, which fills in the rest', () => {
  const policy = gatewayApiObject(
    'BackendTLSPolicy',
    'tls',
    '{targetRefs: [{group: "", kind: Service, name: cart}], validation: {hostname: a.example, wellKnownCACertificates: System}}',
  );
  expect(found(policy)).toMatchObject({
    isBackendPolicy: true,
    trafficPolicy: { tls: { mode: 'SIMPLE', sni: 'a.example' } },
  });
  const both = found(policy + rule('z', simple('RANDOM')));
  expect(both).toMatchObject({ trafficPolicy: { tls: { mode: 'SIMPLE' }, loadBalancer: { simple: 'RANDOM' } } });
  expect(found(policy + rule('z', 'trafficPolicy: {tls: {mode: DISABLE}}'))?.trafficPolicy?.tls).toEqual({
    mode: 'DISABLE',
  });
});
