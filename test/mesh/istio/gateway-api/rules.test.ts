import { describe, expect, test } from '@jest/globals';
import { isUsable, type RuleSpec, rulesOf, withPort } from '../../../../mesh/istio/gateway-api/rules.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { gatewayApiObject } from '../../objects.js';
import { resourcesOf } from '../../resources.js';

const mesh = buildMesh(resourcesOf(gatewayApiObject('HTTPRoute', 'r', '{}')));
const [object] = mesh.objects;
if (object === undefined) {
  throw new Error('there is no route');
}
const ownerOf = (kind: string) => ({ object, kind, namespace: 'shop', label: 'r' });
const made = (rule: object, kind = 'HTTPRoute', inMesh = false) =>
  rulesOf(mesh, ownerOf(kind), rule as RuleSpec, inMesh);
const backend = { name: 'cart', port: 80 };
const filter = (type: string, settings: object = {}) => ({ filters: [{ type, ...settings }], backendRefs: [backend] });

test('one rule for each match, since each is ordered by itself', () => {
  const rule = { matches: [{ path: { value: '/a' } }, { path: { value: '/b' } }], backendRefs: [backend] };
  expect(made(rule)?.map(({ label, matches }) => [label, matches[0]?.uri])).toEqual([
    ['r matches[0]', { prefix: '/a' }],
    ['r matches[1]', { prefix: '/b' }],
  ]);
  expect(made({ backendRefs: [backend] })).toMatchObject([{ label: 'r', matches: [], missingStatus: 500 }]);
});

describe('backends', () => {
  test.each([
    [
      'with their weights',
      [
        { ...backend, weight: 3 },
        { ...backend, name: 'b', weight: 0 },
      ],
      [['cart.shop.svc.cluster.local', 80, 3]],
    ],
    [
      'that are hostnames',
      [{ group: 'networking.istio.io', kind: 'Hostname', name: 'A.example', port: 443 }],
      [['a.example', 443, 1]],
    ],
    ['of another kind lead nowhere', [{ group: 'x', kind: 'Y', name: 'y', port: 80 }], [['', 80, 1]]],
    ['that no grant lets it use lead nowhere', [{ ...backend, namespace: 'data' }], [['', 80, 1]]],
  ])('%s', (_, backendRefs, expected) => {
    expect(made({ backendRefs })?.[0]?.destinations.map(({ host, port, weight }) => [host, port, weight])).toEqual(
      expected,
    );
  });

  test('a route of the mesh needs no grant', () => {
    expect(
      made({ backendRefs: [{ ...backend, namespace: 'data' }] }, 'HTTPRoute', true)?.[0]?.destinations[0]?.host,
    ).toBe('cart.data.svc.cluster.local');
  });
});

describe('a rule makes the route unusable with', () => {
  test.each([
    ['a filter of another type', filter('ExtensionRef'), 'HTTPRoute'],
    ['a rewrite in a GRPCRoute', filter('URLRewrite'), 'GRPCRoute'],
    ['a backend without a port', { backendRefs: [{ name: 'cart' }] }, 'HTTPRoute'],
    ['a backend whose name has dots', { backendRefs: [{ name: 'cart.shop', port: 80 }] }, 'HTTPRoute'],
    [
      'a filter of a backend that Istio does not know',
      { backendRefs: [{ ...backend, filters: [{ type: 'URLRewrite' }] }] },
      'HTTPRoute',
    ],
  ])('%s', (_, rule, kind) => {
    expect(made(rule, kind)).toBeUndefined();
    expect(isUsable(mesh, ownerOf(kind), rule as RuleSpec)).toBe(false);
  });

  test('nothing of the API', () => {
    expect(isUsable(mesh, ownerOf('HTTPRoute'), { backendRefs: [backend] } as RuleSpec)).toBe(true);
  });
});

