import { describe, expect, test } from '@jest/globals';
import { type App, Duration, Size } from 'cdk8s';
import {
  Certificate,
  Cors,
  type FrontDoorSettings,
  IngressGateway,
  LoadBalancer,
  MeshChart,
  MeshNamespace,
  Placement,
  resourcesOf,
  synthesize,
} from '../../../constructs/index.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Mesh } from '../../../mesh/model/mesh.js';
import { request } from '../../../mesh/request/request.js';
import '../../../mesh/jest/index.js';
import { examplesOf, runExample } from '../../run-example.js';
import { findingsOf, meshOf, serviceOf } from '../meshes.js';
import { render } from '../rendered.js';

const ownership = { owner: 'a@example.com', costCenter: 'c', dataClassification: 'internal' };
const issuer = 'https://login.example.com';
const origin = 'https://app.example.com';
const certificate = Certificate.secret('shop-tls');
const rateLimit = { requests: 100, interval: Duration.seconds(1) };

/** A shop behind a front door, and another one at the same gateway that only has TLS. */
function shop(settings: Partial<FrontDoorSettings> = {}, placement = Placement.single('local')) {
  return (app: App) => {
    const chart = new MeshChart(app, 'shop', { namespace: 'shop', placement, ownership });
    new MeshNamespace(chart, 'shop');
    const gateway = new IngressGateway(chart, 'ingressgateway');
    const cart = serviceOf(chart, 'cart');
    cart.expose(gateway, { hosts: ['shop.example.com'], certificate, ...settings });
    serviceOf(chart, 'plain').expose(gateway, {
      hosts: ['plain.example.com'],
      certificate: Certificate.secret('other-tls'),
    });
  };
}

const external = { secrets: ['istio-system/shop-tls', 'istio-system/other-tls'] };
const meshWith = (settings: Partial<FrontDoorSettings>, placement?: Placement): Mesh =>
  meshOf(shop(settings, placement), { external });
const to = 'https://shop.example.com/cart';
const preflight = {
  from: 'internet',
  to,
  method: 'OPTIONS',
  headers: { origin, 'access-control-request-method': 'POST' },
} as const;

describe.each([
  ['of ASM', Placement.asm([{ name: 'c1' }])],
  ['without ASM', Placement.single('local')],
])('a front door %s', (_, placement) => {
  test('serves HTTPS and redirects HTTP to it', () => {
    const mesh = meshWith({}, placement);
    expect(mesh).toAllow({ from: 'internet', to });
    expect(mesh).toAnswer({ from: 'internet', to: 'http://shop.example.com/cart' }, { 301: 100 });
    expect(request(mesh, { from: 'internet', to }).headers?.response?.set).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
    });
    // Inside the mesh responses stay as they are.
    expect(request(mesh, { from: 'shop/plain-v1', to: 'http://cart/' }).headers).toBeNull();
  });

  test('wants a token, and lets preflights, public paths and other hosts pass', () => {
    const jwt = { issuer, publicPaths: ['/health*'] };
    const mesh = meshWith({ jwt, cors: Cors.api(origin) }, placement);
    expect(mesh).toDeny({ from: 'internet', to }, 'istio-system/cart-token');
    expect(mesh).toAllow({ from: 'internet', to, claims: { iss: issuer, sub: 'ann' } });
    expect(mesh).toAnswer({ from: 'internet', to, token: 'invalid', claims: { iss: issuer } }, { 401: 100 });
    expect(mesh).toAnswer(preflight, { 200: 100 });
    expect(mesh).toAllow({ from: 'internet', to: 'https://shop.example.com/health/live' });
    expect(mesh).toAllow({ from: 'internet', to: 'https://plain.example.com/' });
  });

  test('takes what the WAF sends only', () => {
    const mesh = meshWith({ waf: { ranges: ['203.0.113.0/24'] } }, placement);
    expect(mesh).toAllow({ from: 'internet', to, sourceIp: '203.0.113.9' });
    expect(mesh).toDeny({ from: 'internet', to, sourceIp: '198.51.100.1' }, 'istio-system/cart-waf');
    expect(mesh).toAllow({ from: 'internet', to: 'https://plain.example.com/', sourceIp: '198.51.100.1' });
  });

  test('asks a provider to log users in, but not for preflights', () => {
    const mesh = meshWith({ oidc: { provider: 'oauth2-proxy' }, cors: Cors.session(origin) }, placement);
    expect(mesh).toDeny({ from: 'internet', to, customDecision: 'deny' });
    expect(mesh).toAnswer({ ...preflight, customDecision: 'deny' }, { 200: 100 });
  });

  test('nothing is found about it once requests are limited', () => {
    const all = { rateLimit, cors: Cors.read(origin), requestSize: Size.mebibytes(1), jwt: { issuer } };
    const found = findingsOf(meshWith(all, placement));
    // An EnvoyFilter is the only way to these limits, and every one of them is warned of.
    const known = /^ASM0006 Gateway shop\/plain|^IST0133 EnvoyFilter .*(rate-limit|request-size)/;
    expect(found.filter((text) => !known.test(text))).toEqual([]);
  });
});

