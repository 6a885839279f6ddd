import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { mtls } from '../../../mesh/survey/mtls.js';
import { gatewayOf, istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

/** A gateway that serves a.example from the altar. */
const gateway =
  gatewayOf('door') +
  istioObject(
    'Gateway',
    'door',
    '{selector: {istio: door}, servers: [{port: {number: 80, name: h, protocol: HTTP}, hosts: [a.example]}]}',
    'nave',
  ) +
  istioObject(
    'VirtualService',
    'a',
    '{hosts: [a.example], gateways: [door], http: [{route: [{destination: {host: altar}}]}]}',
    'nave',
  );

const meshOf = (text: string) => buildMesh(resourcesOf(text));
const ask = (text: string, from: string, to: string) => request(meshOf(text), { from, to });
const brief = (...given: Parameters<typeof ask>) => {
  const { verdict, status, mtls: wire, policy } = ask(...given);
  return [verdict, Object.keys(status).join(), wire, policy ?? ''];
};
const nave = namespaceOf('nave', '{istio.io/dataplane-mode: ambient}');
const altar = serviceOf('altar', 'nave') + workloadOf('altar', 'nave');
const visitor = namespaceOf('square') + workloadOf('visitor', 'square');
const strict = istioObject('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}', 'nave');
const only = (principal: string) =>
  istioObject(
    'AuthorizationPolicy',
    'only',
    `{selector: {matchLabels: {app: altar}}, rules: [{from: [{source: {principals: [${principal}]}}]}]}`,
    'nave',
  );
const base = nave + altar + visitor + strict;

describe('sidecars send HBONE with their own identity to pods that ambient mode captures (Istio, supportTunnel)', () => {
  const rule = (mode: string) =>
    istioObject('DestinationRule', 'altar', `{host: altar, trafficPolicy: {tls: {mode: ${mode}}}}`, 'nave');
  test('policies of ztunnel see who calls', () => {
    const text = base + only('cluster.local/ns/square/sa/visitor');
    expect(brief(text, 'square/visitor', 'http://altar.nave/')).toEqual(['allowed', '200', 'mutual', 'nave/only']);
    expect(ask(base + only('cluster.local/ns/square/sa/other'), 'square/visitor', 'http://altar.nave/').verdict).toBe(
      'denied',
    );
  });
  test.each(['DISABLE', 'ISTIO_MUTUAL'])('a DestinationRule with %s does not change it', (mode) => {
    expect(brief(base + rule(mode), 'square/visitor', 'http://altar.nave/')).toEqual(['allowed', '200', 'mutual', '']);
  });
  test('TLS of a DestinationRule goes inside the tunnel, and the pod has to speak it', () => {
    expect(brief(base + rule('SIMPLE'), 'square/visitor', 'http://altar.nave/').slice(0, 3)).toEqual([
      'no-route',
      '503',
      'mutual',
    ]);
  });
  test('pods without a proxy get plain text into ztunnel, which STRICT refuses', () => {
    const text = base + namespaceOf('field', '{}') + workloadOf('bare', 'field');
    expect(brief(text, 'field/bare', 'http://altar.nave/')[0]).toBe('denied');
  });
  test('gateways do the same', () => {
    expect(brief(base + gateway, 'internet', 'http://a.example/')).toEqual(['allowed', '200', 'mutual', '']);
  });
  test('an annotation keeps plain text from ztunnel, not tunnels (Istio CNI, ingress mode)', () => {
    const annotations = 'ambient.istio.io/bypass-inbound-capture: "true"';
    const open = serviceOf('open', 'nave') + workloadOf('open', 'nave', { annotations });
    const text = base + open + namespaceOf('field', '{}') + workloadOf('bare', 'field');
    expect(brief(text, 'field/bare', 'http://open.nave/')).toEqual(['allowed', '200', 'plaintext', '']);
    expect(brief(text, 'square/visitor', 'http://open.nave/')).toEqual(['allowed', '200', 'mutual', '']);
  });
});

test('mtls has the mode that ztunnel takes', () => {
  const rows = mtls(meshOf(base)).map(({ workload, proxy, mode }) => [workload, proxy, mode]);
  expect(rows).toContainEqual(['altar', 'ztunnel', 'STRICT']);
});

const waypoint = (labels = '', routes = '') => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: arch, namespace: nave, labels: {kept: by-monks${labels}}}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE${routes}}]}
`;
const getOnly = istioObject(
  'AuthorizationPolicy',
  'get-only',
  '{targetRefs: [{kind: Service, group: "", name: altar}], rules: [{to: [{operation: {methods: [GET]}}]}]}',
  'nave',
);
const used = altar.replace(
  'name: altar, namespace: nave',
  'name: altar, namespace: nave, labels: {istio.io/use-waypoint: arch}',
);
const post = (text: string, from: string, host: string) =>
  request(meshOf(text), { from, to: `http://${host}/`, method: 'POST' }).verdict;

