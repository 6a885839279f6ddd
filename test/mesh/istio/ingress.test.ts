import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import type { MeshOptions } from '../../../mesh/model/options.js';
import { request } from '../../../mesh/request/request.js';
import { asm, cluster, resourcesOf } from '../resources.js';

const inn = `
apiVersion: v1
kind: Service
metadata: { name: bar, namespace: inn }
spec: { selector: { app: bar }, ports: [{ name: http-a, port: 80 }, { name: http-b, port: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: bar, namespace: inn, labels: { app: bar } }
spec: { containers: [{ name: c, image: i }] }
---
apiVersion: v1
kind: Service
metadata: { name: door, namespace: istio-system }
spec: { selector: { istio: ingressgateway }, ports: [{ name: http, port: 80, targetPort: 8080 }, { name: https, port: 443, targetPort: 8443 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: door, namespace: istio-system, labels: { istio: ingressgateway } }
spec: { containers: [{ name: istio-proxy, image: proxy, args: [proxy, router] }] }`;
const path = (value: string, type: string, port = 'number: 80') =>
  `{ path: "${value}", ${type === '' ? '' : `pathType: ${type}, `}backend: { service: { name: bar, port: { ${port} } } } }`;
const ingress = (name: string, rules: string, rest = ', ingressClassName: istio', meta = '') => `
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: inn${meta} }
spec: { rules: [${rules}]${rest} }`;
const rule = (host: string, ...paths: string[]) => `{ host: ${host}, http: { paths: [${paths.join(', ')}] } }`;
const ask = (text: string, to: string, options: MeshOptions = {}) =>
  request(buildMesh(resourcesOf(inn + text), options), { from: 'internet', to });
const statusOf = (...given: Parameters<typeof ask>) => Object.keys(ask(...given).status).join();
const routeOf = (...given: Parameters<typeof ask>) => ask(...given).route;

describe('paths (Istio, createFallbackStringMatch and PathSeparatedPrefix)', () => {
  const of = (value: string, type: string) => ingress('a', rule('inn.example', path(value, type)));
  test.each([
    ['/app', 'Prefix', '/app', '200'],
    ['/app', 'Prefix', '/app/x', '200'],
    ['/app', 'Prefix', '/apple', '404'],
    ['/app/', 'Prefix', '/app', '200'],
    ['/', 'Prefix', '/anything', '200'],
    ['/app', 'Exact', '/app', '200'],
    ['/app', 'Exact', '/app/x', '404'],
    ['/app', 'ImplementationSpecific', '/app', '200'],
    ['/app', 'ImplementationSpecific', '/app/x', '404'],
    ['/app/*', 'ImplementationSpecific', '/app/x', '200'],
    ['/app.*', 'ImplementationSpecific', '/apple', '404'],
    ['/*', 'ImplementationSpecific', '/x', '200'],
  ])('%s %s takes %s: %s', (value, type, asked, status) => {
    expect(statusOf(of(value, type), `http://inn.example${asked}`)).toBe(status);
  });

  test('the longest path wins, of equal ones the exact one', () => {
    const paths = [path('/', 'Prefix'), path('/app', 'Prefix'), path('/app', 'Exact'), path('/app/long', 'Prefix')];
    const all = ingress('a', rule('inn.example', ...paths));
    const numberOf = (asked: string) => routeOf(all, `http://inn.example${asked}`)?.at(-2);
    expect(['/x', '/app/x', '/app', '/app/long/x'].map(numberOf)).toEqual(['0', '1', '2', '3']);
  });
});