test('settings as the objects have them', () => {
  const out = render((chart) => {
    const gateway = new IngressGateway(chart, 'ingressgateway');
    serviceOf(chart, 'cart').expose(gateway, {
      hosts: ['shop.example.com'],
      certificate: Certificate.certManager('letsencrypt'),
      ciphers: ['ECDHE-RSA-AES128-GCM-SHA256'],
      requestSize: Size.mebibytes(2),
      securityHeaders: { 'x-frame-options': 'DENY' },
      cors: Cors.read(origin).with({ allowHeaders: ['x-team'], maxAge: Duration.hours(1) }),
      rateLimit,
    });
  });
  expect(out.problems).toEqual([]);
  expect(out.only('Gateway').spec.servers[1].tls).toEqual({
    mode: 'SIMPLE',
    credentialName: 'cart-tls',
    minProtocolVersion: 'TLSV1_2',
    cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'],
  });
  expect(out.only('Certificate')).toMatchObject({
    metadata: { name: 'cart-tls', namespace: 'istio-system' },
    spec: {
      secretName: 'cart-tls',
      dnsNames: ['shop.example.com'],
      issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' },
    },
  });
  const [atGateway, inMesh] = out.only('VirtualService').spec.http;
  expect(atGateway.corsPolicy).toEqual({
    allowOrigins: [{ exact: origin }],
    allowMethods: ['GET', 'HEAD'],
    allowHeaders: ['x-team'],
    allowCredentials: false,
    maxAge: '3600s',
    unmatchedPreflights: 'IGNORE',
  });
  expect(atGateway.headers.response.set['x-frame-options']).toBe('DENY');
  expect(inMesh.corsPolicy).toBeUndefined();
  const size = out.only('EnvoyFilter', 'cart-request-size').spec.configPatches[0].patch.value.typed_config;
  expect(size.max_request_bytes).toBe(2 * 1024 * 1024);
});

test('a load balancer with a certificate ends TLS itself', () => {
  const out = render((chart) => {
    const loadBalancer = LoadBalancer.create('internet').withCertificate('cert-1');
    const gateway = new IngressGateway(chart, 'ingressgateway', { loadBalancer });
    serviceOf(chart, 'cart').expose(gateway, {
      hosts: ['shop.example.com'],
      certificate: Certificate.ofLoadBalancer(),
    });
  });
  expect(out.problems).toEqual([]);
  expect(out.only('Service', 'istio-ingressgateway').metadata.annotations).toMatchObject({
    'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-cert-id': 'cert-1',
    'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port': 'https:443,http:80',
  });
  expect(out.only('Gateway').spec.servers[1]).toMatchObject({ port: { number: 443, protocol: 'HTTP' } });
});

test.each<[string, Partial<FrontDoorSettings>, string]>([
  ['an origin', { cors: Cors.api('app.example.com/x') }, "'app.example.com/x' is not an origin"],
  ['no origin', { cors: Cors.api() }, 'CORS has no origin'],
  ['ciphers', { minVersion: 'TLSV1_3', ciphers: ['A'] }, 'TLS 1.3 has ciphers of its own'],
  ['no ciphers', { ciphers: [] }, 'the list of ciphers is empty'],
  ['two logins', { jwt: { issuer }, oidc: { provider: 'p' } }, 'give one of them'],
  ['no range', { waf: { ranges: [] } }, 'the WAF sends from no range'],
])('%s that cannot be meant is a problem of the chart', (_, settings, message) => {
  const { problems } = render((chart) => {
    const gateway = new IngressGateway(chart, 'ingressgateway');
    serviceOf(chart, 'cart').expose(gateway, { hosts: ['shop.example.com'], certificate, ...settings });
  });
  expect(problems.join('\n')).toContain(message);
});

test('the example of the page opens for tokens and preflights', () => {
  const { chart } = runExample(examplesOf('docs/front-door.md')[0] ?? '', 'chart') as { chart: MeshChart };
  const mesh = buildMesh(resourcesOf(synthesize(chart)));
  expect(mesh).toAnswer(preflight, { 200: 100 });
  expect(mesh).toDeny({ from: 'internet', to });
  expect(mesh).toAllow({ from: 'internet', to, claims: { iss: issuer, sub: 'ann' } });
});
