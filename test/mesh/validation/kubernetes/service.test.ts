import { describe, expect, test } from '@jest/globals';
import { isCidr } from '../../../../mesh/validation/kubernetes/service.js';
import { testRefusals } from '../refusals.js';

const service = (rest: string): string => `spec: {ports: [{name: http, port: 80}], ${rest}}`;

describe('a Service', () => {
  testRefusals(
    ['v1', 'Service'],
    [
      [service('selector: {app: a}')],
      ['spec: {type: ExternalName, externalName: db.example.com}'],
      ['spec: {clusterIP: None, selector: {app: a}}'],
      ['spec: {ports: [{port: 53, protocol: UDP, name: dns}, {port: 53, name: dns-tcp}]}'],
      ['spec: {ports: [{port: 80, targetPort: 0}]}'],
      ['spec: {selector: {app: a}}', 'spec.ports'],
      ['spec: {ports: [{port: eighty}]}', 'spec.ports[0].port'],
      ['spec: {ports: [{port: 0}]}', 'spec.ports[0].port'],
      ['spec: {ports: [{port: 70000}]}', 'spec.ports[0].port'],
      ['spec: {ports: [{port: 80}, {port: 81}]}', 'spec.ports[0].name'],
      ['spec: {ports: [{port: 80, name: a}, {port: 81, name: a}]}', 'spec.ports[1].name'],
      ['spec: {ports: [{port: 80, name: a}, {port: 80, name: b}]}', 'spec.ports[1].port'],
      ['spec: {ports: [{port: 80, name: Http}]}', 'spec.ports[0].name'],
      ['spec: {ports: [{port: 80, targetPort: a_b}]}', 'spec.ports[0].targetPort'],
      ['spec: {ports: [{port: 80, protocol: HTTP}]}', 'spec.ports[0].protocol'],
      ['spec: {ports: [{port: 80, nodePort: 30080}]}', 'spec.ports[0].nodePort'],
      ['spec: {type: NodePort, ports: [{port: 80, nodePort: 30080}]}'],
      ['spec: {type: ExternalName}', 'spec.externalName'],
      ['spec: {type: ExternalName, externalName: "http://a"}', 'spec.externalName'],
      [service('type: Public'), 'spec.type'],
      [service('type: LoadBalancer, clusterIP: None'), 'spec.clusterIP'],
      [service('clusterIP: 10.0.0'), 'spec.clusterIP'],
      [service('externalTrafficPolicy: Local'), 'spec.externalTrafficPolicy'],
      [service('loadBalancerSourceRanges: [10.0.0.0/8]'), 'spec.loadBalancerSourceRanges'],
      [service('type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0]'), 'spec.loadBalancerSourceRanges[0]'],
      [service('sessionAffinityConfig: {clientIP: {timeoutSeconds: 3}}'), 'spec.sessionAffinityConfig'],
      [service('selector: {app: [a]}'), 'spec.selector.app'],
      [service('externalIPs: [here]'), 'spec.externalIPs[0]'],
      [service('selectors: {app: a}'), 'spec.selectors'],
    ],
  );
  testRefusals(
    ['v1', 'Endpoints'],
    [
      ['subsets: [{addresses: [{ip: 10.0.0.1}], ports: [{port: 80}]}]'],
      ['subsets: [{ports: [{port: 80}]}]', 'subsets[0]'],
      [
        'subsets: [{addresses: [{ip: db.example.com}], ports: [{port: 0}]}]',
        'subsets[0].addresses[0].ip',
        'subsets[0].ports[0].port',
      ],
    ],
  );
  testRefusals(
    ['discovery.k8s.io/v1', 'EndpointSlice'],
    [
      ['addressType: IPv4\nendpoints: [{addresses: [10.0.0.1]}]\nports: [{port: 80, name: http}]'],
      ['endpoints: [{addresses: [10.0.0.1]}]', 'addressType'],
      ['addressType: IPv6\nendpoints: [{addresses: [10.0.0.1]}]', 'endpoints[0].addresses[0]'],
      ['addressType: IPv4\nendpoints: [{addresses: []}]', 'endpoints[0].addresses'],
    ],
  );
});

test.each([
  ['10.0.0.0/8', true],
  ['::/0', true],
  ['10.0.0.0/33', false],
  ['10.0.0.0', false],
  ['/8', false],
  ['a/8', false],
])('%s is an address range: %s', (text, is) => {
  expect(isCidr(text)).toBe(is);
});
