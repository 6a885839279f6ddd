import { describe, expect, test } from '@jest/globals';
import type { RequestQuery } from '../../mesh/request/query.js';
import { request } from '../../mesh/request/request.js';
import '../../mesh/jest/index.js';
import { stageMesh } from './stage-mesh.js';

/** A pod that is not in the mesh. */
const outside = { namespace: 'elsewhere', sidecar: false };

describe('hello', () => {
  const curl: RequestQuery = { from: 'asm-demo/curl', to: 'http://hello/' };
  const stranger: RequestQuery = { from: outside, to: 'http://hello.asm-demo/' };

  test.each([
    ['90-10', { v1: 90, v2: 10 }],
    ['50-50', { v1: 50, v2: 50 }],
    ['0-100', { v2: 100 }],
    ['permissive', { v2: 100 }],
    ['strict', { v2: 100 }],
    ['fixed', { v2: 100 }],
  ])('in stage %s the client gets %j, over mTLS', (stage, shares) => {
    const mesh = stageMesh('hello', stage);
    expect(mesh).toRoute(curl, shares);
    expect(mesh).toEncrypt(curl);
    expect(mesh).toAnswer(curl, { 200: 100 });
  });

  test.each(['90-10', '50-50', '0-100', 'permissive'])('in stage %s plain text is taken', (stage) => {
    const mesh = stageMesh('hello', stage);
    expect(mesh).toAllow(stranger);
    expect(mesh).not.toEncrypt(stranger);
  });

  test.each(['strict', 'fixed'])('in stage %s plain text is refused', (stage) => {
    const mesh = stageMesh('hello', stage);
    expect(mesh).toDeny(stranger, 'asm-demo/default');
    expect(mesh).toAnswer(stranger, { reset: 100 });
  });

  test('the canary splits what comes through the gateway as well', () => {
    const mesh = stageMesh('hello', '90-10', { host: 'hello.example.com' }, true);
    const fromOutside: RequestQuery = { from: 'internet', to: 'http://hello.example.com/' };
    expect(mesh).toRoute(fromOutside, { v1: 90, v2: 10 });
    expect(mesh).toEncrypt(fromOutside);
    expect(mesh).toAnswer({ from: 'internet', to: 'http://other.example.com/' }, { 404: 100 });
  });
});

describe('podinfo', () => {
  const published: RequestQuery = { from: 'internet', to: 'http://any.example/' };

  test.each([
    ['all-blue', { blue: 100 }],
    ['80-green', { green: 80, blue: 20 }],
  ])('in stage %s any host gets %j', (stage, shares) => {
    const mesh = stageMesh('podinfo', stage, {}, true);
    expect(mesh).toRoute(published, shares);
    expect(mesh).toAnswer(published, { 200: 100 });
  });

  test('is spread evenly over the members', () => {
    expect(stageMesh('podinfo', '80-green', {}, true).clusters).toHaveLength(2);
    const { outcomes } = request(stageMesh('podinfo', '80-green', {}, true), published);
    const shares = outcomes.map(({ version, cluster, probability }) => [version, cluster, probability]);
    expect(shares.sort()).toEqual([
      ['blue', 'member1', expect.closeTo(0.1)],
      ['blue', 'member2', expect.closeTo(0.1)],
      ['green', 'member1', expect.closeTo(0.4)],
      ['green', 'member2', expect.closeTo(0.4)],
    ]);
  });

  test('fixed serves its own host only, over TLS', () => {
    const mesh = stageMesh('podinfo', 'fixed', {}, true);
    const encrypted: RequestQuery = { from: 'internet', to: 'https://podinfo.example.com/' };
    expect(mesh).toRoute(encrypted, { green: 80, blue: 20 });
    expect(mesh).toEncrypt(encrypted);
    expect(mesh).toAnswer({ from: 'internet', to: 'http://podinfo.example.com/' }, { 301: 100 });
    expect(mesh).not.toAllow({ from: 'internet', to: 'https://any.example/' });
  });
});

