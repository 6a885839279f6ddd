import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { asm, cluster, deployment, resourcesOf, service } from '../resources.js';

const reviews = service(
  'reviews',
  '{selector: {app: reviews}, ports: [{name: http, port: 80, targetPort: web}, {port: 9090}]}',
);

describe('Services', () => {
  test('one service over two clusters, with the endpoints of each', () => {
    const mesh = buildMesh([
      ...resourcesOf(reviews + deployment('v1', '{app: reviews, version: v1}'), cluster('m1c1')),
      ...resourcesOf(reviews + deployment('v2', '{app: reviews, version: v2}'), cluster('m1c2')),
      ...resourcesOf(deployment('other', '{app: reviews}'), cluster('m1c3')),
    ]);
    const found = mesh.serviceFor('reviews', 'shop');
    expect(found?.instances.map((instance) => instance.cluster)).toEqual(['m1c1', 'm1c2']);
    expect(
      found?.endpoints(80).map(({ workload, cluster: at, port, weight }) => [workload?.version, at, port, weight]),
    ).toEqual([
      ['v1', 'm1c1', 8080, 3],
      ['v2', 'm1c2', 8080, 3],
    ]);
    expect(found?.endpoints(9090).map(({ port }) => port)).toEqual([9090, 9090]);
    expect(found?.endpoints(1)).toEqual([]);
    expect(found?.workloads).toHaveLength(2);
    expect(found?.names('other')).not.toContain('reviews');
    expect(mesh.serviceFor('reviews', 'other')).toBeUndefined();
    expect(mesh.serviceFor('reviews.shop.svc.cluster.local', 'other')).toBe(found);
    expect(mesh.clusters).toEqual(['m1c1', 'm1c2', 'm1c3']);
  });

  test('exportTo, headless, ExternalName, exposure, no selector', () => {
    const mesh = buildMesh(
      resourcesOf(
        service(
          'a',
          '{ports: [{port: 80}], selector: {x: y}}',
          ', annotations: {networking.istio.io/exportTo: "., other"}',
        ) +
          service('b', '{clusterIP: None, ports: [{port: 80}]}') +
          service('c', '{type: ExternalName, externalName: x.org, ports: [{port: 443}]}') +
          service('d', '{type: LoadBalancer}') +
          service(
            'e',
            '{type: LoadBalancer}',
            ', annotations: {service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type: intranet}',
          ),
      ),
    );
    const host = (name: string) => `${name}.shop.svc.cluster.local`;
    expect(mesh.serviceFor(host('a'), 'other')).toBeDefined();
    expect(mesh.serviceFor(host('a'), 'third')).toBeUndefined();
    expect(mesh.serviceFor('b', 'shop')?.instances[0]?.isHeadless).toBe(true);
    expect(mesh.serviceFor('b', 'shop')?.endpoints(80)).toEqual([]);
    expect(
      mesh
        .serviceFor('c', 'shop')
        ?.endpoints(443)
        .map(({ address }) => address),
    ).toEqual(['x.org']);
    expect(mesh.serviceFor('d', 'shop')?.instances[0]?.exposure).toBe('internet');
    expect(mesh.serviceFor('e', 'shop')?.instances[0]?.exposure).toBe('intranet');
  });
});

const entry = (name: string, namespace: string, spec: string) => `
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: ${name}, namespace: ${namespace}}
spec: ${spec}
`;
const ports = 'ports: [{number: 443, name: tls, protocol: TLS}]';

test.each([
  ['UDP first', ['UDP', 'TCP']],
  ['TCP first', ['TCP', 'UDP']],
])('a number that is open for TCP and for UDP is the port for TCP: %s', (_, transports) => {
  const ports = transports.map(
    (transport) =>
      `{name: dns-${transport.toLowerCase()}, port: 53, targetPort: at-${transport.toLowerCase()}, protocol: ${transport}}`,
  );
  const names = deployment('names', '{app: names}').replace(
    '{name: web, containerPort: 8080}',
    '{name: at-udp, containerPort: 5353, protocol: UDP}, {name: at-tcp, containerPort: 5354}',
  );
  const mesh = buildMesh(
    resourcesOf(service('names', `{selector: {app: names}, ports: [${ports.join(', ')}]}`) + names),
  );
  const found = mesh.serviceFor('names', 'shop');
  expect(found?.ports.map(({ name, transport }) => [name, transport])).toEqual([['dns-tcp', 'TCP']]);
  expect(found?.endpoints(53).map(({ port }) => port)).toEqual([5354]);
});

