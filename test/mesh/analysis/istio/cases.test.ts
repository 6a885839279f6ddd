import { describe, expect, test } from '@jest/globals';
import { analyze } from '../../../../mesh/analysis/analyze.js';
import { istioChecks } from '../../../../mesh/analysis/checks/istio/index.js';
import { describeResource } from '../../../../mesh/analysis/finding.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import type { MeshOptions } from '../../../../mesh/model/options.js';
import { asm, cluster, resourcesOf } from '../../resources.js';

/** What is found in a YAML text, as `CODE Kind namespace/name`. */
function find(yaml: string, options: MeshOptions = {}): readonly string[] {
  const { findings } = analyze(buildMesh(resourcesOf(yaml), options), { checks: istioChecks });
  return findings.map(({ code, resource }) => `${code} ${describeResource(resource)}`).sort();
}

/** The same with what only istioctl reports. */
function findAsIstioctl(yaml: string): readonly string[] {
  const { findings } = analyze(buildMesh(resourcesOf(yaml)), { checks: istioChecks, asIstioctl: true });
  return findings.map(({ code, resource }) => `${code} ${describeResource(resource)}`).sort();
}

const namespace = (labels: string): string => `---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: ${labels}}
`;
const istio = (kind: string, name: string, spec: string, owner = 'shop', group = 'networking'): string => `---
apiVersion: ${group}.istio.io/v1
kind: ${kind}
metadata: {name: ${name}, namespace: ${owner}}
spec: ${spec}
`;
const service = (name: string, spec: string, owner = 'shop'): string => `---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${owner}}
spec: ${spec}
`;
const workload = (kind: string, name: string, labels: string, owner = 'shop', pod = ''): string => `---
apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata: {name: ${name}, namespace: ${owner}}
spec: {template: {metadata: {labels: ${labels}}, spec: {containers: [{name: app, image: app}]${pod}}}}
`;
const reviews = service('reviews', '{selector: {app: reviews}, ports: [{name: http, port: 80}]}');
const route = (host: string, rest = ''): string =>
  `{hosts: [shop.example.com], http: [{route: [{destination: {host: ${host}${rest}}}]}]}`;
const gateway = (name: string, selector: string, host = '"*"', tls = ''): string =>
  istio(
    'Gateway',
    name,
    `{selector: ${selector}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [${host}]${tls}}]}`,
  );
const ingress =
  workload('Deployment', 'gw', '{istio: ingress}', 'istio-system') +
  service('gw', '{selector: {istio: ingress}, ports: [{name: http, port: 80}]}', 'istio-system');

describe('hosts of routes', () => {
  test.each([
    ['a Service of the namespace', 'reviews', []],
    ['a full name', 'reviews.shop.svc.cluster.local', []],
    ['a half name, which nothing resolves', 'reviews.shop', ['IST0101 VirtualService shop/vs']],
    ['a name in capitals', 'REVIEWS', ['IST0101 VirtualService shop/vs']],
    ['a host below a wildcard', 'a.b.wild.com', []],
    ['the wildcard without its dot', 'wild.com', ['IST0101 VirtualService shop/vs']],
    ['a host that its owner keeps to itself', 'private.com', ['IST0101 VirtualService shop/vs']],
    ['a host that is declared outside', 'outside.com', []],
  ])('%s: %s', (_, host, expected) => {
    const entry = (name: string, hosts: string, extra = ''): string =>
      istio(
        'ServiceEntry',
        name,
        `{hosts: [${hosts}], ports: [{number: 80, name: http, protocol: HTTP}]${extra}}`,
        'other',
      );
    const yaml = reviews + entry('wild', '"*.wild.com"') + entry('private', 'private.com', ', exportTo: ["."]');
    expect(find(yaml + istio('VirtualService', 'vs', route(host)), { external: { hosts: ['outside.com'] } })).toEqual(
      expected,
    );
  });

  test('one finding for each place of a host, and to istioctl one more for a subset', () => {
    const spec = `{hosts: [a.com], http: [{route: [{destination: {host: nope, subset: v1}, weight: 1}, {destination: {host: nope}, weight: 1}], mirror: {host: nowhere}}]}`;
    const vs = istio('VirtualService', 'vs', spec);
    expect(find(vs)).toEqual(Array(3).fill('IST0101 VirtualService shop/vs'));
    expect(findAsIstioctl(vs)).toEqual(Array(4).fill('IST0101 VirtualService shop/vs'));
  });

  test('a port that does not exist, and none where there are two', () => {
    const two = service('two', '{ports: [{name: http, port: 80}, {name: http-b, port: 81}]}');
    expect(find(two + istio('VirtualService', 'vs', route('two')))).toEqual(['IST0112 VirtualService shop/vs']);
    const wrong = istio('VirtualService', 'vs', route('two', ', port: {number: 99}'));
    expect(find(two + wrong)).toEqual(['IST0101 VirtualService shop/vs']);
  });
});