describe('bookinfo', () => {
  const page: RequestQuery = { from: 'internet', to: 'http://any.example/productpage' };
  const reviews: RequestQuery = { from: 'default/productpage-v1', to: 'http://reviews:9080/' };

  test.each(['all-versions', 'reviews-v3'])(
    'in stage %s the pages are open to everybody, and nothing else is',
    (stage) => {
      const mesh = stageMesh('bookinfo', stage);
      expect(mesh).toRoute(page, { 'default/productpage-v1': 100 });
      expect(mesh).toAllow({ ...page, path: '/static/a.css' });
      expect(mesh).toAnswer({ ...page, path: '/admin' }, { 404: 100 });
    },
  );

  test.each([
    ['all-versions', { v1: 100 / 3, v2: 100 / 3, v3: 100 / 3 }],
    ['reviews-v3', { v3: 100 }],
    ['fixed', { v3: 100 }],
  ])('in stage %s the page gets its reviews from %j, over mTLS', (stage, shares) => {
    const mesh = stageMesh('bookinfo', stage);
    expect(mesh).toRoute(reviews, shares);
    expect(mesh).toEncrypt(reviews);
    expect(mesh).toAllow({ from: 'default/reviews-v3', to: 'http://ratings:9080/' });
  });

  test('fixed sends plain text to https, and serves its own host only', () => {
    const mesh = stageMesh('bookinfo', 'fixed');
    const to = 'https://bookinfo.example.com/productpage';
    expect(mesh).toRoute({ from: 'internet', to }, { v1: 100 });
    expect(mesh).toAnswer({ from: 'internet', to: 'http://bookinfo.example.com/productpage' }, { 301: 100 });
    expect(mesh).not.toAllow({ from: 'internet', to: 'https://any.example/productpage' });
  });
});

describe('zero-trust', () => {
  const token = { iss: 'https://accounts.google.com', sub: 'somebody' };
  const caller: RequestQuery = { from: 'default/reviews-v1', to: 'http://reviews:9080/' };

  test('as in the guide nothing passes the gateway: the claims that it asks for are never verified', () => {
    const mesh = stageMesh('zero-trust', 'guide');
    expect(mesh).toDeny({ from: 'internet', to: 'http://any.example/' }, 'istio-system/gateway-auth');
    expect(mesh).toDeny({ from: 'internet', to: 'http://any.example/', claims: token }, 'istio-system/gateway-auth');
  });

  test('as in the guide the connection to the external API is left to the caller', () => {
    const mesh = stageMesh('zero-trust', 'guide');
    const query: RequestQuery = { from: { namespace: 'default', sidecar: true }, to: 'https://api.external.com/' };
    expect(mesh).toAllow(query);
    expect(mesh).not.toEncrypt(query);
  });

  test('fixed the gateway takes verified tokens of the issuer only', () => {
    const mesh = stageMesh('zero-trust', 'fixed');
    const query: RequestQuery = { from: 'internet', to: 'https://any.example/' };
    expect(mesh).toDeny(query, 'istio-system/gateway-auth');
    expect(mesh).toDeny({ ...query, token: 'invalid' });
    expect(mesh).toAnswer({ ...query, token: 'invalid' }, { 401: 100 });
    expect(mesh).toDeny({ ...query, claims: { ...token, iss: 'https://other.example' } });
    // Past the gateway's policy; the guide publishes no route there.
    expect(mesh).toAnswer({ ...query, claims: token }, { 404: 100 });
  });

  test('fixed the canary splits calls of the mesh, over mTLS, and strangers are refused', () => {
    const mesh = stageMesh('zero-trust', 'fixed');
    expect(mesh).toRoute(caller, { v1: 90, v2: 10 });
    expect(mesh).toEncrypt(caller);
    expect(mesh).toDeny({ from: outside, to: 'http://reviews.default:9080/' }, 'istio-system/default-mtls');
    const other = { namespace: 'other', sidecar: true } as const;
    expect(mesh).toDeny({ from: other, to: 'http://reviews.default:9080/' }, 'default/reviews-callers');
  });

  test('fixed the sidecar opens the TLS connection to the external API', () => {
    const { outcomes, mtls } = request(stageMesh('zero-trust', 'fixed'), {
      ...caller,
      to: 'http://api.external.com/',
    });
    expect(mtls).toBe('tls');
    expect(outcomes.map(({ host }) => host)).toEqual(['api.external.com']);
  });
});

describe('edge', () => {
  const published: RequestQuery = { from: 'internet', to: 'http://edge.example.com/' };

  test('deployed is reached by nobody from outside', () => {
    expect(stageMesh('edge', 'deployed')).not.toAllow(published);
  });

  test('routed is reached through the gateway, over mTLS behind it', () => {
    const mesh = stageMesh('edge', 'routed');
    expect(mesh).toRoute(published, { v1: 100 });
    expect(mesh).toEncrypt(published);
    expect(mesh).not.toAllow({ from: 'internet', to: 'http://other.example/' });
  });

  test('fixed is reached over TLS only', () => {
    const mesh = stageMesh('edge', 'fixed');
    expect(mesh).toAnswer(published, { 301: 100 });
    expect(mesh).toRoute({ from: 'internet', to: 'https://edge.example.com/' }, { v1: 100 });
  });
});

test('ingress alone serves nothing', () => {
  const mesh = stageMesh('ingress', 'deployed');
  expect(mesh).not.toAllow({ from: 'internet', to: 'http://any.example/', via: 'istio-system/istio-ingressgateway' });
  expect(mesh).toAnswer({ from: 'internet', to: 'http://any.example/' }, { reset: 100 });
});
