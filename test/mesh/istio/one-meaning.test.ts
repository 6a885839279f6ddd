import { describe, expect, test } from '@jest/globals';
import { analyze } from '../../../mesh/analysis/analyze.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Mesh } from '../../../mesh/model/mesh.js';
import { request } from '../../../mesh/request/request.js';
import { callers, findService } from '../../../mesh/survey/callers.js';
import { impact } from '../../../mesh/survey/impact.js';
import { mtls } from '../../../mesh/survey/mtls.js';
import { gatewayOf, istioObject, meshConfigOf, namespaceOf, plainGateway, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

/** What the checks say and what is answered come of one meaning of the configuration: each case asks both. */
const meshOf = (text: string): Mesh => buildMesh(resourcesOf(text));
const findings = (mesh: Mesh): readonly string[] => analyze(mesh).findings.map(({ code }) => code);
const shop = namespaceOf('shop') + serviceOf('cart') + workloadOf('cart');
const peer = (name: string, mode: string, year: number, rest = '', namespace = 'shop') =>
  istioObject('PeerAuthentication', name, `{mtls: {mode: ${mode}}${rest}}`, namespace, {
    created: `${year}-05-01T00:00:00Z`,
  });
const outside =
  namespaceOf('legacy', '{}') +
  workloadOf('batch', 'legacy', { pod: ", env: [{name: URL, value: 'http://cart.shop/'}]" });
const batch = { from: 'legacy/batch', to: 'http://cart.shop/' };

describe('the oldest PeerAuthentication of a level decides', () => {
  test.each([
    ['STRICT is older', peer('z', 'STRICT', 2023) + peer('a', 'PERMISSIVE', 2024), true],
    ['PERMISSIVE is older', peer('a', 'STRICT', 2024) + peer('z', 'PERMISSIVE', 2023), false],
    [
      'of the mesh',
      peer('z', 'STRICT', 2023, '', 'istio-system') + peer('a', 'DISABLE', 2024, '', 'istio-system'),
      true,
    ],
    [
      'the namespace wins over the mesh',
      peer('a', 'STRICT', 2020, '', 'istio-system') + peer('b', 'PERMISSIVE', 2024),
      false,
    ],
    [
      'of a workload',
      peer('z', 'STRICT', 2023, ', selector: {matchLabels: {app: cart}}') +
        peer('a', 'PERMISSIVE', 2024, ', selector: {matchLabels: {app: cart}}'),
      true,
    ],
    [
      'of a port, though the workload is STRICT',
      peer('z', 'STRICT', 2023, ', selector: {matchLabels: {app: cart}}, portLevelMtls: {80: {mode: PERMISSIVE}}'),
      false,
    ],
    [
      'of a port alone',
      peer('z', 'PERMISSIVE', 2023, ', selector: {matchLabels: {app: cart}}, portLevelMtls: {80: {mode: STRICT}}'),
      true,
    ],
  ])('%s', (_, policies, isStrict) => {
    const mesh = meshOf(shop + outside + policies);
    const refused = request(mesh, batch).status['reset'] === 1;
    const row = mtls(mesh).find(({ workload }) => workload === 'cart');
    const modeAtPort = row?.ports['80'] ?? row?.mode;
    expect({
      refused,
      mode: modeAtPort === 'STRICT',
      finding: findings(mesh).includes('ASM0002'),
    }).toEqual({ refused: isStrict, mode: isStrict, finding: isStrict });
  });

  test('STRICT without policies is found where it holds', () => {
    expect(findings(meshOf(shop + peer('z', 'STRICT', 2023) + peer('a', 'PERMISSIVE', 2024)))).toContain('ASM0004');
    expect(findings(meshOf(shop + peer('a', 'STRICT', 2024) + peer('z', 'PERMISSIVE', 2023)))).not.toContain('ASM0004');
  });
});

describe('cluster.local in a principal is the trust domain of the mesh', () => {
  const account = '---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: shop}\n';
  const policy = (principal: string) =>
    istioObject(
      'AuthorizationPolicy',
      'only-web',
      `{selector: {matchLabels: {app: cart}}, rules: [{from: [{source: {principals: ["${principal}"]}}]}]}`,
    );
  test.each([
    ['cluster.local/ns/shop/sa/web', '200', false],
    ['corp.example/ns/shop/sa/web', '200', false],
    ['old.example/ns/shop/sa/web', '200', false],
    ['*/ns/shop/sa/web', '200', false],
    ['other.example/ns/shop/sa/web', '403', false],
    ['cluster.local/ns/shop/sa/wab', '403', true],
    ['spiffe://corp.example/ns/shop/sa/web', '403', true],
    // A wildcard for whole parts is taken as it is written.
    ['cluster.local/ns/shop/*', '403', false],
  ])('%s', (principal, status, isFound) => {
    const settings = meshConfigOf('{trustDomain: corp.example, trustDomainAliases: [old.example]}');
    const mesh = meshOf(settings + shop + workloadOf('web') + account + policy(principal));
    expect(request(mesh, { from: 'shop/web', to: 'http://cart/' }).status).toEqual({ [status]: 1 });
    expect(findings(mesh).includes('ASM0008')).toBe(isFound);
    const cart = findService(mesh, 'shop/cart');
    const row = cart && callers(mesh, cart).find(({ from }) => from === 'shop/web');
    expect(row?.verdict).toBe(status === '200' ? 'allowed' : 'denied');
  });
});

describe('who calls whom is known once', () => {
  const strict = peer('default', 'STRICT', 2023);
  test.each([
    ['a container', outside, 'legacy/batch'],
    [
      'a policy',
      namespaceOf('legacy', '{}') +
        workloadOf('batch', 'legacy') +
        istioObject(
          'AuthorizationPolicy',
          'p',
          '{selector: {matchLabels: {app: cart}}, rules: [{from: [{source: {serviceAccounts: [legacy/batch]}}]}]}',
        ),
      'legacy/batch',
    ],
    [
      'an annotation',
      `${namespaceOf('legacy', '{}')}${workloadOf('batch', 'legacy')}---
apiVersion: v1
kind: ConfigMap
metadata: {name: calls, namespace: shop, annotations: {asm-blueprints/calls: '[{"from":"legacy/batch","to":"shop/cart","principal":"cluster.local/ns/legacy/sa/batch"}]'}}
`,
      'legacy/batch',
    ],
    [
      'a service in front of the caller',
      outside + serviceOf('jobs', 'legacy', '{selector: {app: batch}, ports: [{name: http, port: 80}]}'),
      'legacy/jobs',
    ],
  ])('by %s', (_, caller, affected) => {
    const mesh = meshOf(shop + strict + caller);
    const cart = findService(mesh, 'shop/cart');
    expect(findings(mesh)).toContain('ASM0002');
    expect(cart && impact(mesh, cart).map((row) => row.affected)).toEqual([affected]);
  });
});

test('a token is verified where the policy is enforced, and nowhere else', () => {
  const policy = istioObject(
    'AuthorizationPolicy',
    'p',
    '{selector: {matchLabels: {app: cart}}, rules: [{from: [{source: {requestPrincipals: ["*"]}}]}]}',
  );
  const tokens = (target: string) =>
    istioObject('RequestAuthentication', 'r', `{${target}jwtRules: [{issuer: me, jwks: '{"keys":[]}'}]}`);
  const ask = { from: 'shop/web', to: 'http://cart/', claims: { iss: 'me', sub: 'x' } } as const;
  for (const [target, isVerified] of [
    ['selector: {matchLabels: {app: cart}}, ', true],
    ['', true],
    ['selector: {matchLabels: {app: web}}, ', false],
    // A sidecar is no gateway, so it follows no target.
    ['targetRefs: [{group: "", kind: Service, name: cart}], ', false],
  ] as const) {
    const mesh = meshOf(shop + workloadOf('web') + policy + tokens(target));
    expect([request(mesh, ask).verdict, findings(mesh).includes('ASM0007')]).toEqual([
      isVerified ? 'allowed' : 'denied',
      !isVerified,
    ]);
  }
});

describe('a gateway of the files and what the Internet reaches', () => {
  const route = istioObject(
    'VirtualService',
    'v',
    '{hosts: [a.example.com], gateways: [g], http: [{route: [{destination: {host: cart}}]}]}',
  );
  test.each([
    ['on the port of the public Service', 80, true],
    ['on a port of its pods that only an inner Service has', 8081, false],
  ])('%s', (_, port, isPublic) => {
    const inner = serviceOf('inner', 'istio-system', '{selector: {istio: door}, ports: [{name: http, port: 8081}]}');
    const mesh = meshOf(shop + gatewayOf('door') + inner + plainGateway('g', 'door', 'a.example.com', port) + route);
    const ask = { from: 'internet', to: 'http://a.example.com/', via: 'istio-system/door' };
    expect(request(mesh, ask).verdict === 'allowed').toBe(isPublic);
    expect(findings(mesh).includes('ASM0005')).toBe(isPublic);
  });
});
