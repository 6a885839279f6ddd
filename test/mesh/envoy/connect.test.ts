import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import type { RequestQuery } from '../../../mesh/request/query.js';
import { request } from '../../../mesh/request/request.js';
import { mtls } from '../../../mesh/survey/mtls.js';
import { resourcesOf } from '../resources.js';

const pod = (name: string, namespace: string, annotations = {}, rest = '') => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  replicas: 1
  template:
    metadata: { labels: { app: ${name} }, annotations: ${JSON.stringify(annotations)} }
    spec: { serviceAccountName: ${name}, containers: [{ name: c, image: i${rest} }] }`;
const service = (name: string, ports: string) => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: farm }
spec: { selector: { app: ${name} }, ports: [${ports}] }`;
const base = `
apiVersion: v1
kind: Namespace
metadata: { name: farm, labels: { istio-injection: enabled } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: farm }
spec: { mtls: { mode: STRICT } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: nothing, namespace: farm }
spec: {}`;
const traffic = (name: string, value: string) => ({ [`traffic.sidecar.istio.io/${name}`]: value });
const ports = '{ name: http, port: 80, targetPort: 8080 }, { name: http-open, port: 90, targetPort: 9090 }';
const road: RequestQuery['from'] = { namespace: 'road', sidecar: false };
const answer = (text: string, from: RequestQuery['from'], to: string) =>
  request(buildMesh(resourcesOf(base + text)), { from, to });
const brief = (...given: Parameters<typeof answer>) => {
  const { verdict, status, mtls: wire } = answer(...given);
  return [verdict, Object.keys(status).join(), wire];
};

describe('a port that passes the sidecar by', () => {
  const barn = pod('barn', 'farm', traffic('excludeInboundPorts', '9090')) + service('barn', ports);
  test('is open to every pod in plain text, whatever policies say', () => {
    expect(brief(barn, road, 'http://barn.farm:90/')).toEqual(['allowed', '200', 'plaintext']);
    expect(brief(barn, road, 'http://barn.farm/')).toEqual(['denied', 'reset', 'plaintext']);
  });
  test('gets mTLS from sidecars all the same, which it does not speak (503 URX,UF measured)', () => {
    const text = barn + pod('cart', 'farm');
    expect(brief(text, 'farm/cart', 'http://barn:90/')).toEqual(['no-route', '503', 'mutual']);
    expect(answer(text, 'farm/cart', 'http://barn:90/').trace.join('\n')).toContain(
      'excludeInboundPorts names port 9090',
    );
    expect(brief(text, 'farm/cart', 'http://barn/')).toEqual(['denied', '403', 'mutual']);
  });
  test('is reached by sidecars that a DestinationRule tells to send plain text', () => {
    const rule = `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: barn, namespace: farm }
spec: { host: barn, trafficPolicy: { tls: { mode: DISABLE } } }`;
    expect(brief(barn + pod('cart', 'farm') + rule, 'farm/cart', 'http://barn:90/')).toEqual([
      'allowed',
      '200',
      'plaintext',
    ]);
  });
  test('of the pod itself goes through its own inbound listener', () => {
    expect(brief(barn, 'farm/barn', 'http://barn:90/')).toEqual(['denied', '403', 'mutual']);
    const three = answer(barn.replace('replicas: 1', 'replicas: 3'), 'farm/barn', 'http://barn:90/');
    // Two of three attempts fail to connect, and the sidecar tries twice more.
    expect(three.status[403]).toBeCloseTo(1 - (2 / 3) ** 3);
  });
  test('is listed by mtls without a mode', () => {
    const rows = mtls(buildMesh(resourcesOf(base + barn)));
    expect(rows).toMatchObject([{ workload: 'barn', mode: 'STRICT', ports: { 9090: 'none' } }]);
  });
  test('and includeInboundPorts leaves all others alone', () => {
    const shed = pod('shed', 'farm', traffic('includeInboundPorts', '8080')) + service('shed', ports);
    expect(brief(shed, road, 'http://shed.farm:90/')[0]).toBe('allowed');
    expect(brief(shed, road, 'http://shed.farm/')[0]).toBe('denied');
  });
});

describe('a connection that its own sidecar does not take', () => {
  const barn = pod('barn', 'farm') + service('barn', ports);
  test.each([
    ['excludeOutboundPorts', '80'],
    ['includeOutboundIPRanges', ''],
    ['excludeOutboundIPRanges', '0.0.0.0/0'],
  ])('%s %s: it arrives in plain text, from nobody', (name, value) => {
    const cart = pod('cart', 'farm', traffic(name, value));
    expect(brief(barn + cart, 'farm/cart', 'http://barn/')).toEqual(['denied', 'reset', 'plaintext']);
  });
  test('ranges decide by the address of the Service where the manifests set it, and are named where they do not', () => {
    const at = (ip: string) =>
      barn.replace('spec: { selector: { app: barn }', `spec: { clusterIP: ${ip}, selector: { app: barn }`);
    const cart = pod('cart', 'farm', traffic('excludeOutboundIPRanges', '10.7.0.0/16'));
    expect(brief(at('10.7.0.9') + cart, 'farm/cart', 'http://barn/')[2]).toBe('plaintext');
    expect(brief(at('10.8.0.9') + cart, 'farm/cart', 'http://barn/')[2]).toBe('mutual');
    expect(answer(at('10.8.0.9') + cart, 'farm/cart', 'http://barn/').notModelled).toEqual([]);
    expect(answer(barn + cart, 'farm/cart', 'http://barn/').notModelled).toHaveLength(1);
  });
  test('a host outside is not in the ranges of the cluster', () => {
    const cart = pod('cart', 'farm', traffic('includeOutboundIPRanges', '10.0.0.0/8'));
    const closed = `
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: farm }
spec: { outboundTrafficPolicy: { mode: REGISTRY_ONLY } }`;
    expect(brief(cart + closed, 'farm/cart', 'https://far.example.com/')[0]).toBe('allowed');
    expect(brief(pod('cart', 'farm') + closed, 'farm/cart', 'https://far.example.com/')[0]).toBe('not-visible');
  });
});

describe('ports of the proxy itself', () => {
  const stats = service(
    'barn',
    '{ name: stats, port: 15090 }, { name: health, port: 15021 }, { name: agent, port: 15020 }',
  );
  const gateway =
    pod('gate', 'farm', { 'inject.istio.io/templates': 'gateway' }) + service('gate', '{ name: health, port: 15021 }');
  test.each([[15090], [15021], [15020]])('%i answers anyone in plain text, and does not speak mTLS', (port) => {
    const text = pod('barn', 'farm') + pod('cart', 'farm') + stats;
    expect(brief(text, road, `http://barn.farm:${port}/`)).toEqual(['allowed', '200', 'plaintext']);
    expect(brief(text, 'farm/cart', `http://barn:${port}/`)[1]).toBe('503');
  });
  test('a gateway has them too, and callers send it no mTLS', () => {
    expect(brief(gateway + pod('cart', 'farm'), 'farm/cart', 'http://gate:15021/healthz/ready')[1]).toBe('200');
  });
  test('an application without a sidecar has none', () => {
    const bare = pod('barn', 'farm', { 'sidecar.istio.io/inject': 'false' }, ', ports: [{ containerPort: 8080 }]');
    expect(
      brief(bare + service('barn', '{ name: http, port: 80, targetPort: 8080 }'), road, 'http://barn.farm/')[1],
    ).toBe('200');
  });
});
