import { describe, expect, test } from '@jest/globals';
import { Holdings } from '../../../mesh/assumption/holdings.js';
import type { Resource } from '../../../mesh/manifest/resource.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { MeshOptions } from '../../../mesh/model/options.js';
import { gatewayOf, istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const of = (text: string, options: MeshOptions = {}): Holdings => Holdings.of(buildMesh(resourcesOf(text), options));

describe('files hold a kind in a namespace', () => {
  test.each([
    ['with nothing there', serviceOf('cart', 'other'), 'elsewhere'],
    ['with another kind there', workloadOf('cart'), 'elsewhere'],
    ['with one of the kind', serviceOf('cart'), 'shared'],
    ['with the Namespace too', namespaceOf('shop') + serviceOf('cart'), 'held'],
    ['with the Namespace only', namespaceOf('shop'), 'elsewhere'],
    ['with istiod, so that they have the whole cluster', istiod(), 'held'],
  ])('%s', (_, text, standing) => {
    expect(of(text).standing('Service', 'shop')).toBe(standing);
  });

  test('when the user says that there is nothing else, or never when he says that there is', () => {
    expect(of(serviceOf('cart', 'other'), { isComplete: true }).standing('Service', 'shop')).toBe('held');
    expect(of(istiod(), { isComplete: false }).standing('Service', 'shop')).toBe('elsewhere');
  });

  test('when they are charts, which say what is elsewhere', () => {
    const resources = resourcesOf(serviceOf('cart')).map(({ line: _, ...resource }): Resource => resource);
    expect(Holdings.of(buildMesh(resources)).standing('Secret', 'edge')).toBe('held');
  });
});

function istiod(): string {
  return workloadOf('istiod', 'istio-system');
}

test('the objects of a cluster are all there is of the kinds that were asked for', () => {
  const existing = resourcesOf(serviceOf('cart', 'other'));
  const holdings = of(workloadOf('web'), { existing });
  expect([holdings.standing('Service', 'shop'), holdings.standing('Secret', 'shop')]).toEqual(['held', 'elsewhere']);
});

test('pods of gateways may be in namespaces that the files do not have', () => {
  const gateway =
    '---\napiVersion: istio.alibabacloud.com/v1beta1\nkind: IstioGateway\nmetadata: {name: g, namespace: istio-system}\nspec: {ports: []}\n';
  const made =
    '---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: g, namespace: istio-system}\nspec: {gatewayClassName: istio, listeners: []}\n';
  expect(of('').standingOfGatewayPods).toBe('elsewhere');
  expect(of(made).standingOfGatewayPods).toBe('elsewhere');
  expect(of(gatewayOf('door', 'shop')).standingOfGatewayPods).toBe('shared');
  expect(of(gatewayOf('door')).standingOfGatewayPods).toBe('shared');
  expect(of(gateway).standingOfGatewayPods).toBe('shared');
  expect(of(gatewayOf('door')).gatewayLabels('istio')).toEqual(['door']);
});

test('a password is no certificate, though its name is known', () => {
  const secret =
    '---\napiVersion: v1\nkind: Secret\nmetadata: {name: db, namespace: edge}\nstringData: {password: x}\n';
  const holdings = of(secret);
  expect([holdings.standing('Secret', 'edge'), holdings.namespacesWithSecret('db')]).toEqual(['elsewhere', ['edge']]);
});

test('entries for hosts outside the cluster may be in any namespace', () => {
  expect(of('').standingOfServiceEntries).toBe('elsewhere');
  const entry = istioObject(
    'ServiceEntry',
    'e',
    '{hosts: [a.example.com], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}',
    'any',
  );
  expect(of(entry).standingOfServiceEntries).toBe('shared');
  expect(of(entry).standingOfNamespaces).toBe('elsewhere');
});