describe('gateways', () => {
  const toGateway = (name: string): string =>
    istio('VirtualService', 'vs', `{hosts: [shop.example.com], gateways: [${name}], http: [{redirect: {uri: /x}}]}`);

  test('a missing one is one mistake, though to istioctl it does not serve the host either', () => {
    const both = ['IST0101 VirtualService shop/vs', 'IST0132 VirtualService shop/vs'];
    expect(find(toGateway('gw'))).toEqual(both.slice(0, 1));
    expect(findAsIstioctl(toGateway('gw'))).toEqual(both);
  });

  test('a gateway that is declared outside silences it', () => {
    expect(find(toGateway('other/gw'), { external: { gateways: ['other/gw'] } })).toEqual([]);
    expect(find(toGateway('other/gw2'), { external: { gateways: ['other/gw'] } })).toHaveLength(1);
  });

  test('a workload that is declared outside silences the selector of its Gateways', () => {
    const one = gateway('gw', '{istio: ingressgateway}');
    expect(find(one)).toEqual(['IST0101 Gateway shop/gw']);
    expect(find(one, { external: { gateways: ['istio-system/ingressgateway'] } })).toEqual([]);
  });

  test.each([
    ['opens no port of it', '{selector: {istio: edge}, ports: [{name: http, port: 8080}]}', true],
    ['opens its port', '{selector: {istio: edge}, ports: [{name: http, port: 80}]}', false],
    ['sends to its port', '{selector: {istio: edge}, ports: [{name: http, port: 8080, targetPort: 80}]}', false],
    [
      'sends to a port by its name',
      '{selector: {istio: edge}, ports: [{name: http, port: 90, targetPort: web}]}',
      false,
    ],
    ['asks for more labels', '{selector: {istio: edge, app: a}, ports: [{name: http, port: 8080}]}', true],
    ['is for other pods', '{selector: {istio: other}, ports: [{name: http, port: 8080}]}', false],
  ])('where its pods are in none of the files, a Service that %s', (_, spec, isFound) => {
    const yaml = gateway('gw', '{istio: edge}') + service('edge', spec, 'istio-system');
    expect(find(yaml)).toEqual(['IST0101 Gateway shop/gw', ...(isFound ? ['IST0162 Gateway shop/gw'] : [])]);
    expect(findAsIstioctl(yaml)).toEqual(['IST0101 Gateway shop/gw']);
  });

  test('an IstioGateway of ASM is the pods and the Service that it makes', () => {
    const made = `---
apiVersion: istio.alibabacloud.com/v1beta1
kind: IstioGateway
metadata: {name: ingressgateway, namespace: istio-system}
spec: {clusterIds: [c1], ports: [{name: http, port: 80, targetPort: 80}]}
`;
    expect(find(made + gateway('gw', '{istio: ingressgateway}'))).toEqual([]);
    expect(find(made.replaceAll('80', '90') + gateway('gw', '{istio: ingressgateway}'))).toEqual([
      'IST0162 Gateway shop/gw',
    ]);
  });

  test('a gateway of the Gateway API is the pods and the Service that it makes', () => {
    const made = `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: shop}
spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}
`;
    const selector = '{gateway.networking.k8s.io/gateway-name: public}';
    expect(find(made + gateway('gw', selector))).toEqual([]);
    const policy = `{selector: {matchLabels: ${selector}}, rules: [{}]}`;
    const selecting = istio('AuthorizationPolicy', 'ap', policy, 'shop', 'security');
    // It follows selectors, unless istiod is set not to; a waypoint never does.
    expect(find(made + selecting)).toEqual([]);
    expect(findAsIstioctl(made + selecting)).toEqual(['IST0166 AuthorizationPolicy shop/ap']);
    const waypoint = made.replace('istio, listeners', 'istio-waypoint, listeners');
    expect(find(waypoint + selecting)).toEqual(['IST0166 AuthorizationPolicy shop/ap']);
  });

  test('the same hosts at the same port of the same pods conflict, on each side', () => {
    const conflict = ['IST0145 Gateway shop/a', 'IST0145 Gateway shop/b'];
    expect(find(ingress + gateway('a', '{istio: ingress}') + gateway('b', '{istio: ingress}'))).toEqual(conflict);
    expect(find(ingress + gateway('a', '{istio: ingress}') + gateway('b', '{}'))).toEqual(conflict);
    expect(
      find(ingress + gateway('a', '{istio: ingress}', 'a.com') + gateway('b', '{istio: ingress}', '"*.com"')),
    ).toEqual([]);
  });

  test('a Secret beside the pods is wanted, unless it is declared outside', () => {
    const tls = ', tls: {mode: SIMPLE, credentialName: cert}';
    const yaml = ingress + gateway('a', '{istio: ingress}', '"*"', tls).replace('protocol: HTTP}', 'protocol: HTTPS}');
    expect(find(yaml)).toEqual(['IST0101 Gateway shop/a']);
    expect(find(yaml, { external: { secrets: ['istio-system/cert'] } })).toEqual([]);
  });
});

