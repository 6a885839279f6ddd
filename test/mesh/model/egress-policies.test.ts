import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Mesh } from '../../../mesh/model/mesh.js';
import { request } from '../../../mesh/request/request.js';
import { deployment, resourcesOf } from '../resources.js';

const base = `
apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data: {mesh: "outboundTrafficPolicy: {mode: REGISTRY_ONLY}"}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Namespace
metadata: {name: other, labels: {istio-injection: enabled}}
---
apiVersion: istio.alibabacloud.com/v1beta1
kind: IstioGateway
metadata: {name: out, namespace: istio-system}
spec: {gatewayType: egress, serviceType: ClusterIP, ports: [{name: a, port: 80}, {name: b, port: 443}, {name: c, port: 444}]}
${deployment('web', '{app: web}')}${deployment('cart', '{app: cart}')}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: far, namespace: other}
spec: {selector: {matchLabels: {app: far}}, template: {metadata: {labels: {app: far}}, spec: {containers: [{name: a, image: a}]}}}
`;

const policy = (from: string, ...to: readonly string[]): string => `
---
apiVersion: istio.alibabacloud.com/v1
kind: ASMEgressTrafficPolicy
metadata: {name: egress-by-out, namespace: istio-egress}
spec:
  byEgressGateway: {name: out}
  egressRules: [{from: [${from}], to: [${to.join(', ')}]}]
`;
const plain = '{hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}, byEgressGateway: {port: 80}}';
const upgraded = plain.replace('{port: 80}}', '{port: 80}, httpsUpgrade: {enabled: true, port: 443}}');
const tls = '{hosts: [tls.example.com], port: {name: tls, number: 443, protocol: TLS}, byEgressGateway: {port: 443}}';

const meshOf = (text: string): Mesh => buildMesh(resourcesOf(base + text));

/** Where a request leaves: the gateway, the place of each outcome, and the statuses. */
function wayOf(mesh: Mesh, from: string, to: string): readonly unknown[] {
  const { gateway, status, outcomes, notModelled } = request(mesh, { from, to });
  const hosts = [...new Set(outcomes.map(({ host }) => host))];
  return [gateway?.replace(/ server.*$/, '') ?? null, Object.keys(status), hosts, notModelled.length];
}

describe('an egress policy', () => {
  test('sends the callers that it names through the gateway, and no others out', () => {
    const mesh = meshOf(policy('{namespace: shop}', plain));
    const { gateway, status } = request(mesh, { from: 'shop/web', to: 'http://api.example.com/' });
    expect(gateway).toContain('istio-egress/egress-by-out');
    expect(status).toEqual({ 200: 1 });
    const direct = request(mesh, { from: 'other/far', to: 'http://api.example.com/' });
    expect(direct.gateway).toBeNull();
    expect(direct.status).toEqual({ reset: 1 });
  });

  test('may be for some workloads of a namespace', () => {
    const mesh = meshOf(policy('{namespace: shop, workloadSelector: {app: web}}', plain));
    expect(wayOf(mesh, 'shop/web', 'http://api.example.com/')[1]).toEqual(['200']);
    expect(wayOf(mesh, 'shop/cart', 'http://api.example.com/')[1]).toEqual(['502']);
  });

  test('lets the gateway open TLS', () => {
    const { mtls, gateway, outcomes } = request(meshOf(policy('{namespace: shop}', upgraded)), {
      from: 'shop/web',
      to: 'http://api.example.com/',
    });
    expect(gateway).toContain('egress-by-out');
    expect(mtls).toBe('tls');
    expect(outcomes.map(({ host }) => host)).toEqual(['api.example.com']);
  });

  test('passes TLS of the caller on', () => {
    const { gateway, status } = request(meshOf(policy('{namespace: shop}', plain, tls)), {
      from: 'shop/web',
      to: 'https://tls.example.com/',
    });
    expect(gateway).toContain('egress-by-out');
    expect(Object.keys(status)).not.toContain('reset');
  });

  test('is fully modelled', () => {
    expect(wayOf(meshOf(policy('{namespace: shop}', plain)), 'shop/web', 'http://api.example.com/')[3]).toBe(0);
  });
});
