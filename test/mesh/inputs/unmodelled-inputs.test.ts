import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import type { MeshOptions } from '../../../mesh/model/options.js';
import type { RequestQuery } from '../../../mesh/request/query.js';
import { request } from '../../../mesh/request/request.js';
import { resourcesOf } from '../resources.js';

/** Namespaces `quarry` and `office`, a service `crusher` with a gateway in front, and a caller `clerk`. */
const plant = `
apiVersion: v1
kind: Namespace
metadata: { name: quarry, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: office, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: crusher, namespace: quarry }
spec: { selector: { app: crusher }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: crusher, namespace: quarry }
spec: { template: { metadata: { labels: { app: crusher } }, spec: { containers: [{ name: c, image: i }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: clerk, namespace: office }
spec: { template: { metadata: { labels: { app: clerk } }, spec: { containers: [{ name: c, image: i }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: door, namespace: istio-system }
spec: { type: LoadBalancer, selector: { istio: door }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: door, namespace: istio-system }
spec:
  template:
    metadata: { labels: { istio: door } }
    spec: { containers: [{ name: istio-proxy, image: proxy, args: [proxy, router] }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: door, namespace: quarry }
spec:
  selector: { istio: door }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [crusher.example.com] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: crusher, namespace: quarry }
spec: { hosts: [crusher.example.com], gateways: [door], http: [{ route: [{ destination: { host: crusher } }] }] }
`;
const inside: RequestQuery = { from: 'office/clerk', to: 'http://crusher.quarry/' };
const outside: RequestQuery = { from: 'internet', to: 'http://crusher.example.com/' };
const plain: RequestQuery = { from: { namespace: 'street', sidecar: false }, to: 'http://crusher.quarry/' };

const meshOf = (more: string, options: MeshOptions = {}) => buildMesh(resourcesOf(`${plant}\n---\n${more}`), options);
/** Object and field of each input that could change an answer. */
const namedFor = (more: string, query: RequestQuery, options?: MeshOptions) =>
  request(meshOf(more, options), query).notModelled.map(({ object, field }) => `${object} ${field}`);

const envoyFilter = (namespace: string, context: string, selector = '') => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: tune, namespace: ${namespace} }
spec:
  ${selector}
  configPatches: [{ applyTo: HTTP_FILTER, match: { context: ${context} }, patch: { operation: MERGE, value: {} } }]`;
const ofKind = (apiVersion: string, kind: string, namespace: string, spec: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: one, namespace: ${namespace} }
spec: ${spec}`;

test('a mesh that is modelled in full says nothing', () => {
  for (const query of [inside, outside, plain]) {
    expect(request(buildMesh(resourcesOf(plant)), query).notModelled).toEqual([]);
  }
});

test('what is not modelled is named by object, field and effect, also in JSON', () => {
  const { notModelled } = JSON.parse(JSON.stringify(request(meshOf(envoyFilter('istio-system', 'ANY')), inside))) as {
    notModelled: unknown;
  };
  expect(notModelled).toEqual([
    {
      object: 'EnvoyFilter istio-system/tune',
      field: 'spec.configPatches',
      effect: expect.stringContaining('patched'),
    },
  ]);
});

describe('an EnvoyFilter concerns', () => {
  const named = ['EnvoyFilter quarry/tune spec.configPatches'];
  test.each([
    ['ANY', inside, true],
    ['SIDECAR_INBOUND', inside, true],
    ['SIDECAR_OUTBOUND', inside, false],
    ['GATEWAY', inside, false],
    ['GATEWAY', outside, false],
    ['SIDECAR_INBOUND', outside, true],
  ])('in the namespace of the workload, context %s: %j %s', (context, query, concerns) => {
    expect(namedFor(envoyFilter('quarry', context), query)).toEqual(concerns ? named : []);
  });
  test('gateways when it is in the root namespace', () => {
    expect(namedFor(envoyFilter('istio-system', 'GATEWAY'), outside)).toHaveLength(1);
    expect(namedFor(envoyFilter('istio-system', 'GATEWAY'), inside)).toEqual([]);
  });
  test('only the workloads that it selects', () => {
    expect(namedFor(envoyFilter('quarry', 'ANY', 'workloadSelector: { labels: { app: other } }'), inside)).toEqual([]);
    expect(
      namedFor(envoyFilter('quarry', 'ANY', 'workloadSelector: { labels: { app: crusher } }'), inside),
    ).toHaveLength(1);
  });
  test('nothing of a namespace that is not on the way', () => {
    expect(namedFor(envoyFilter('elsewhere', 'ANY'), inside)).toEqual([]);
  });
});

