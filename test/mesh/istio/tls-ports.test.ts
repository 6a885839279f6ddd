import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { gatewayApiObject, gatewayOf, istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const base =
  namespaceOf('dock', '{}') +
  gatewayOf('quay') +
  serviceOf('safe', 'dock', '{selector: {app: safe}, ports: [{name: web, port: 443, targetPort: 8443}]}') +
  workloadOf('safe', 'dock');
const passthrough = (mode: string) =>
  istioObject(
    'Gateway',
    'quay',
    `{selector: {istio: quay}, servers: [{port: {number: 443, name: t, protocol: TLS}, hosts: [safe.example], tls: {mode: ${mode}, credentialName: c}}]}`,
    'dock',
  );
const byName = istioObject(
  'VirtualService',
  'safe',
  '{hosts: [safe.example], gateways: [quay], tls: [{match: [{sniHosts: [safe.example]}], route: [{destination: {host: safe, port: {number: 443}}}]}]}',
  'dock',
);
const statusOf = (text: string, to: string, from = 'internet') =>
  Object.keys(request(buildMesh(resourcesOf(base + text)), { from, to }).status).join();

test('what gets TLS that no proxy opened speaks it, whatever the Service calls the port', () => {
  expect(statusOf(passthrough('PASSTHROUGH') + byName, 'https://safe.example/')).toBe('200');
  expect(
    statusOf(passthrough('PASSTHROUGH') + byName.replace(', port: {number: 443}', ''), 'https://safe.example/'),
  ).toBe('200');
});

test('the same holds for a TLSRoute behind a listener that passes TLS on, and for callers in the mesh', () => {
  const gateway = (mode: string) =>
    gatewayApiObject(
      'Gateway',
      'edge',
      `{gatewayClassName: istio, listeners: [{name: raw, port: 443, protocol: TLS, hostname: safe.example, tls: {mode: ${mode}, certificateRefs: [{name: c}]}}]}`,
      'dock',
    );
  const route = gatewayApiObject(
    'TLSRoute',
    'safe',
    '{parentRefs: [{name: edge}], hostnames: [safe.example], rules: [{backendRefs: [{name: safe, port: 443}]}]}',
    'dock',
  );
  const caller = workloadOf('porter', 'dock');
  const inside = (mode: string) => statusOf(gateway(mode) + route + caller, 'https://safe.dock/', 'dock/porter');
  expect(inside('Passthrough')).toBe('200');
  expect(inside('Terminate')).toBe('reset');
});

test('where the gateway ends TLS the rule for server names is no sign of TLS behind it', () => {
  expect(
    statusOf(passthrough('SIMPLE') + byName + workloadOf('porter', 'dock'), 'https://safe.dock/', 'dock/porter'),
  ).toBe('reset');
});
