import { describe } from '@jest/globals';
import { testRefusals } from '../refusals.js';

const group = 'gateway.networking.k8s.io';
const gateway = (listener: string, rest = ''): string =>
  `spec: {gatewayClassName: istio, listeners: [${listener}]${rest === '' ? '' : `, ${rest}`}}`;
const http = '{name: http, port: 80, protocol: HTTP}';
const first = 'spec.listeners[0]';

describe('a Gateway', () => {
  testRefusals(
    [`${group}/v1`, 'Gateway'],
    [
      [gateway(http)],
      [gateway('{name: a, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: c}]}}')],
      [gateway('{name: a, port: 443, protocol: TLS, tls: {mode: Passthrough}}')],
      [gateway(http, 'addresses: [{value: 10.0.0.1}, {type: Hostname, value: a.example.com}]')],
      ['spec: {listeners: [{name: a, port: 80, protocol: HTTP}]}', 'spec.gatewayClassName'],
      [gateway(''), 'spec.listeners'],
      [gateway('{name: a, port: 99999, protocol: HTTP}'), `${first}.port`],
      [gateway('{name: a, port: eighty, protocol: HTTP}'), `${first}.port`],
      [gateway('{name: A_1, port: 80, protocol: HTTP}'), `${first}.name`],
      [gateway('{name: a, port: 80, protocol: HTTP, hostname: "a.*.com"}'), `${first}.hostname`],
      [gateway(`${http}, {name: http, port: 81, protocol: HTTP}`), 'spec.listeners[1]'],
      [gateway(`${http}, {name: other, port: 80, protocol: HTTP}`), 'spec.listeners[1]'],
      [gateway('{name: a, port: 80, protocol: HTTP, tls: {certificateRefs: [{name: c}]}}'), `${first}.tls`],
      [gateway('{name: a, port: 443, protocol: HTTPS, tls: {mode: Passthrough}}'), `${first}.tls.mode`],
      [gateway('{name: a, port: 443, protocol: HTTPS, tls: {}}'), `${first}.tls`],
      [gateway('{name: a, port: 443, protocol: TLS}'), `${first}.tls`],
      [gateway('{name: a, port: 90, protocol: TCP, hostname: a.example.com}'), `${first}.hostname`],
      [gateway(http, 'addresses: [{value: here}]'), 'spec.addresses[0].value'],
      [gateway(http, 'addresses: [{value: 10.0.0.1}, {value: 10.0.0.1}]'), 'spec.addresses[1]'],
      [gateway(http, 'infrastructure: {labels: {"a b": c}}'), 'spec.infrastructure.labels.a b'],
      [
        gateway('{name: a, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: Some}}}'),
        `${first}.allowedRoutes.namespaces.from`,
      ],
    ],
  );
  testRefusals(
    [`${group}/v1`, 'ListenerSet'],
    [
      ['spec: {parentRef: {name: g}, listeners: [{name: a, port: 80, protocol: HTTP}]}'],
      ['spec: {listeners: [{name: a, port: 80, protocol: HTTP}]}', 'spec.parentRef'],
      [
        'spec: {parentRef: {name: g}, listeners: [{name: a, port: 80, protocol: HTTP}, {name: b, port: 80, protocol: HTTP}]}',
        'spec.listeners[1]',
      ],
    ],
  );
});

describe('routes of other protocols', () => {
  const backend = 'backendRefs: [{name: web, port: 443}]';
  testRefusals(
    [`${group}/v1`, 'TLSRoute'],
    [
      [`spec: {hostnames: ["*.example.com"], rules: [{${backend}}]}`],
      [`spec: {hostnames: [10.0.0.1], rules: [{${backend}}]}`, 'spec.hostnames[0]'],
      [`spec: {hostnames: ["a.*.com"], rules: [{${backend}}]}`, 'spec.hostnames[0]'],
    ],
  );
  for (const kind of ['TCPRoute', 'UDPRoute']) {
    testRefusals(
      [`${group}/v1`, kind],
      [
        [`spec: {parentRefs: [{name: g}], rules: [{${backend}}]}`],
        ['spec: {rules: [{backendRefs: [{name: web}]}]}', 'spec.rules[0].backendRefs[0].port'],
        ['spec: {rules: []}', 'spec.rules'],
      ],
    );
  }
  const match = (method: string): string => `spec: {rules: [{matches: [{method: ${method}}]}]}`;
  const at = 'spec.rules[0].matches[0].method';
  testRefusals(
    [`${group}/v1`, 'GRPCRoute'],
    [
      [match('{service: shop.v1.Cart, method: Get}')],
      [match('{}'), at],
      [match('{service: "shop/Cart"}'), `${at}.service`],
      [match('{method: "Get-It"}'), `${at}.method`],
      [match('{type: RegularExpression, service: "shop/.*"}')],
    ],
  );
});

describe('grants and policies', () => {
  testRefusals(
    [`${group}/v1beta1`, 'ReferenceGrant'],
    [
      [`spec: {from: [{group: ${group}, kind: HTTPRoute, namespace: a}], to: [{group: "", kind: Service}]}`],
      [
        `spec: {from: [{group: ${group}, kind: HTTPRoute}], to: [{group: "", kind: Service}]}`,
        'spec.from[0].namespace',
      ],
      [`spec: {from: [{group: ${group}, kind: HTTPRoute, namespace: a}], to: []}`, 'spec.to'],
    ],
  );
  const policy = (validation: string): string =>
    `spec: {targetRefs: [{group: "", kind: Service, name: a}], validation: ${validation}}`;
  testRefusals(
    [`${group}/v1`, 'BackendTLSPolicy'],
    [
      [policy('{hostname: a.example.com, wellKnownCACertificates: System}')],
      [policy('{hostname: a.example.com}'), 'spec.validation'],
      [policy('{wellKnownCACertificates: System}'), 'spec.validation.hostname'],
      [
        policy('{hostname: a.example.com, wellKnownCACertificates: System, subjectAltNames: [{type: URI}]}'),
        'spec.validation.subjectAltNames[0]',
      ],
      [
        policy(
          '{hostname: a.example.com, wellKnownCACertificates: System, subjectAltNames: [{type: URI, uri: "spiffe://a/b", hostname: a}]}',
        ),
        'spec.validation.subjectAltNames[0].hostname',
      ],
    ],
  );
});