describe('ServiceEntries', () => {
  test('wildcards, resolution, endpoints, workloadSelector', () => {
    const mesh = buildMesh(
      resourcesOf(
        entry('wild', 'shop', `{hosts: ["*.example.com"], ${ports}, resolution: NONE}`) +
          entry('exact', 'shop', `{hosts: [api.example.com], ${ports}, resolution: DNS}`) +
          entry(
            'static',
            'shop',
            `{hosts: [s.org], ${ports}, resolution: STATIC, location: MESH_INTERNAL, endpoints: [{address: 1.1.1.1, ports: {tls: 8443}, weight: 2, locality: cn/a}]}`,
          ) +
          entry(
            'vms',
            'shop',
            `{hosts: [vm.org], ${ports}, resolution: STATIC, workloadSelector: {labels: {app: vm}}}`,
          ) +
          `
---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: {name: vm1, namespace: shop}
spec: {address: 10.0.0.9, labels: {app: vm, version: v7}, serviceAccount: vm, ports: {tls: 9443}}
`,
      ),
    );
    expect(mesh.serviceFor('api.example.com', 'x')?.name).toBe('exact');
    expect(mesh.serviceFor('b.example.com', 'x')?.name).toBe('wild');
    expect(mesh.serviceFor('api.example.com', 'x')?.endpoints(443)[0]?.address).toBe('api.example.com');
    expect(mesh.serviceFor('s.org', 'x')?.endpoints(443)).toMatchObject([
      { address: '1.1.1.1', port: 8443, weight: 2, locality: 'cn/a' },
    ]);
    expect(mesh.serviceFor('s.org', 'x')?.isMeshExternal).toBe(false);
    const vm = mesh.serviceFor('vm.org', 'x')?.endpoints(443)[0];
    expect([vm?.address, vm?.port, vm?.workload?.version, vm?.workload?.proxy]).toEqual([
      '10.0.0.9',
      9443,
      'v7',
      'sidecar',
    ]);
  });

  test('the namespace’s own before another’s, Kubernetes before both, invisible ones not at all', () => {
    const spec = (exportTo: string) => `{hosts: [x.org], ${ports}, exportTo: [${exportTo}]}`;
    const mesh = buildMesh(
      resourcesOf(
        entry('one', 'a', spec('"*"')) +
          entry('two', 'b', spec('"*"')) +
          entry('three', 'c', spec('"."')) +
          entry('squat', 'a', `{hosts: [reviews.shop.svc.cluster.local], ${ports}}`) +
          reviews,
      ),
    );
    expect(mesh.serviceFor('x.org', 'a')?.name).toBe('one');
    expect(mesh.serviceFor('x.org', 'b')?.name).toBe('two');
    expect(mesh.serviceFor('x.org', 'c')?.name).toBe('three');
    expect(mesh.serviceFor('x.org', 'd')?.name).toBe('one');
    expect(mesh.serviceFor('reviews.shop.svc.cluster.local', 'a')?.registry).toBe('kubernetes');
  });
});

test('hosts that the user declares', () => {
  const mesh = buildMesh(resourcesOf(reviews, asm), { external: { hosts: ['*.legacy.org'], namespaces: ['old'] } });
  expect(mesh.serviceFor('a.legacy.org', 'x')?.registry).toBe('external');
  expect(mesh.namespaceExists('old')).toBe(true);
  expect(mesh.namespaceExists('shop')).toBe(false);
  expect(mesh.unplaced.map(({ name }) => name)).toEqual(['reviews']);
});