describe('a waypoint', () => {
  const guarded = nave + used + workloadOf('monk', 'nave') + getOnly;
  test('guards services for callers of ambient mode, not for sidecars, which send to the pods (Istio, buildEnvoyLbEndpoint)', () => {
    expect(post(guarded + waypoint(), 'nave/monk', 'altar')).toBe('denied');
    expect(post(guarded + waypoint() + visitor, 'square/visitor', 'altar.nave')).toBe('allowed');
  });
  test.each([
    ['workload', 'allowed'],
    ['none', 'allowed'],
    ['all', 'denied'],
  ])('that is for %s: %s', (kind, verdict) => {
    expect(post(guarded + waypoint(`, istio.io/waypoint-for: ${kind}`), 'nave/monk', 'altar')).toBe(verdict);
  });
  test('is passed by gateways, unless istio.io/ingress-use-waypoint says so (Istio, findServiceWaypoint)', () => {
    expect(post(guarded + waypoint() + gateway, 'internet', 'a.example')).toBe('allowed');
    const through = guarded.replace(
      'istio.io/use-waypoint: arch',
      'istio.io/use-waypoint: arch, istio.io/ingress-use-waypoint: "true"',
    );
    expect(post(through + waypoint() + gateway, 'internet', 'a.example')).toBe('denied');
    expect(ask(through + waypoint() + gateway, 'internet', 'http://a.example/').status).toEqual({ 200: 1 });
  });
  test('takes services of other namespaces only where its listener says so (Istio, AllowsAttachmentFromNamespaceOrLookup)', () => {
    const far =
      namespaceOf(
        'far',
        '{istio.io/dataplane-mode: ambient, istio.io/use-waypoint: arch, istio.io/use-waypoint-namespace: nave}',
      ) +
      serviceOf('shrine', 'far') +
      workloadOf('shrine', 'far') +
      nave +
      istioObject(
        'AuthorizationPolicy',
        'none-may',
        '{targetRefs: [{kind: Service, group: "", name: shrine}], rules: []}',
        'far',
      ) +
      workloadOf('monk', 'nave');
    expect(post(far + waypoint(), 'nave/monk', 'shrine.far')).toBe('allowed');
    expect(post(far + waypoint('', ', allowedRoutes: {namespaces: {from: All}}'), 'nave/monk', 'shrine.far')).toBe(
      'denied',
    );
  });
  test('guards ServiceEntries, whose addresses ztunnel answers for names (istio.io, "Configure waypoint proxies")', () => {
    const entry = istioObject(
      'ServiceEntry',
      'bank',
      '{hosts: [bank.example.net], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}',
      'nave',
    ).replace('namespace: nave', 'namespace: nave, labels: {istio.io/use-waypoint: arch}');
    const policy = istioObject(
      'AuthorizationPolicy',
      'get-only',
      '{targetRefs: [{kind: ServiceEntry, group: networking.istio.io, name: bank}], rules: [{to: [{operation: {methods: [GET]}}]}]}',
      'nave',
    );
    const text =
      nave +
      workloadOf('monk', 'nave') +
      workloadOf('deaf', 'nave', { annotations: 'ambient.istio.io/dns-capture: "false"' }) +
      waypoint() +
      entry +
      policy;
    expect(post(text, 'nave/monk', 'bank.example.net')).toBe('denied');
    expect(post(text, 'nave/deaf', 'bank.example.net')).toBe('allowed');
    expect(ask(text, 'nave/monk', 'http://bank.example.net/').status).toEqual({ 200: 1 });
  });
});
