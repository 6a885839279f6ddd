import { describe, expect, test } from '@jest/globals';
import { analyze } from '../../../../mesh/analysis/analyze.js';
import { behaviour } from '../../../../mesh/analysis/behaviour/index.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import {
  gatewayOf,
  istioObject,
  meshConfigOf,
  namespaceOf,
  plainGateway,
  serviceOf,
  workloadOf,
} from '../../objects.js';
import { resourcesOf } from '../../resources.js';
import { foundBy, gatewayApiObject } from '../checks/found.js';

const shop =
  namespaceOf('shop') + serviceOf('cart') + workloadOf('cart', 'shop', { labels: ', version: v1' }) + workloadOf('web');
const found = (yaml: string) => foundBy([behaviour], shop + yaml);
const rule = (spec: string, namespace = 'shop', host = 'cart.shop.svc.cluster.local') =>
  istioObject('DestinationRule', 'd', `{host: ${host}, ${spec}}`, namespace);
const tls = (mode: string) => rule(`trafficPolicy: {tls: {mode: ${mode}}}`);
const peers = (mode: string) => istioObject('PeerAuthentication', 'default', `{mtls: {mode: ${mode}}}`);
const policy = (spec: string) =>
  istioObject('AuthorizationPolicy', 'p', `{selector: {matchLabels: {app: cart}}, ${spec}}`);
const from = (...names: string[]) =>
  `rules: [{from: [{source: {principals: [${names.map((name) => `cluster.local/ns/shop/sa/${name}`).join(', ')}]}}]}]`;
const door = gatewayOf('edge') + plainGateway('door', 'edge');
const routes = (http: string, gateways = ', gateways: [door]') =>
  istioObject(
    'VirtualService',
    'v',
    `{hosts: [${gateways === '' ? 'cart' : 'a.example.com'}]${gateways}, http: [${http}]}`,
  );
const toCart = 'route: [{destination: {host: cart}}]';

describe('requests that always fail', () => {
  test.each([
    [
      'plain text to a workload that takes mTLS only',
      tls('DISABLE') + peers('STRICT'),
      ['ASM0022 DestinationRule shop/d spec'],
    ],
    [
      'mTLS to a workload that takes none',
      tls('ISTIO_MUTUAL') + peers('DISABLE'),
      ['ASM0022 DestinationRule shop/d spec'],
    ],
    ['TLS to a workload that speaks none', tls('SIMPLE'), ['ASM0022 DestinationRule shop/d spec']],
    [
      'STRICT without auto mTLS',
      meshConfigOf('enableAutoMtls: false') + peers('STRICT'),
      ['ASM0022 PeerAuthentication shop/default spec.mtls'],
    ],
    [
      'TLS of a BackendTLSPolicy to a workload that speaks none',
      gatewayApiObject(
        'BackendTLSPolicy',
        'b',
        '{targetRefs: [{group: "", kind: Service, name: cart}], validation: {wellKnownCACertificates: System, hostname: cart.example.com}}',
      ),
      ['ASM0022 BackendTLSPolicy shop/b spec'],
    ],
    ['mTLS on both sides', tls('ISTIO_MUTUAL') + peers('STRICT'), []],
    [
      'a subset that is defined where no caller sees it',
      namespaceOf('rules') +
        rule('subsets: [{name: v1, labels: {version: v1}}]', 'rules') +
        routes('{route: [{destination: {host: cart, subset: v1}}]}', ''),
      ['ASM0022 VirtualService shop/v spec.http.0'],
    ],
    ['a subset of none of the files', routes('{route: [{destination: {host: cart, subset: v1}}]}', ''), []],
    ['a Service without pods in the files', serviceOf('pay') + routes('{route: [{destination: {host: pay}}]}', ''), []],
  ])('%s', (_, yaml, expected) => {
    expect(found(yaml)).toEqual(expected);
  });

  test('a mTLS DestinationRule for a workload without a proxy', () => {
    const outside = (labels: string) =>
      found(
        namespaceOf('old', labels) +
          serviceOf('db', 'old') +
          workloadOf('db', 'old') +
          rule('trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}', 'old', 'db'),
      );
    expect(outside('{istio-injection: disabled}')).toEqual(['ASM0022 DestinationRule old/d spec']);
  });

  test('one cause is one finding, which names a request', () => {
    const many = ['a', 'b', 'c'].map((name) => workloadOf(name)).join('');
    const { findings } = analyze(buildMesh(resourcesOf(shop + many + tls('DISABLE') + peers('STRICT'))), {
      checks: [behaviour],
    });
    expect(findings.map(({ message }) => message)).toEqual([
      'GET http://cart.shop.svc.cluster.local/ from shop/a always gets 503 (UC): the DestinationRule sets tls mode DISABLE, and PeerAuthentication shop/default lets Deployment shop/cart take mTLS only; remove the tls setting',
    ]);
  });

  test('a call that passes its own sidecar by, where it is known', () => {
    const excluding = (pod: string) =>
      namespaceOf('lab') +
      workloadOf('odd', 'lab', { annotations: 'traffic.sidecar.istio.io/excludeOutboundPorts: "80"', pod }) +
      peers('STRICT');
    expect(found(excluding(''))).toEqual([]);
    expect(found(excluding(', env: [{name: CART, value: "http://cart.shop/"}]'))).toEqual([
      'ASM0022 Deployment lab/odd',
    ]);
  });
});