describe('a NetworkPolicy that an API server refuses concerns the ends that its types are about', () => {
  const wrong = 'ingress: [{ ports: [{ port: 99999 }] }]';
  test.each([
    ['quarry', `{ podSelector: {}, ${wrong} }`, inside, true],
    ['quarry', `{ podSelector: {}, policyTypes: [Egress], ${wrong} }`, inside, false],
    ['office', `{ podSelector: {}, ${wrong} }`, inside, false],
    ['office', `{ podSelector: {}, policyTypes: [Egress], ${wrong} }`, inside, true],
    [
      'quarry',
      `{ podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [crusher] }] }, ${wrong} }`,
      inside,
      false,
    ],
    ['quarry', `{ podSelector: {}, ${wrong} }`, plain, true],
  ])('in %s %s', (namespace, spec, query, concerns) => {
    expect(namedFor(ofKind('networking.k8s.io/v1', 'NetworkPolicy', namespace, spec), query)).toEqual(
      concerns ? [`NetworkPolicy ${namespace}/one spec.ingress[0].ports[0].port`] : [],
    );
  });
});

test.each([
  [
    'extensions.istio.io/v1alpha1',
    'WasmPlugin',
    '{ selector: { matchLabels: { app: crusher } }, url: "oci://example/p:1" }',
  ],
  ['istio.alibabacloud.com/v1', 'ASMLocalRateLimiter', '{ workloadSelector: { labels: { app: crusher } } }'],
  ['istio.alibabacloud.com/v1', 'ASMAdaptiveConcurrency', '{ workload_selector: { labels: { app: crusher } } }'],
  ['cilium.io/v2', 'CiliumNetworkPolicy', '{ endpointSelector: {} }'],
  ['networking.istio.io/v1', 'NoKindYet', '{ anything: 1 }'],
  ['gateway.networking.x-k8s.io/v1alpha1', 'XNew', '{}'],
  ['serving.knative.dev/v1', 'Service', '{ template: { spec: { containers: [{ image: i }] } } }'],
])('%s %s is named for requests to its namespace, and for no others', (apiVersion, kind, spec) => {
  expect(namedFor(ofKind(apiVersion, kind, 'quarry', spec), inside)).toEqual([`${kind} quarry/one spec`]);
  expect(namedFor(ofKind(apiVersion, kind, 'elsewhere', spec), inside)).toEqual([]);
});

test.each([
  ['cert-manager.io/v1', 'Certificate', '{ secretName: door }'],
  ['monitoring.coreos.com/v1', 'ServiceMonitor', '{ selector: {} }'],
])('%s %s of another program is not', (apiVersion, kind, spec) => {
  expect(namedFor(ofKind(apiVersion, kind, 'quarry', spec), inside)).toEqual([]);
});

