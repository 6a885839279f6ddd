import { describe, expect, test } from '@jest/globals';
import { CallGraph, readCallGraph } from '../../../mesh/istio/call-graph.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const base =
  namespaceOf('shop') + namespaceOf('legacy', '{}') + serviceOf('cart') + workloadOf('cart') + workloadOf('web');
const calls = (text: string) =>
  CallGraph.of(buildMesh(resourcesOf(base + text))).calls.map(({ source, from, callers, services, callees }) => ({
    source,
    ...(from === undefined ? {} : { from }),
    callers: callers.map(({ namespace, name }) => `${namespace}/${name}`),
    services: services.map(({ name }) => name),
    callees: callees.map(({ name }) => name),
  }));
const declared = JSON.stringify([
  { from: 'shop/web', to: 'shop/cart', principal: 'cluster.local/ns/shop/sa/web', port: 80, methods: ['GET'] },
]);

describe('calls are known', () => {
  test.each([
    ['Service', 'v1'],
    ['ConfigMap', 'v1'],
    ['Deployment', 'apps/v1'],
    ['AuthorizationPolicy', 'security.istio.io/v1'],
    ['VirtualService', 'networking.istio.io/v1'],
  ])('from the annotation of a %s', (kind, apiVersion) => {
    const text = `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: any, namespace: shop, annotations: {asm-blueprints/calls: '${declared}'}}\n`;
    const [call] = calls(text);
    expect(call).toEqual({
      source: 'annotation',
      from: 'shop/web',
      callers: ['shop/web'],
      services: ['cart'],
      callees: ['cart'],
    });
  });

  test.each([
    ['a principal', 'from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}]'],
    ['a service account', 'from: [{source: {serviceAccounts: [web]}}]'],
    ['a condition', 'when: [{key: source.principal, values: [cluster.local/ns/shop/sa/web]}]'],
  ])('from an ALLOW policy that names %s', (_, rule) => {
    const policy = istioObject(
      'AuthorizationPolicy',
      'p',
      `{selector: {matchLabels: {app: cart}}, rules: [{${rule}}]}`,
    );
    expect(calls(policy)).toEqual([
      { source: 'identity', callers: ['shop/web'], services: ['cart'], callees: ['cart'] },
    ]);
    expect(calls(policy.replace('rules', 'action: DENY, rules'))).toEqual([]);
  });

  test('from a namespace that a policy lets in, as what may call', () => {
    const rule = '{selector: {matchLabels: {app: cart}}, rules: [{from: [{source: {namespaces: [legacy]}}]}]}';
    expect(calls(workloadOf('batch', 'legacy') + istioObject('AuthorizationPolicy', 'p', rule))).toEqual([
      { source: 'namespace', callers: ['legacy/batch'], services: ['cart'], callees: ['cart'] },
    ]);
  });

  test('from hosts in containers', () => {
    const pod = ", env: [{name: URL, value: 'http://cart.shop/x'}]";
    expect(calls(workloadOf('batch', 'legacy', { pod }))).toEqual([
      { source: 'container', callers: ['legacy/batch'], services: ['cart'], callees: ['cart'] },
    ]);
  });
});

test('gateways are no callers, and odd annotations are left out', () => {
  const policy = istioObject(
    'AuthorizationPolicy',
    'p',
    '{selector: {matchLabels: {app: cart}}, rules: [{from: [{source: {serviceAccounts: [door]}}]}]}',
  );
  const door = workloadOf('door', 'shop', { annotations: 'inject.istio.io/templates: gateway' });
  expect(calls(door + policy)).toEqual([]);
  const odd = (value: string) =>
    readCallGraph(
      buildMesh(
        resourcesOf(
          `---\napiVersion: v1\nkind: Service\nmetadata: {name: s, annotations: {asm-blueprints/calls: '${value}'}}\n`,
        ),
      ),
    );
  expect([odd('{'), odd('{}'), odd('[1, {"from": 1}]')]).toEqual([[], [], []]);
});
