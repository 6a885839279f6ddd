import { describe, expect, test } from '@jest/globals';
import { asmKindChecks } from '../../../../mesh/analysis/checks/asm-kinds/index.js';
import { deployment, service } from '../../resources.js';
import { foundBy } from './found.js';

const shop = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec: {hosts: [cart], http: [{name: main, route: [{destination: {host: cart}}]}]}
${service('cart', '{selector: {app: cart}, ports: [{name: http, port: 80}]}')}
${service('web', '{selector: {app: web}, ports: [{name: http, port: 80}]}')}
${deployment('cart', '{app: cart, version: v1}')}${deployment('web', '{app: web, version: v1}')}`;

const asm = (
  kind: string,
  name: string,
  spec: string,
  namespace: string | undefined = 'shop',
  labels = '{}',
): string => `
---
apiVersion: istio.alibabacloud.com/${kind.startsWith('ASMSwim') ? 'v1' : 'v1beta1'}
kind: ${kind}
metadata: {name: ${name}${namespace === '' ? '' : `, namespace: ${namespace}`}, labels: ${labels}}
spec: ${spec}
`;

const found = (...objects: readonly string[]): readonly string[] => foundBy(asmKindChecks, shop + objects.join(''));

describe('limiters and breakers', () => {
  const limiter = (config: string, rest = ''): string =>
    asm(
      'ASMLocalRateLimiter',
      'limit',
      `{workloadSelector: {labels: {app: cart}}, ${rest}configs: [{${config}, limit: {fill_interval: {seconds: 1}, quota: 5}}]}`,
    );
  const route = (name: string, host = 'cart.shop.svc.cluster.local'): string =>
    `match: {vhost: {name: ${host}, port: 80, route: {name_match: ${name}}}}`;

  test.each([
    [limiter(route('main'))],
    [limiter(route('main', '"*"'))],
    [limiter(route('mian')), 'ASM0050 ASMLocalRateLimiter shop/limit spec.configs.0.match.vhost.route.name_match'],
    [
      limiter(route('main', 'web.shop.svc.cluster.local')),
      'ASM0050 ASMLocalRateLimiter shop/limit spec.configs.0.match.vhost.route.name_match',
    ],
    [limiter('target_services: [{kind: VirtualService, name: cart, section_name: main}]')],
    [
      limiter('target_services: [{kind: VirtualService, name: cart, section_name: other}]'),
      'ASM0050 ASMLocalRateLimiter shop/limit spec.configs.0.target_services.0.section_name',
    ],
    [
      limiter('target_services: [{kind: Service, name: crat}]'),
      'ASM0050 ASMLocalRateLimiter shop/limit spec.configs.0.target_services.0.name',
    ],
    [limiter(route('main'), 'isGateway: true, '), 'ASM0055 ASMLocalRateLimiter shop/limit spec.isGateway'],
    [
      limiter(route('main')).replace('app: cart}', 'app: cat}'),
      'ASM0051 ASMLocalRateLimiter shop/limit spec.workloadSelector.labels',
    ],
  ])('%s', (object, ...expected) => {
    expect(found(object)).toEqual(expected);
  });

  test('a global limiter has the service that counts, a breaker is on the caller', () => {
    const config = `configs: [{name: a, ${route('main')}`;
    const global = (host: string): string =>
      asm(
        'ASMGlobalRateLimiter',
        'all',
        `{workloadSelector: {labels: {app: cart}}, rateLimitService: {host: ${host}, port: 80}, ${config}, limit: {unit: SECOND, quota: 5}}]}`,
      );
    expect(found(global('web.shop.svc.cluster.local'))).toEqual([]);
    expect(found(global('limits.shop.svc.cluster.local'))).toEqual([
      'ASM0050 ASMGlobalRateLimiter shop/all spec.rateLimitService.host',
    ]);
    const breaker = (app: string): string =>
      asm(
        'ASMCircuitBreaker',
        'b',
        `{workloadSelector: {labels: {app: ${app}}}, ${config}, breaker_config: {average_request_rt: 1s}}]}`,
      );
    expect(found(breaker('web'))).toEqual([]);
    expect(found(breaker('cart'))).toEqual(['ASM0055 ASMCircuitBreaker shop/b spec.configs.0.match.vhost.name']);
  });
});

describe('lanes', () => {
  const group = (rest: string, services = '[{name: web, namespace: shop}]'): string =>
    asm(
      'ASMSwimLaneGroup',
      'g',
      `{services: ${services}, ingress: {gateway: {name: edge, namespace: shop}}${rest}}`,
      '',
    );
  const gateway = `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {selector: {istio: edge}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [a.b]}]}
