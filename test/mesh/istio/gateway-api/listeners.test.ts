import { describe, expect, test } from '@jest/globals';
import { readListeners } from '../../../../mesh/istio/gateway-api/listeners.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { resourcesOf } from '../../resources.js';

const object = (kind: string, name: string, namespace: string, spec: string, meta = '') => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace}${meta} }
spec: ${spec}`;
const gateway = (listeners: string, rest = '', meta = '') =>
  object('Gateway', 'gate', 'port', `{ gatewayClassName: istio${rest}, listeners: [${listeners}] }`, meta);
const set = (name: string, namespace: string, listeners: string, meta = '') =>
  object(
    'ListenerSet',
    name,
    namespace,
    `{ parentRef: { name: gate, namespace: port }, listeners: [${listeners}] }`,
    meta,
  );
const web = '{ name: web, port: 80, protocol: HTTP, hostname: a.example }';
const read = (text: string) => readListeners(buildMesh(resourcesOf(text)));
/** `owner section port` of each listener that is served. */
const served = (text: string) =>
  read(text).map(({ owner, sectionName, port }) => `${owner.namespace}/${owner.name} ${sectionName} ${port}`);
const modes = (text: string) => read(text).map(({ server }) => server.tls?.mode);

describe('ListenerSets (Istio, ListenerSetCollection)', () => {
  const extra = '{ name: extra, port: 81, protocol: HTTP }';
  test.each([
    ['none without allowedListeners', '', ['port/gate web 80']],
    ['none with from None', ', allowedListeners: { namespaces: { from: None } }', ['port/gate web 80']],
    [
      'those of its own namespace',
      ', allowedListeners: { namespaces: { from: Same } }',
      ['port/gate web 80', 'port/own extra 81'],
    ],
    [
      'those of all namespaces, the first by name',
      ', allowedListeners: { namespaces: { from: All } }',
      ['port/gate web 80', 'dock/other extra 81'],
    ],
    [
      'those of chosen namespaces',
      ', allowedListeners: { namespaces: { from: Selector, selector: { matchLabels: { kind: dock } } } }',
      ['port/gate web 80', 'dock/other extra 81'],
    ],
  ])('a Gateway takes %s', (_, rest, expected) => {
    const namespace = '---\napiVersion: v1\nkind: Namespace\nmetadata: { name: dock, labels: { kind: dock } }';
    const sets = set('own', 'port', extra) + set('other', 'dock', extra);
    expect(served(`${namespace}${gateway(web, rest)}${sets}`)).toEqual(expected);
  });

  const all = ', allowedListeners: { namespaces: { from: All } }';
  test('the older set wins a port and host, and the Gateway before both', () => {
    const young = ', creationTimestamp: "2026-02-02T00:00:00Z"';
    const old = ', creationTimestamp: "2026-02-01T00:00:00Z"';
    expect(served(gateway(web, all) + set('a', 'port', extra, young) + set('b', 'port', extra, old))).toEqual([
      'port/gate web 80',
      'port/b extra 81',
    ]);
    expect(served(gateway(web, all) + set('a', 'port', web.replace('web', 'again')))).toEqual(['port/gate web 80']);
  });
  test('a port that is left out is that of the protocol', () => {
    const secure = '{ name: s, protocol: HTTPS, tls: { certificateRefs: [{ name: c }] } }';
    expect(served(gateway(web, all) + set('a', 'port', secure))).toEqual(['port/gate web 80', 'port/a s 443']);
  });
  test('the Service of the gateway has their ports', () => {
    const mesh = buildMesh(resourcesOf(gateway(web, all) + set('a', 'port', extra)));
    expect(mesh.services.map(({ name, ports }) => [name, ports.map(({ number }) => number)])).toEqual([
      ['gate-istio', [80, 81, 15021]],
    ]);
  });
});

describe('listeners that conflict (Istio, ComputeGatewayListenerConflicts)', () => {
  test.each([
    ['one host twice', [web, web.replace('name: web', 'name: two')], 1],
    ['two hosts', [web, web.replace('name: web', 'name: two').replace('a.example', 'b.example')], 2],
    ['HTTP beside TCP', [web, '{ name: two, port: 80, protocol: TCP }'], 1],
    ['TCP twice', ['{ name: one, port: 80, protocol: TCP }', '{ name: two, port: 80, protocol: TCP }'], 1],
    ['two ports', [web, '{ name: two, port: 81, protocol: TCP }'], 2],
  ])('%s', (_, listeners, count) => {
    expect(served(gateway(listeners.join(', ')))).toHaveLength(count);
  });
});

test.each([['UDP'], ['http'], ['HBONE'], ['example.com/other']])('protocol %s is not served', (protocol) => {
  expect(served(gateway(`{ name: one, port: 80, protocol: ${protocol} }`))).toEqual([]);
});

describe('TLS (Istio, buildTLS)', () => {
  const secure = (tls: string) => `{ name: s, port: 443, protocol: HTTPS, tls: ${tls} }`;
  const grant = object(
    'ReferenceGrant',
    'let',
    'certs',
    '{ from: [{ group: gateway.networking.k8s.io, kind: Gateway, namespace: port }], to: [{ group: "", kind: Secret, name: tls }] }',
  );
  test.each([
    ['a Secret of its own namespace', '{ certificateRefs: [{ name: tls }] }', ['SIMPLE']],
    ['one of another namespace', '{ certificateRefs: [{ name: tls, namespace: certs }] }', []],
    ['another kind', '{ certificateRefs: [{ group: vault.example, kind: Secret, name: tls }] }', []],
    [
      'one of two that may be used',
      '{ certificateRefs: [{ name: tls }, { name: tls, namespace: certs }] }',
      ['SIMPLE'],
    ],
    ['no TLS at all', '', []],
    [
      'mutual by option',
      '{ certificateRefs: [{ name: tls }], options: { gateway.istio.io/tls-terminate-mode: MUTUAL } }',
      ['MUTUAL'],
    ],
    ['mTLS of the mesh', '{ options: { gateway.istio.io/tls-terminate-mode: ISTIO_MUTUAL } }', ['ISTIO_MUTUAL']],
  ])('%s', (_, tls, expected) => {
    expect(modes(gateway(tls === '' ? '{ name: s, port: 443, protocol: HTTPS }' : secure(tls)))).toEqual(expected);
  });

  test('a ReferenceGrant lets a certificate of another namespace in, for the kind and the name that it says', () => {
    const other = (name: string) => gateway(secure(`{ certificateRefs: [{ name: ${name}, namespace: certs }] }`));
    expect(modes(other('tls') + grant)).toEqual(['SIMPLE']);
    expect(modes(other('more') + grant)).toEqual([]);
    expect(modes(other('tls') + grant.replace('kind: Gateway', 'kind: ListenerSet'))).toEqual([]);
  });

  const own = secure('{ certificateRefs: [{ name: tls }] }');
  const ca = '{ validation: { caCertificateRefs: [{ kind: ConfigMap, group: "", name: ca }] } }';
  test.each([
    ['for all ports', `default: ${ca}`, ['MUTUAL']],
    ['for this port', `perPort: [{ port: 443, tls: ${ca} }]`, ['MUTUAL']],
    ['for another port', `perPort: [{ port: 8443, tls: ${ca} }]`, ['SIMPLE']],
    ['for all but this port', `default: ${ca}, perPort: [{ port: 443, tls: {} }]`, ['SIMPLE']],
    [
      'with a fallback',
      `default: ${ca.replace('name: ca }]', 'name: ca }], mode: AllowInsecureFallback')}`,
      ['OPTIONAL_MUTUAL'],
    ],
    ['with a CA of another namespace', `default: ${ca.replace('name: ca', 'name: ca, namespace: certs')}`, []],
  ])('clients are asked for certificates %s', (_, frontend, expected) => {
    expect(modes(gateway(own, `, tls: { frontend: { ${frontend} } }`))).toEqual(expected);
  });

  test('passthrough, and that of other networks', () => {
    const pass = '{ name: p, port: 15443, protocol: TLS, tls: { mode: Passthrough } }';
    expect(modes(gateway(pass))).toEqual(['PASSTHROUGH']);
    expect(modes(gateway(pass, '', ', labels: { topology.istio.io/network: far }'))).toEqual(['AUTO_PASSTHROUGH']);
    const option = pass.replace(
      'Passthrough',
      'Passthrough, options: { gateway.istio.io/listener-protocol: auto-passthrough }',
    );
    expect(modes(gateway(option))).toEqual(['AUTO_PASSTHROUGH']);
  });
});

describe('addresses (Istio, IsManaged)', () => {
  test.each([
    ['none', '', true],
    ['an IP address', '[{ type: IPAddress, value: 203.0.113.4 }]', true],
    ['an address without a type', '[{ value: 203.0.113.4 }]', true],
    ['two IP addresses', '[{ value: 203.0.113.4 }, { value: 203.0.113.5 }]', false],
    ['a host', '[{ type: Hostname, value: other }]', false],
  ])('%s', (_, addresses, isMade) => {
    const mesh = buildMesh(resourcesOf(gateway(web, addresses === '' ? '' : `, addresses: ${addresses}`)));
    expect(mesh.workloads.length).toBe(isMade ? 1 : 0);
    expect(mesh.workloads.every((workload) => readListeners(mesh).some(({ server }) => server.selects(workload)))).toBe(
      true,
    );
  });
});
