import { describe } from '@jest/globals';
import { testRefusals } from '../refusals.js';

const backend = 'backend: {service: {name: web, port: {number: 80}}}';
const path = (rest: string): string => `spec: {rules: [{host: a.example.com, http: {paths: [{${rest}}]}}]}`;
const at = 'spec.rules[0].http.paths[0]';

describe('an Ingress', () => {
  testRefusals(
    ['networking.k8s.io/v1', 'Ingress'],
    [
      [path(`path: /a, pathType: Prefix, ${backend}`)],
      ['spec: {defaultBackend: {service: {name: web, port: {name: http}}}}'],
      [path(`pathType: ImplementationSpecific, ${backend}`)],
      ['spec: {}', 'spec'],
      [path(`path: /a, ${backend}`), `${at}.pathType`],
      [path(`path: a, pathType: Prefix, ${backend}`), `${at}.path`],
      [path(`path: /a//b, pathType: Exact, ${backend}`), `${at}.path`],
      [path(`path: /a, pathType: Regex, ${backend}`), `${at}.pathType`],
      [path('path: /a, pathType: Prefix, backend: {serviceName: web}'), `${at}.backend.serviceName`],
      [path('path: /a, pathType: Prefix, backend: {service: {name: web}}'), `${at}.backend.service.port`],
      [
        path('path: /a, pathType: Prefix, backend: {service: {name: web, port: {number: 80, name: a}}}'),
        `${at}.backend.service.port`,
      ],
      ['spec: {rules: [{host: 10.0.0.1}]}', 'spec.rules[0].host'],
      ['spec: {rules: [{host: "a.*.com"}]}', 'spec.rules[0].host'],
      ['spec: {rules: [{host: "*.example.com"}], tls: [{hosts: [A.com]}]}', 'spec.tls[0].hosts[0]'],
    ],
  );
  testRefusals(
    ['networking.k8s.io/v1', 'Ingress'],
    [
      [
        `spec: {ingressClassName: istio, defaultBackend: {service: {name: web, port: {number: 80}}}}`,
        'spec.ingressClassName',
      ],
    ],
    '{name: one, namespace: shop, annotations: {kubernetes.io/ingress.class: istio}}',
  );
  testRefusals(
    ['networking.k8s.io/v1', 'IngressClass'],
    [['spec: {controller: istio.io/ingress-controller}'], ['spec: {controller: istio}', 'spec.controller']],
    '{name: istio}',
  );
});

describe('a NetworkPolicy', () => {
  testRefusals(
    ['networking.k8s.io/v1', 'NetworkPolicy'],
    [
      ['spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port: 80, endPort: 90}]}]}'],
      ['spec: {policyTypes: [Ingress]}'],
      ['spec: {podSelector: {}, ingress: [{from: [{}]}]}', 'spec.ingress[0].from[0]'],
      ['spec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0}}]}]}', 'spec.egress[0].to[0].ipBlock.cidr'],
      [
        'spec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]}',
        'spec.egress[0].to[0].ipBlock',
      ],
      ['spec: {podSelector: {}, ingress: [{ports: [{port: http, endPort: 90}]}]}', 'spec.ingress[0].ports[0].endPort'],
      ['spec: {podSelector: {}, ingress: [{ports: [{port: 80, endPort: 79}]}]}', 'spec.ingress[0].ports[0].endPort'],
      ['spec: {podSelector: {}, policyTypes: [Both]}', 'spec.policyTypes[0]'],
    ],
  );
});