describe('callers that are locked out', () => {
  test.each([
    ['without an identity', policy(from('web')) + peers('DISABLE'), ['ASM0023 AuthorizationPolicy shop/p spec.rules']],
    ['with one', policy(from('web')), []],
    [
      'by a DENY policy beside',
      policy(from('web')) + istioObject('AuthorizationPolicy', 'z', `{action: DENY, ${from('web')}}`),
      ['ASM0023 AuthorizationPolicy shop/z spec.rules'],
    ],
    ['that nothing names', policy(from('nobody')), []],
    [
      'at a gateway whose route leads there',
      door + routes(`{${toCart}}`) + policy(from('web')),
      ['ASM0023 AuthorizationPolicy shop/p spec.rules'],
    ],
    [
      'except with a token',
      door +
        routes(`{${toCart}}`) +
        istioObject('RequestAuthentication', 'r', '{jwtRules: [{issuer: i}]}') +
        policy('rules: [{from: [{source: {requestPrincipals: [i/*]}}]}]'),
      [],
    ],
    [
      'except from some addresses',
      door + routes(`{${toCart}}`) + policy('rules: [{from: [{source: {remoteIpBlocks: [10.0.0.0/8]}}]}]'),
      [],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found(yaml)).toEqual(expected);
  });
});

describe('redirects', () => {
  test.each([
    ['to the same path', '{redirect: {uri: /}}', ['ASM0027 VirtualService shop/v spec.http.0']],
    ['to https', '{redirect: {scheme: https}}', []],
    [
      'to each other',
      '{match: [{uri: {exact: /a}}], redirect: {uri: /b}}, {match: [{uri: {exact: /b}}], redirect: {uri: /a}}',
      ['ASM0027 VirtualService shop/v spec.http.0', 'ASM0027 VirtualService shop/v spec.http.1'],
    ],
  ])('%s', (_, http, expected) => {
    expect(found(door + routes(http))).toEqual(expected);
  });

  test('of an HTTPRoute that every listener has', () => {
    const gateway = gatewayApiObject(
      'Gateway',
      'front',
      '{gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}, {name: https, port: 443, protocol: HTTPS, tls: {mode: Terminate, certificateRefs: [{name: c}]}}]}',
    );
    const route = (section: string) =>
      gatewayApiObject(
        'HTTPRoute',
        'r',
        `{parentRefs: [{name: front${section}}], hostnames: [a.example.com], rules: [{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}]}`,
      );
    expect(found(gateway + route(''))).toEqual(['ASM0027 HTTPRoute shop/r spec.rules.0']);
    expect(found(gateway + route(', sectionName: http'))).toEqual([]);
  });
});

test('preflights', () => {
  const cors = `{corsPolicy: {allowOrigins: [{exact: "https://web.example"}]}, ${toCart}}`;
  const guard = (rules: string) =>
    istioObject(
      'AuthorizationPolicy',
      'g',
      `{selector: {matchLabels: {istio: edge}}, rules: [${rules}]}`,
      'istio-system',
    );
  const at = ['ASM0028 AuthorizationPolicy istio-system/g spec.rules'];
  const [get, options] = ['GET', 'OPTIONS'].map((method) => `{to: [{operation: {methods: [${method}]}}]}`);
  expect(found(door + routes(cors) + guard(`${get}`))).toEqual(at);
  expect(found(door + routes(cors) + guard(`${get}, ${options}`))).toEqual([]);
  expect(found(door + routes(`{${toCart}}`) + guard(`${get}`))).toEqual([]);
});