describe('filters', () => {
  const header = (change: object) => ({ requestHeaderModifier: change });
  test.each<[string, object, object]>([
    [
      'redirect',
      filter('RequestRedirect', { requestRedirect: { hostname: 'a' } }),
      { redirect: { status: 302, authority: 'a', takesRequestPort: true }, directStatus: undefined },
    ],
    [
      'redirect to https',
      filter('RequestRedirect', { requestRedirect: { scheme: 'https', statusCode: 301 } }),
      { redirect: { status: 301, scheme: 'https', takesRequestPort: false } },
    ],
    [
      'rewrite a prefix',
      filter('URLRewrite', { urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/x/' } } }),
      { rewrite: { uri: '/x' } },
    ],
    [
      'rewrite a prefix away',
      filter('URLRewrite', { urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } }),
      { rewrite: { uri: '/' } },
    ],
    [
      'rewrite a path',
      filter('URLRewrite', { urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/x' } } }),
      { rewrite: { regex: { match: '^/.*', substitution: '/x' } } },
    ],
    // The first of equal names counts.
    [
      'set headers',
      filter(
        'RequestHeaderModifier',
        header({
          set: [
            { name: 'X', value: '1' },
            { name: 'x', value: '2' },
          ],
          remove: ['y'],
        }),
      ),
      { headers: { request: { set: { x: '1' }, add: {}, remove: ['y'] } } },
    ],
    [
      'copy',
      filter('RequestMirror', { requestMirror: { backendRef: { name: 'm', port: 80 }, percent: 20 } }),
      { mirrors: [{ host: 'm.shop.svc.cluster.local', probability: 0.2 }] },
    ],
    [
      'copy a fraction',
      filter('RequestMirror', {
        requestMirror: { backendRef: { name: 'm', port: 80 }, fraction: { numerator: 1, denominator: 4 } },
      }),
      { mirrors: [{ probability: 0.25 }] },
    ],
    [
      'answer preflights',
      filter('CORS', { cors: { allowOrigins: ['https://*.a'] } }),
      { cors: { origins: [{ regex: 'https://.*\\.a' }], answersAll: true } },
    ],
  ])('%s', (_, rule, expected) => {
    expect(made(rule)).toMatchObject([expected]);
  });
});

test('a rule without backends answers 500', () => {
  expect([made({}), made({ backendRefs: [{ ...backend, weight: 0 }] })]).toMatchObject([
    [{ directStatus: 500 }],
    [{ directStatus: 500 }],
  ]);
});

// As Istio's conversion to a VirtualService does: where the route tries again, the time of a backend is that of each try.
test.each([
  [{ timeouts: { request: '5s' } }, ['5s', undefined, undefined]],
  [{ timeouts: { backendRequest: '2s' } }, ['2s', undefined, undefined]],
  [{ timeouts: { request: '5s', backendRequest: '2s' } }, ['2s', undefined, undefined]],
  [{ timeouts: { request: '5s', backendRequest: '2s' }, retry: { attempts: 3 } }, ['5s', 3, '2s']],
  [{ timeouts: { backendRequest: '2s' }, retry: { attempts: 3 } }, [undefined, 3, '2s']],
  [{ timeouts: { request: '0s' } }, [undefined, undefined, undefined]],
  [{ timeouts: { request: '5s', backendRequest: '0s' } }, ['5s', undefined, undefined]],
  [{ retry: {} }, [undefined, 2, undefined]],
])('%j', (settings, expected) => {
  const [rule] = made({ ...settings, backendRefs: [backend] }) ?? [];
  expect([rule?.timeout, rule?.retries?.attempts, rule?.retries?.perTryTimeout]).toEqual(expected);
});

test('a rule for one port', () => {
  const ports = (rule: object) => made(rule)?.map((one) => withPort(one, 80).matches.map(({ port }) => port));
  expect([ports({}), ports({ matches: [{}, {}] })]).toEqual([[[80]], [[80], [80]]]);
});
