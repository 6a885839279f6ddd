import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Mesh } from '../../../mesh/model/mesh.js';
import { request } from '../../../mesh/request/request.js';
import { deployment, resourcesOf, service } from '../resources.js';

const version = (name: string, number: string): string =>
  deployment(`${name}-${number}`, `{app: ${name}, version: ${number}}`);

/** Services web, cart and pay; lane v1 is the base line, v2 has cart only beside web. */
const shop = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: istio.alibabacloud.com/v1beta1
kind: IstioGateway
metadata: {name: edge, namespace: istio-system}
spec: {gatewayType: ingress, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: istio-system}
spec: {selector: {istio: edge}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
${['web', 'cart', 'pay'].map((name) => service(name, `{selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: 8080}]}`)).join('')}
${version('web', 'v1')}${version('cart', 'v1')}${version('pay', 'v1')}${version('web', 'v2')}${version('cart', 'v2')}`;

const services = (...names: readonly string[]): string =>
  `[${names.map((name) => `{name: ${name}, namespace: shop}`).join(', ')}]`;

function lane(name: string, held: string, rest = ''): string {
  const match = `match: {uri: {prefix: /}, headers: {x-lane: {exact: ${name}}}}`;
  const rule = `{name: in, online: true, hosts: ["*"], ${match}, route: {destination: {host: web.shop.svc.cluster.local, portNum: 80}}}`;
  return `
---
apiVersion: istio.alibabacloud.com/v1
kind: ASMSwimLane
metadata: {name: ${name}, labels: {swimlane-group: shop}}
spec: {labelSelector: {version: ${name}}, services: ${held}, ${rest === '' ? `ingressRules: [${rule}]` : rest}}`;
}

const group = (rest: string, held = services('web', 'cart', 'pay')): string => `
---
apiVersion: istio.alibabacloud.com/v1
kind: ASMSwimLaneGroup
metadata: {name: shop}
spec:
  services: ${held}
  ingress: {gateway: {name: edge, namespace: istio-system, type: ASM}${rest}
`;

const permissive = (more = ''): string =>
  group(
    `}\n  isPermissive: true\n  permissiveModeConfiguration: {fallbackTarget: v1, traceHeader: x-request-id, routeHeader: x-lane${more}}`,
  );

const meshOf = (...parts: readonly string[]): Mesh => buildMesh(resourcesOf([shop, ...parts].join('')));

/** The versions that requests reach, with the lane as header. */
function versionsOf(mesh: Mesh, from: string, to: string, lane?: string): Readonly<Record<string, number>> {
  return request(mesh, { from, to, ...(lane === undefined ? {} : { headers: { 'x-lane': lane } }) }).versions();
}

describe('permissive lanes', () => {
  const mesh = meshOf(permissive(), lane('v1', services('web', 'cart', 'pay')), lane('v2', services('web', 'cart')));

  test('the header keeps requests in their lane, and what a lane lacks is taken from the base line', () => {
    expect(versionsOf(mesh, 'shop/web-v2', 'http://cart/', 'v2')).toEqual({ v2: 1 });
    expect(versionsOf(mesh, 'shop/web-v1', 'http://cart/', 'v1')).toEqual({ v1: 1 });
    expect(versionsOf(mesh, 'shop/cart-v2', 'http://pay/', 'v2')).toEqual({ v1: 1 });
    expect(versionsOf(mesh, 'shop/web-v2', 'http://cart/')).toEqual({ v1: 1 });
    expect(versionsOf(mesh, 'shop/web-v2', 'http://cart/', 'other')).toEqual({ v1: 1 });
  });

  test('the gateway puts requests into the lane that its rule says', () => {
    expect(versionsOf(mesh, 'internet', 'http://shop.example.com/', 'v2')).toEqual({ v2: 1 });
    expect(versionsOf(mesh, 'internet', 'http://shop.example.com/', 'v1')).toEqual({ v1: 1 });
    expect(request(mesh, { from: 'internet', to: 'http://shop.example.com/' }).status).toEqual({ 404: 1 });
  });

  test('a service may fall back to another lane, and a lane without pods of a service falls back', () => {
    const own = meshOf(
      permissive(', serviceLevelFallbackTarget: {cart: v2}'),
      lane('v1', services('web', 'cart', 'pay')),
      lane('v2', services('web', 'cart', 'pay')),
    );
    expect(versionsOf(own, 'shop/web-v1', 'http://cart/')).toEqual({ v2: 1 });
    expect(versionsOf(own, 'shop/web-v2', 'http://pay/', 'v2')).toEqual({ v1: 1 });
  });

  test('an answer says that a sidecar may set the header', () => {
    const { notModelled } = request(mesh, { from: 'shop/web-v2', to: 'http://cart/' });
    expect(notModelled.map(({ object, field }) => `${object} ${field}`)).toEqual([
      'ASMSwimLaneGroup shop spec.permissiveModeConfiguration.traceHeader',
    ]);
  });
});

describe('strict lanes', () => {
  const held = services('web', 'cart');
  const mesh = meshOf(group('}', held), lane('v1', held), lane('v2', held));

  test('the labels of the caller keep requests in their lane', () => {
    expect(versionsOf(mesh, 'shop/web-v2', 'http://cart/')).toEqual({ v2: 1 });
    expect(versionsOf(mesh, 'shop/web-v1', 'http://cart/', 'v2')).toEqual({ v1: 1 });
  });

  test('an answer says that callers outside of every lane are not known', () => {
    const { notModelled } = request(mesh, { from: 'shop/pay-v1', to: 'http://cart/' });
    expect(notModelled.map(({ field }) => field)).toEqual(['spec.services']);
  });
});

test('weighted lanes share what enters', () => {
  const weighted = (name: string, weight: number): string =>
    lane(
      name,
      services('web', 'cart'),
      `ingressWeight: {destination: {host: web.shop.svc.cluster.local, portNum: 80}, weight: ${weight}}`,
    );
  const rule =
    ', ingressRouting: {ingressRoutingStrategy: weighted, weightedRoutingRule: {hosts: ["*"], requestMatches: [{uri: {prefix: /}}]}}}';
  const mesh = meshOf(group(rule, services('web', 'cart')), weighted('v1', 75), weighted('v2', 25));
  expect(versionsOf(mesh, 'internet', 'http://shop.example.com/')).toEqual({ v1: 0.75, v2: 0.25 });
});

test('a rule that is not online puts nothing into its lane', () => {
  const mesh = meshOf(
    permissive(),
    lane('v1', services('web', 'cart', 'pay')),
    lane('v2', services('web', 'cart')).replace('online: true', 'online: false'),
  );
  expect(request(mesh, { from: 'internet', to: 'http://a.b/', headers: { 'x-lane': 'v2' } }).status).toEqual({
    404: 1,
  });
});