describe('hosts, ports and backends', () => {
  test('another host has no route, and a rule without a host takes all', () => {
    expect(statusOf(ingress('a', rule('inn.example', path('/', 'Prefix'))), 'http://other.example/')).toBe('404');
    const any = ingress('a', `{ http: { paths: [${path('/', 'Prefix')}] } }`);
    expect(statusOf(any, 'http://other.example/')).toBe('200');
  });
  test('ports by number and by name; a name that the Service lacks has no route', () => {
    const named = (port: string) => ingress('a', rule('inn.example', path('/', 'Prefix', port)));
    expect(statusOf(named('number: 8080'), 'http://inn.example/')).toBe('200');
    expect(statusOf(named('name: http-b'), 'http://inn.example/')).toBe('200');
    expect(statusOf(named('name: none'), 'http://inn.example/')).toBe('404');
    expect(statusOf(named('number: 81'), 'http://inn.example/')).toBe('503');
  });
  test('a default backend is left out', () => {
    const rest = ', ingressClassName: istio, defaultBackend: { service: { name: bar, port: { number: 80 } } }';
    expect(statusOf(ingress('a', rule('inn.example', path('/x', 'Exact')), rest), 'http://inn.example/')).toBe('404');
  });
  test('Ingresses of one host are one list, the oldest first', () => {
    const old = ', creationTimestamp: "2026-01-01T00:00:00Z"';
    const young = ', creationTimestamp: "2026-01-02T00:00:00Z"';
    const one = rule('inn.example', path('/x', 'Exact'));
    const both =
      ingress('a', one, ', ingressClassName: istio', young) + ingress('b', one, ', ingressClassName: istio', old);
    expect(routeOf(both, 'http://inn.example/x')).toBe('Ingress inn/b rules[0].http.paths[0]');
  });
  test('tls serves its hosts at 443, when it names a Secret', () => {
    const secured = (tls: string) =>
      ingress('a', rule('inn.example', path('/', 'Prefix')), `, ingressClassName: istio, tls: [${tls}]`);
    expect(statusOf(secured('{ hosts: [inn.example], secretName: c }'), 'https://inn.example/')).toBe('200');
    expect(statusOf(secured('{ secretName: c }'), 'https://inn.example/')).toBe('200');
    expect(statusOf(secured('{ hosts: [inn.example] }'), 'https://inn.example/')).toBe('reset');
  });
});

describe('classes (Istio, shouldProcessIngressWithClass)', () => {
  const one = rule('inn.example', path('/', 'Prefix'));
  const classed = (name: string, controller: string, annotations = '') => `
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: ${name}${annotations} }
spec: { controller: ${controller} }`;
  const isServed = (text: string, raw = {}) =>
    ask(text, 'http://inn.example/', { meshConfig: { raw } }).verdict === 'allowed';
  const ours = 'istio.io/ingress-controller';
  test.each([
    ['the class istio', ingress('a', one), {}, true],
    ['another class', ingress('a', one, ', ingressClassName: nginx'), {}, false],
    ['a class with our controller', classed('door', ours) + ingress('a', one, ', ingressClassName: door'), {}, true],
    ['a class istio of another controller', classed('istio', 'example.com/x') + ingress('a', one), {}, false],
    ['no class', ingress('a', one, ''), {}, false],
    ['no class, mode DEFAULT', ingress('a', one, ''), { ingressControllerMode: 'DEFAULT' }, true],
    [
      'the default class',
      classed('door', ours, ', annotations: { ingressclass.kubernetes.io/is-default-class: "true" }') +
        ingress('a', one, ''),
      {},
      true,
    ],
    ['the annotation', ingress('a', one, '', ', annotations: { kubernetes.io/ingress.class: istio }'), {}, true],
    [
      'the annotation of another',
      ingress('a', one, '', ', annotations: { kubernetes.io/ingress.class: nginx }'),
      {},
      false,
    ],
    [
      'the annotation, mode OFF',
      ingress('a', one, '', ', annotations: { kubernetes.io/ingress.class: istio }'),
      { ingressControllerMode: 'OFF' },
      false,
    ],
    ['another name for our class', ingress('a', one, ', ingressClassName: mesh'), { ingressClass: 'mesh' }, true],
  ])('%s', (_, text, raw, expected) => {
    expect(isServed(text, raw)).toBe(expected);
  });

  test('the gateway is the one that the settings of the mesh select', () => {
    expect(isServed(ingress('a', one), { ingressSelector: 'other' })).toBe(false);
    expect(isServed(ingress('a', one), { ingressService: 'other' })).toBe(false);
    expect(isServed(ingress('a', one), { ingressService: 'istio-ingressgateway' })).toBe(true);
  });

  test('one of another controller is said to be left out', () => {
    const notes = (text: string) => ask(text, 'http://inn.example/').notModelled.map(({ object }) => object);
    expect(notes(ingress('a', one, ', ingressClassName: nginx'))).toEqual(['Ingress inn/a']);
    expect(notes(ingress('a', one))).toEqual([]);
  });

  test('an Ingress in a data-plane cluster is not read by the control plane', () => {
    const mesh = buildMesh([...resourcesOf(inn + ingress('a', one), cluster('m1'))]);
    expect(request(mesh, { from: 'internet', to: 'http://inn.example/' }).verdict).toBe('no-route');
    const split = buildMesh([...resourcesOf(inn, cluster('m1')), ...resourcesOf(ingress('a', one), asm)]);
    expect(request(split, { from: 'internet', to: 'http://inn.example/' }).verdict).toBe('allowed');
  });
});