describe('selectors', () => {
  const sidecar = (name: string): string =>
    istio('Sidecar', name, '{workloadSelector: {labels: {app: a}}, egress: [{hosts: ["./*"]}]}');

  test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'Job'])('a %s counts as its pods', (kind) => {
    const pods = workload(kind, 'a', '{app: a}');
    expect(find(sidecar('one'))).toEqual(['IST0101 Sidecar shop/one']);
    expect(find(pods + sidecar('one'))).toEqual([]);
    expect(find(pods + sidecar('one') + sidecar('two'))).toEqual([
      'IST0110 Sidecar shop/one',
      'IST0110 Sidecar shop/two',
    ]);
  });

  test('one finding for each pod that is contested', () => {
    const pods = workload('Deployment', 'a', '{app: a}') + workload('Deployment', 'b', '{app: a}');
    expect(find(pods + sidecar('one') + sidecar('two'))).toHaveLength(4);
  });
});

describe('injection', () => {
  test.each([
    ['{}', ['IST0102 Namespace shop']],
    ['{istio-injection: enabled}', []],
    ['{istio-injection: disabled}', []],
    ['{istio.io/rev: canary}', []],
    ['{istio.io/dataplane-mode: ambient}', []],
    ['{istio.io/dataplane-mode: none}', ['IST0102 Namespace shop']],
    ['{istio-injection: enabled, istio.io/rev: canary}', ['IST0123 Namespace shop']],
    ['{istio-injection: disabled, istio.io/rev: canary}', []],
    ['{istio.io/rev: canary, istio.io/dataplane-mode: ambient}', ['IST0123 Namespace shop']],
  ])('a namespace with the labels %s', (labels, expected) => {
    expect(find(namespace(labels))).toEqual(expected);
  });

  test('a namespace of the ASM instance runs nothing', () => {
    const resources = resourcesOf(namespace('{}'), asm);
    expect(analyze(buildMesh(resources), { checks: istioChecks }).findings).toEqual([]);
  });

  test('a Pod shows whether it has its proxy; a Deployment gets it', () => {
    const pod = (name: string, containers: string): string =>
      `---\napiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop}\nspec: {containers: ${containers}}\n`;
    const enabled = namespace('{istio-injection: enabled}');
    const bare = pod('bare', '[{name: app, image: app}]');
    const withProxy = pod('full', '[{name: app, image: app}, {name: istio-proxy, image: proxyv2}]');
    expect(find(enabled + bare + withProxy)).toEqual(['IST0103 Pod shop/bare']);
    expect(find(enabled + workload('Deployment', 'a', '{app: a}'))).toEqual([]);
  });
});