describe('fields', () => {
  const rule = (spec: string) => ofKind('networking.istio.io/v1', 'DestinationRule', 'quarry', spec);
  test('of a host count for requests to it, whoever sends them', () => {
    const tunnel = rule(
      '{ host: crusher, trafficPolicy: { tunnel: { targetHost: far.example.com, targetPort: 443 } } }',
    );
    const named = ['DestinationRule quarry/one spec.trafficPolicy.tunnel'];
    expect(namedFor(tunnel, inside)).toEqual(named);
    expect(namedFor(tunnel, outside)).toEqual(named);
    expect(namedFor(tunnel, { from: 'office/clerk', to: 'http://other.example.com/' })).toEqual([]);
  });
  test('about failures count only when an endpoint fails', () => {
    const ejection = rule('{ host: crusher, trafficPolicy: { outlierDetection: { baseEjectionTime: 3m } } }');
    expect(namedFor(ejection, inside)).toEqual([]);
    const refusing = `${ejection}\n---${ofKind('security.istio.io/v1', 'AuthorizationPolicy', 'quarry', '{}')}`;
    expect(namedFor(refusing, inside)).toHaveLength(1);
  });
  test('that only switch telemetry, resources or certificates never count', () => {
    const telemetry = ofKind('telemetry.istio.io/v1', 'Telemetry', 'quarry', '{ accessLogging: [{ disabled: true }] }');
    expect(namedFor(telemetry, inside)).toEqual([]);
  });
});

describe('annotations and labels', () => {
  const loader = (annotations: string, labels = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: loader, namespace: quarry, annotations: { sidecar.istio.io/bootstrapOverride: "a" } }
spec:
  template:
    metadata: { labels: { app: crusher${labels} }, annotations: { ${annotations} } }
    spec: { containers: [{ name: c, image: i }] }`;
  test('of pods count in the template, not on what makes them', () => {
    expect(namedFor(loader(''), inside)).toEqual([]);
    expect(namedFor(loader('sidecar.istio.io/bootstrapOverride: a'), inside)).toHaveLength(1);
  });
  test('of pods that only receive count only when they are about receiving', () => {
    const interfaces = loader('traffic.sidecar.istio.io/kubevirtInterfaces: net1');
    expect(namedFor(interfaces, inside)).toEqual([]);
    expect(namedFor(interfaces, { ...inside, from: 'quarry/loader' })).toHaveLength(1);
  });
  test('settings of the proxy in an annotation count one by one', () => {
    expect(namedFor(loader(`proxy.istio.io/config: '{ concurrency: 2 }'`), inside)).toEqual([]);
    expect(namedFor(loader(`proxy.istio.io/config: '{ runtimeValues: { a: b } }'`), inside)).toEqual([
      'Deployment quarry/loader spec.template.metadata.annotations.proxy.istio.io/config.runtimeValues',
    ]);
    expect(namedFor(loader(`proxy.istio.io/config: '{ broken'`), inside)).toHaveLength(1);
  });
  test('labels of networks count wherever they are', () => {
    expect(namedFor(loader('', ', topology.istio.io/network: far'), inside)).toHaveLength(1);
  });
});

test('settings of the mesh count for every answer', () => {
  const settings = (mesh: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: '${mesh}' }`;
  expect(namedFor(settings('{ enableTracing: true, defaultConfig: { concurrency: 2 } }'), inside)).toEqual([]);
  expect(namedFor(settings('{ inboundTrafficPolicy: { mode: LOCALHOST } }'), inside)).toEqual([
    'MeshConfig inboundTrafficPolicy.mode',
  ]);
  const operator = ofKind('install.istio.io/v1alpha1', 'IstioOperator', 'istio-system', '{ meshConfig: {} }');
  expect(namedFor(operator, outside)).toEqual(['IstioOperator istio-system/one spec']);
});

test('an object that the API server refuses is said to be left out', () => {
  const policy = ofKind(
    'security.istio.io/v1',
    'AuthorizationPolicy',
    'quarry',
    '{ rules: [{ to: [{ operation: { ports: [8080] } }] }] }',
  );
  const { notModelled } = request(meshOf(policy), inside);
  expect(notModelled).toEqual([
    {
      object: 'AuthorizationPolicy quarry/one',
      field: 'spec.rules[0].to[0].operation.ports[0]',
      effect: expect.stringMatching(/refuses.*left out/),
    },
  ]);
  expect(request(meshOf(policy.replace('[8080]', '["8080"]')), inside).notModelled).toEqual([]);
});