test('DENY policies that another way of writing passes by', () => {
  const guard = (operation: string) =>
    door +
    routes(`{${toCart}}`) +
    istioObject(
      'AuthorizationPolicy',
      'g',
      `{selector: {matchLabels: {istio: edge}}, action: DENY, rules: [{to: [{operation: {${operation}}}]}]}`,
      'istio-system',
    );
  const at = ['ASM0029 AuthorizationPolicy istio-system/g spec.rules.0'];
  expect(found(guard('hosts: [a.example.com]'))).toEqual(at);
  expect(found(guard('hosts: [a.example.com, "a.example.com:*"]'))).toEqual([]);
  expect(found(guard('paths: [/admin]'))).toEqual(at);
  expect(found(guard('paths: [/admin*]'))).toEqual([]);
});

describe('ports that pass the sidecar of the server by', () => {
  const bare = (annotation: string, ports: string) =>
    foundBy(
      [behaviour],
      namespaceOf('shop') +
        serviceOf('cart', 'shop', `{selector: {app: cart}, ports: [${ports}]}`) +
        workloadOf('cart', 'shop', { annotations: `traffic.sidecar.istio.io/${annotation}` }) +
        workloadOf('web'),
    );
  const only = '{name: http, port: 80, targetPort: 8080}';
  test.each([
    ['every port', 'excludeInboundPorts: "8080"', only, ['ASM0022 Deployment shop/cart']],
    ['every port that is not named', 'includeInboundPorts: "9999"', only, ['ASM0022 Deployment shop/cart']],
    ['one beside others', 'excludeInboundPorts: "8080"', `${only}, {name: http-api, port: 81}`, []],
    ['another one', 'excludeInboundPorts: "9090"', only, []],
  ])('%s', (_, annotation, ports, expected) => {
    expect(bare(annotation, ports)).toEqual(expected);
  });
});

test('a waypoint that the policy of ztunnel locks out is named', () => {
  const ambient = namespaceOf('lab', '{istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint}');
  const yaml =
    ambient +
    serviceOf('api', 'lab') +
    serviceOf('api-v1', 'lab', '{selector: {app: api}, ports: [{name: http, port: 80}]}') +
    workloadOf('api', 'lab') +
    workloadOf('web', 'lab') +
    gatewayApiObject(
      'Gateway',
      'waypoint',
      '{gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}',
      'lab',
    ) +
    istioObject(
      'AuthorizationPolicy',
      'l4',
      '{selector: {matchLabels: {app: api}}, rules: [{from: [{source: {namespaces: [gateways]}}]}]}',
      'lab',
    ) +
    istioObject(
      'AuthorizationPolicy',
      'l7',
      '{targetRefs: [{kind: Service, group: "", name: api}], rules: [{from: [{source: {principals: [cluster.local/ns/lab/sa/web]}}]}]}',
      'lab',
    );
  const messages = analyze(buildMesh(resourcesOf(yaml)), { checks: [behaviour] }).findings.map(
    ({ message }) => message,
  );
  expect(messages).toEqual([expect.stringContaining('it comes from Gateway lab/waypoint: add a rule')]);
  expect(messages.join()).toContain('is to call api.lab.svc.cluster.local');
});

test('plain text between two proxies', () => {
  expect(found(tls('DISABLE'))).toEqual(['ASM0030 DestinationRule shop/d spec']);
  expect(found(tls('ISTIO_MUTUAL'))).toEqual([]);
  // The server takes nothing else.
  expect(found(tls('DISABLE') + peers('DISABLE'))).toEqual([]);
  const plain = namespaceOf('old', '{istio-injection: disabled}') + serviceOf('db', 'old') + workloadOf('db', 'old');
  expect(found(plain + rule('trafficPolicy: {tls: {mode: DISABLE}}', 'shop', 'db.old.svc.cluster.local'))).toEqual([]);
});

test('istioctl finds nothing of the kind', () => {
  const mesh = buildMesh(resourcesOf(shop + tls('DISABLE')));
  expect(analyze(mesh, { checks: [behaviour], asIstioctl: true }).findings).toEqual([]);
});
