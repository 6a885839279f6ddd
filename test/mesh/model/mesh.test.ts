import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Manifest, Resource, TargetRole } from '../../../mesh/manifest/resource.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Mesh } from '../../../mesh/model/mesh.js';
import { mergeMeshConfig } from '../../../mesh/model/mesh-config.js';
import { generateYaml } from '../generate.js';
import { resourcesOf } from '../resources.js';

/** Touches everything that the model works out, and gives a text of it. */
function describeMesh(mesh: Mesh): string {
  const istio = (
    [
      'VirtualService',
      'DestinationRule',
      'Gateway',
      'ServiceEntry',
      'Sidecar',
      'EnvoyFilter',
      'WorkloadEntry',
      'WorkloadGroup',
      'ProxyConfig',
      'PeerAuthentication',
      'AuthorizationPolicy',
      'RequestAuthentication',
      'Telemetry',
      'WasmPlugin',
    ] as const
  ).flatMap((kind) => mesh.istio(kind).map((config) => [config.kind, config.id, config.spec, config.selector]));
  const gatewayApi = (
    ['GatewayClass', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'ReferenceGrant'] as const
  ).flatMap((kind) => mesh.gatewayApi(kind).map((config) => [config.kind, config.id, config.spec]));
  return JSON.stringify({
    config: mesh.config,
    clusters: mesh.clusters,
    istio,
    gatewayApi,
    visible: [...mesh.virtualServices, ...mesh.destinationRules].map((config) => mesh.visibilityOf(config)),
    namespaces: [...mesh.namespaces.values()].map(({ name, declarations }) => [
      name,
      declarations.map(({ cluster, labels }) => [cluster, labels]),
    ]),
    workloads: mesh.workloads.map((workload) => [
      workload.cluster,
      workload.namespace,
      workload.name,
      workload.proxy,
      workload.injection,
      workload.isAmbient,
      workload.waypoint,
      workload.ports,
    ]),
    services: mesh.services.map((service) => [
      service.host,
      service.visibility,
      service.ports.map((port) => [
        port,
        service.endpoints(port.number).map(({ workload, address, port: number }) => [workload?.name, address, number]),
      ]),
    ]),
    duplicates: mesh.duplicates.map((group) => group.map(({ resource }) => resource.manifest)),
    unplaced: mesh.unplaced.map(({ identity }) => identity),
  });
}

const kinds: readonly (readonly [string, string])[] = [
  ...[
    'VirtualService',
    'DestinationRule',
    'Gateway',
    'ServiceEntry',
    'Sidecar',
    'EnvoyFilter',
    'WorkloadEntry',
    'WorkloadGroup',
    'ProxyConfig',
  ].map((kind) => ['networking.istio.io/v1', kind] as const),
  ...['PeerAuthentication', 'AuthorizationPolicy', 'RequestAuthentication'].map(
    (kind) => ['security.istio.io/v1', kind] as const,
  ),
  ...['Gateway', 'GatewayClass', 'HTTPRoute', 'TCPRoute'].map(
    (kind) => ['gateway.networking.k8s.io/v1', kind] as const,
  ),
  ['telemetry.istio.io/v1', 'Telemetry'],
  ['istio.alibabacloud.com/v1beta1', 'IstioGateway'],
  ['core.oam.dev/v1beta1', 'Application'],
  ['apps/v1', 'Deployment'],
  ['batch/v1', 'CronJob'],
  ['v1', 'Pod'],
  ['v1', 'Service'],
  ['v1', 'Namespace'],
  ['v1', 'ConfigMap'],
];
const fieldNames = [
  'spec',
  'template',
  'metadata',
  'labels',
  'selector',
  'matchLabels',
  'hosts',
  'ports',
  'port',
  'number',
  'name',
  'http',
  'route',
  'match',
  'destination',
  'host',
  'subsets',
  'containers',
  'endpoints',
  'workloadSelector',
  'exportTo',
  'listeners',
  'components',
  'properties',
  'objects',
  'policies',
  'clusters',
  'clusterIds',
  'annotations',
  '__proto__',
  'constructor',
];
const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('shop', '*', '.', 'c1', 'ref-objects', 'topology', 'istio'),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 7, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...fieldNames), fc.string()), tie('value'), { maxKeys: 6 }),
  ),
}));
const role = fc.constantFrom<TargetRole>('all', 'mesh', 'fleet', 'data-plane');
const resource = fc
  .tuple(
    fc.constantFrom(...kinds),
    fc.oneof(
      fc.record({ name: fc.constantFrom('a', 'b', 'istio'), namespace: fc.constantFrom('shop', 'istio-system') }),
      value,
    ),
    value,
    value,
    role,
  )
  .map(
    ([[apiVersion, kind], metadata, spec, data, roleOfTarget]): Resource => ({
      manifest: { apiVersion, kind, metadata, spec, data } as unknown as Manifest,
      target: { name: roleOfTarget, role: roleOfTarget },
      path: 'x.yaml',
    }),
  );