`;
  const lane = (name: string, spec: string, of = 'g'): string =>
    asm('ASMSwimLane', name, spec, '', `{swimlane-group: ${of}}`);
  const web = 'services: [{name: web, namespace: shop}]';
  const permissive =
    ', isPermissive: true, permissiveModeConfiguration: {fallbackTarget: v1, traceHeader: a, routeHeader: b}';

  test.each([
    [gateway + group('') + lane('v1', `{labelSelector: {version: v1}, ${web}}`)],
    [
      group('') + lane('v1', `{labelSelector: {version: v1}, ${web}}`),
      'ASM0050 ASMSwimLaneGroup g spec.ingress.gateway.name',
    ],
    [
      gateway + group('') + lane('v1', `{labelSelector: {version: v1}}`, 'h'),
      'ASM0050 ASMSwimLane v1 metadata.labels.swimlane-group',
    ],
    [
      gateway + group('') + lane('v1', `{labelSelector: {version: v2}, ${web}}`),
      'ASM0052 ASMSwimLane v1 spec.labelSelector',
    ],
    [
      gateway +
        group('') +
        lane(
          'v1',
          `{labelSelector: {version: v1}, services: [{name: web, namespace: shop}, {name: cart, namespace: shop}]}`,
        ),
      'ASM0052 ASMSwimLane v1 spec.services.1',
    ],
    [gateway + group('', '[{name: wbe, namespace: shop}]'), 'ASM0050 ASMSwimLaneGroup g spec.services.0.name'],
    [
      gateway + group(permissive) + lane('v2', `{labelSelector: {version: v1}, ${web}}`),
      'ASM0050 ASMSwimLaneGroup g spec.permissiveModeConfiguration.fallbackTarget',
    ],
    [gateway + group(permissive) + lane('v1', '{labelSelector: {version: v1}}'), 'ASM0052 ASMSwimLane v1 spec'],
    [
      gateway +
        group('') +
        lane('v1', `{labelSelector: {version: v1}, ${web}}`) +
        lane('w1', `{labelSelector: {version: v1}, ${web}}`),
      'ASM0052 ASMSwimLane w1 spec.labelSelector',
    ],
    [
      gateway +
        group('').replace(
          'namespace: shop}}',
          'namespace: shop}, ingressRouting: {ingressRoutingStrategy: weighted}}',
        ) +
        lane('v1', `{labelSelector: {version: v1}, ${web}, ingressWeight: {weight: 50}}`),
      'ASM0052 ASMSwimLane v1 spec.ingressWeight',
    ],
    [
      gateway +
        group('') +
        lane(
          'v1',
          `{labelSelector: {version: v1}, ${web}, ingressRules: [{name: a, route: {destination: {host: wbe.shop.svc.cluster.local}}}]}`,
        ),
      'ASM0050 ASMSwimLane v1 spec.ingressRules.0.route.destination.host',
    ],
    [gateway + group('', '[{name: cart, namespace: shop}]'), 'ASM0054 VirtualService shop/cart spec.hosts'],
  ])('%s', (objects, ...expected) => {
    expect(found(objects)).toEqual(expected);
  });
});

describe('egress, providers, credentials', () => {
  const policy = (port: number, name = 'out'): string =>
    asm(
      'ASMEgressTrafficPolicy',
      'p',
      `{byEgressGateway: {name: ${name}}, egressRules: [{from: [{namespace: shop}], to: [{hosts: [a.b], port: {number: 80, protocol: HTTP}, byEgressGateway: {port: ${port}}}]}]}`,
      'istio-egress',
    );
  const gateway = asm('IstioGateway', 'out', '{gatewayType: egress, ports: [{name: http, port: 80}]}', 'istio-system');
  const strict = `
---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data: {mesh: "outboundTrafficPolicy: {mode: REGISTRY_ONLY}"}
`;

  test.each([
    [strict + gateway + policy(80)],
    [gateway + policy(80), 'ASM0056 ASMEgressTrafficPolicy istio-egress/p spec.egressRules'],
    [
      strict + gateway + policy(81),
      'ASM0050 ASMEgressTrafficPolicy istio-egress/p spec.egressRules.0.to.0.byEgressGateway.port',
    ],
    [strict + gateway + policy(80, 'ot'), 'ASM0050 ASMEgressTrafficPolicy istio-egress/p spec.byEgressGateway.name'],
    [asm('ASMExtensionProvider', 'z', '{zipkin: {service: cart.shop.svc.cluster.local, port: 80}}', '')],
    [
      asm('ASMExtensionProvider', 'z', '{zipkin: {service: cat.shop.svc.cluster.local, port: 80}}', ''),
      'ASM0050 ASMExtensionProvider z spec.zipkin.service',
    ],
    [
      asm('LLMProvider', 'p', '{host: a.example.com}') +
        asm('LLMRoute', 'r', '{host: llm, rules: [{backendRefs: [{providerHost: b.example.com}]}]}'),
      'ASM0050 LLMRoute shop/r spec.rules.0.backendRefs.0.providerHost',
    ],
    [
      asm('ASMCredential', 'c', '{type: tls, cert: a, key: b}', 'istio-system'),
      'ASM0053 ASMCredential istio-system/c spec.cert',
    ],
  ])('%s', (objects, ...expected) => {
    expect(found(objects)).toEqual(expected);
  });
});
