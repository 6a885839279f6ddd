import { describe, expect, test } from '@jest/globals';
import { DestinationRules } from '../../../../mesh/istio/destination-rules.js';
import { PeerAuthentications } from '../../../../mesh/istio/peer-authentication.js';
import { effectivePolicy } from '../../../../mesh/istio/traffic-policy.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { upstreamTls } from '../../../../mesh/proxy/build/upstream-tls.js';
import { istioObject, meshConfigOf, namespaceOf, serviceOf, workloadOf } from '../../objects.js';
import { resourcesOf } from '../../resources.js';

const peer = (mode: string, rest = '') => istioObject('PeerAuthentication', 'p', `{mtls: {mode: ${mode}}${rest}}`);
const rule = (policy: string) => istioObject('DestinationRule', 'd', `{host: cart, trafficPolicy: {${policy}}}`);
const shop = namespaceOf('shop');
/** What is on connections to the pods, to an address that is no endpoint, and why. */
const tlsOf = (text: string, isOriginal = false) => {
  const mesh = buildMesh(resourcesOf(serviceOf('cart') + workloadOf('cart') + text));
  const [service] = mesh.services;
  if (service === undefined) {
    throw new Error('there is no service');
  }
  const found = new DestinationRules(mesh).find({ namespace: 'shop', labels: {} }, service);
  const part = { service, port: 80, subset: '', rule: found, policy: effectivePolicy(found, '', 80), isOriginal };
  const { socketOf, toOriginal, isAuto, reason } = upstreamTls(mesh, new PeerAuthentications(mesh), part);
  return { sockets: service.endpoints(80).map(socketOf), toOriginal, isAuto, reason };
};

describe('connections carry', () => {
  test.each([
    ['mTLS to a sidecar', shop, 'mutual', 'auto mTLS: where the server has a sidecar that takes it'],
    [
      'nothing to a pod without one',
      namespaceOf('shop', '{}'),
      'plaintext',
      'auto mTLS: where the server has a sidecar that takes it',
    ],
    [
      'nothing to a port that takes no mTLS',
      shop + peer('DISABLE', ', selector: {matchLabels: {app: cart}}'),
      'plaintext',
      'auto mTLS: where the server has a sidecar that takes it',
    ],
    [
      'nothing where the namespace takes none',
      shop + peer('DISABLE'),
      'plaintext',
      'PeerAuthentication shop/p disables mTLS',
    ],
    ['nothing without auto mTLS', shop + meshConfigOf('{enableAutoMtls: false}'), 'plaintext', 'auto mTLS is off'],
    [
      'what a DestinationRule says',
      shop + rule('tls: {mode: DISABLE}'),
      'plaintext',
      'DestinationRule shop/d sets tls mode DISABLE',
    ],
    [
      'mTLS by a DestinationRule',
      namespaceOf('shop', '{}') + rule('tls: {mode: ISTIO_MUTUAL}'),
      'mutual',
      'DestinationRule shop/d sets tls mode ISTIO_MUTUAL',
    ],
    ['TLS of the user', shop + rule('tls: {mode: SIMPLE}'), 'tls', 'DestinationRule shop/d sets tls mode SIMPLE'],
    // Settings of a port stand in place of all others, but the TLS mode that they leave out still decides for endpoints.
    [
      'the mode that settings of a port leave out',
      shop + rule('tls: {mode: DISABLE}, portLevelSettings: [{port: {number: 80}, loadBalancer: {simple: RANDOM}}]'),
      'plaintext',
      'auto mTLS: where the server has a sidecar that takes it',
    ],
  ])('%s', (_, text, socket, reason) => {
    expect(tlsOf(text)).toMatchObject({ sockets: [socket], reason });
  });
});

test('those that keep the address carry mTLS only when every pod takes it', () => {
  expect(tlsOf(shop, true)).toMatchObject({ toOriginal: 'mutual', isAuto: false });
  const plain = workloadOf('cart-old', 'shop', { annotations: 'sidecar.istio.io/inject: "false"' }).replaceAll(
    'app: cart-old',
    'app: cart',
  );
  expect(tlsOf(shop + plain, true)).toMatchObject({ toOriginal: 'plaintext' });
  expect(tlsOf(shop + peer('DISABLE'), true)).toMatchObject({ toOriginal: 'plaintext' });
});

test('what is outside the mesh gets plain text', () => {
  const mesh = buildMesh(
    resourcesOf(
      istioObject(
        'ServiceEntry',
        'e',
        '{hosts: [a.example], location: MESH_EXTERNAL, ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}',
      ),
    ),
  );
  const [service] = mesh.services;
  const found =
    service &&
    upstreamTls(mesh, new PeerAuthentications(mesh), {
      service,
      port: 80,
      subset: '',
      rule: undefined,
      policy: {},
      isOriginal: false,
    });
  expect(found).toMatchObject({ toOriginal: 'plaintext', isAuto: false, reason: 'a.example is outside the mesh' });
});