describe('buildMesh', () => {
  test('never throws, whatever is in any field', () => {
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 8 }), (resources) => {
        describeMesh(buildMesh(resources));
      }),
      { numRuns: 400 },
    );
    describeMesh(buildMesh([{ manifest: null as unknown as Manifest, target: { name: 'x', role: 'all' }, path: '' }]));
  });

  test('does not depend on the order of its input', () => {
    fc.assert(
      fc.property(
        fc
          .array(resource, { maxLength: 6 })
          .chain((resources) =>
            fc.tuple(fc.constant(resources), fc.shuffledSubarray(resources, { minLength: resources.length })),
          ),
        ([one, other]) => {
          expect(describeMesh(buildMesh(other))).toBe(describeMesh(buildMesh(one)));
        },
      ),
      { numRuns: 200 },
    );
    const resources = resourcesOf(generateYaml(30));
    expect(describeMesh(buildMesh([...resources].reverse()))).toBe(describeMesh(buildMesh(resources)));
  });

  test('fields of a wrong type are left out of a spec, the rest stays', () => {
    const mesh = buildMesh(
      resourcesOf(`
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a, namespace: shop}
spec:
  hosts: [a, 5]
  gateways: edge
  http: [{timeout: 3, route: [{weight: "90", destination: {host: a}}], future: 1}, text]
`),
    );
    expect(mesh.virtualServices[0]?.spec).toEqual({
      hosts: ['a'],
      http: [{ route: [{ destination: { host: 'a' } }], future: 1 }],
    });
    const good = buildMesh(resourcesOf(generateYaml(1))).virtualServices[0];
    expect(good?.spec).toBe(good?.object.spec);
  });

  test('mesh configuration: options over the ConfigMap over the defaults', () => {
    const map = `
apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data:
  mesh: |-
    outboundTrafficPolicy: {mode: REGISTRY_ONLY}
    trustDomain: td1
    extensionProviders: [{name: ext-authz}]
    defaultVirtualServiceExportTo: ["."]
`;
    const options = { meshConfig: { trustDomain: 'td2' } };
    const { config } = buildMesh(resourcesOf(map), options);
    expect(config).toMatchObject({
      outboundTrafficPolicy: 'REGISTRY_ONLY',
      trustDomain: 'td2',
      extensionProviders: ['ext-authz'],
      defaultVirtualServiceExportTo: ['.'],
      enableAutoMtls: true,
    });
    const with11 = map.replace('trustDomain: td1', 'enableAutoMtls: no\n    trustDomain: td1\n    trustDomain: td3');
    expect(buildMesh(resourcesOf(with11)).config).toMatchObject({ enableAutoMtls: false, trustDomain: 'td3' });
    expect(buildMesh(resourcesOf(map.replace('trustDomain: td1', '}')), options).config).toEqual(
      mergeMeshConfig({ trustDomain: 'td2' }),
    );
  });
});

test('manifests that are no resources are refused', () => {
  const manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  expect(() => buildMesh([manifest as unknown as Resource])).toThrow('resourcesOf(synthesize(chart))');
});