describe('the image auto', () => {
  const auto = (kind: string, labels = '{app: edge}', metadata = ''): string => {
    const containers = '{containers: [{name: istio-proxy, image: auto}]}';
    return kind === 'Pod'
      ? `---\napiVersion: v1\nkind: Pod\nmetadata: {name: edge, namespace: shop, labels: ${labels}${metadata}}\nspec: ${containers}\n`
      : `---\napiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: edge, namespace: shop}\nspec: {template: {metadata: {labels: ${labels}}, spec: ${containers}}}\n`;
  };
  const on = namespace('{istio-injection: enabled}');
  const off = namespace('{istio-injection: disabled}');
  const asked = '{sidecar.istio.io/inject: "true"}';
  test.each([
    ['a Deployment that is injected', on + auto('Deployment'), []],
    ['a Deployment that is not', off + auto('Deployment'), ['IST0146 Deployment shop/edge']],
    ['a DaemonSet that is not', off + auto('DaemonSet'), ['IST0146 DaemonSet shop/edge']],
    ['a Deployment whose pods ask for it', namespace('{istio.io/rev: ""}') + auto('Deployment', asked), []],
    ['a Pod that will be injected', on + auto('Pod'), []],
    ['a Pod that was not', on + auto('Pod', '{}', ', uid: 1234'), ['IST0147 Pod shop/edge']],
    ['a Pod that will not be', off + auto('Pod'), ['IST0147 Pod shop/edge']],
  ])('%s', (_, yaml, expected) => {
    expect(find(yaml).filter((finding) => !finding.startsWith('IST0103'))).toEqual(expected);
  });

  test('where the namespace is in none of the files, it is assumed not to be injected', () => {
    const { assumptions } = analyze(buildMesh(resourcesOf(auto('Deployment'))), { checks: istioChecks });
    expect(assumptions.map(({ settledBy }) => settledBy)).toEqual(['--inject shop']);
  });
});

test('VirtualServices conflict only where the same proxies see them', () => {
  const vs = (name: string, owner: string, exportTo = ''): string =>
    istio('VirtualService', name, `{hosts: [b.com], http: [{redirect: {uri: /x}}]${exportTo}}`, owner);
  const own = ', exportTo: ["."]';
  expect(find(vs('a', 'one', own) + vs('b', 'two', own))).toEqual([]);
  expect(find(vs('a', 'one') + vs('b', 'two'))).toEqual([
    'IST0109 VirtualService one/a',
    'IST0109 VirtualService two/b',
  ]);
  expect(find(vs('a', 'one') + vs('b', 'two', own))).toHaveLength(2);
});

test('a subset wants pods; whether they are those of the service is told by a code of ours', () => {
  const rule = istio('DestinationRule', 'dr', '{host: reviews, subsets: [{name: v2, labels: {version: v2}}]}');
  const other = workload('Deployment', 'other', '{app: other, version: v2}');
  expect(find(reviews + rule)).toEqual(['IST0173 DestinationRule shop/dr']);
  expect(find(reviews + other + rule)).toEqual([]);
  expect(find(reviews + workload('Deployment', 'r', '{app: reviews, version: v2}') + rule)).toEqual([]);
});

test('namespaces of policies may be declared outside, be made by Kubernetes, or hold workloads', () => {
  const policy = (names: string): string =>
    istio('AuthorizationPolicy', 'ap', `{rules: [{from: [{source: {namespaces: [${names}]}}]}]}`, 'shop', 'security');
  const base =
    namespace('{istio-injection: enabled}') +
    workload('Deployment', 'a', '{app: a}') +
    workload('Job', 'b', '{app: a}', 'used');
  expect(find(base + policy('shop, sh*, "*", default, istio-system, used'))).toEqual([]);
  expect(find(base + policy('gone, "go*"'))).toEqual(Array(2).fill('IST0101 AuthorizationPolicy shop/ap'));
  expect(find(base + policy('gone'), { external: { namespaces: ['gone'] } })).toEqual([]);
});

test('a Service that differs between clusters is found once', () => {
  const port = (number: number): string => `{selector: {app: a}, ports: [{name: http, port: ${number}}]}`;
  const resources = [
    ...resourcesOf(service('a', port(80)), cluster('c1')),
    ...resourcesOf(service('a', port(81)), cluster('c2')),
    ...resourcesOf(service('a', port(82)), cluster('c3')),
  ];
  const { findings } = analyze(buildMesh(resources), { checks: istioChecks });
  expect(findings.map(({ code, resource }) => `${code} ${describeResource(resource)}`)).toEqual([
    'IST0170 Service shop/a',
  ]);
});
