import { describe, expect, test } from '@jest/globals';
import { leftOutRules } from '../../../mesh/istio/left-out-rules.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { gatewayApiObject, gatewayOf, istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const base =
  namespaceOf('barn') +
  gatewayOf('gate') +
  serviceOf('oats', 'barn') +
  workloadOf('oats', 'barn') +
  istioObject(
    'Gateway',
    'gate',
    '{selector: {istio: gate}, servers: [{port: {number: 80, name: h, protocol: HTTP}, hosts: ["*.barn.example"]}]}',
    'barn',
  );
const root = istioObject(
  'VirtualService',
  'root',
  '{hosts: [a.barn.example], gateways: [gate], http: [{match: [{uri: {prefix: /oats}}], delegate: {name: leaf}}]}',
  'barn',
);
const leaf = (spec: string) => istioObject('VirtualService', 'leaf', spec, 'barn');
const route = 'route: [{destination: {host: oats}}]';
const found = (text: string, host = 'a.barn.example') => leftOutRules(buildMesh(resourcesOf(base + text)), host);

describe('rules of delegates', () => {
  test.each([
    ['', 'does not exist'],
    [leaf(`{hosts: [b.barn.example], http: [{${route}}]}`), 'cannot be used: it has hosts of its own'],
  ])('a delegate that is none (%#)', (text, reason) => {
    expect(found(root + text)).toEqual([
      { label: 'VirtualService barn/root http[0]', reason: `its delegate barn/leaf ${reason}` },
    ]);
  });

  test('one that its root does not see', () => {
    const far = istioObject('VirtualService', 'leaf', `{exportTo: ["."], http: [{${route}}]}`, 'loft');
    const reason = 'its delegate loft/leaf cannot be used: its exportTo keeps it from namespace barn';
    expect(found(root.replace('{name: leaf}', '{name: leaf, namespace: loft}') + far)).toEqual([
      { label: 'VirtualService barn/root http[0]', reason },
    ]);
  });

  test('a match that is not within that of the root, and only for the hosts of the root', () => {
    const text =
      root + leaf(`{http: [{match: [{uri: {prefix: /}}], ${route}}, {match: [{uri: {prefix: /oats/1}}], ${route}}]}`);
    expect(found(text).map(({ label }) => label)).toEqual([
      'VirtualService barn/root http[0] > VirtualService barn/leaf http[0]',
    ]);
    expect(found(text, 'b.barn.example')).toEqual([]);
  });

  test('an answer without a route names them among what was passed over', () => {
    const text = root + leaf(`{http: [{match: [{uri: {prefix: /}}], ${route}}]}`);
    const answer = request(buildMesh(resourcesOf(base + text)), {
      from: 'internet',
      to: 'http://a.barn.example/oats',
    });
    expect(answer.status).toEqual({ 404: 1 });
    expect(answer.passedOver).toEqual([
      {
        route: 'VirtualService barn/root http[0] > VirtualService barn/leaf http[0]',
        reason: 'Istio leaves it out: its match is not within that of VirtualService barn/root http[0]',
      },
    ]);
  });
});

test('one rule that Istio cannot use leaves out the whole route of the Gateway API', () => {
  const spec = (filter: string) =>
    `{parentRefs: [{name: gate}], hostnames: [c.barn.example], rules: [{backendRefs: [{name: oats, port: 80}]}, {filters: [${filter}], backendRefs: [{name: oats, port: 80}]}]}`;
  const ofFilter = (filter: string) =>
    found(gatewayApiObject('HTTPRoute', 'c', spec(filter), 'barn'), 'c.barn.example').map(({ label }) => label);
  expect(ofFilter('{type: ExtensionRef, extensionRef: {group: a.example, kind: B, name: c}}')).toEqual([
    'HTTPRoute barn/c',
  ]);
  expect(ofFilter('{type: URLRewrite, urlRewrite: {hostname: d.example}}')).toEqual([]);
});
