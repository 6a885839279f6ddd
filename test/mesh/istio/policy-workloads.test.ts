import { describe, expect, test } from '@jest/globals';
import { guardedWorkloads, holdsAt, placesOfPolicy } from '../../../mesh/istio/policy-workloads.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Mesh } from '../../../mesh/model/mesh.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const ambient = '{istio.io/dataplane-mode: ambient, istio.io/use-waypoint: way}';
const waypoint = `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: way, namespace: shop}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
`;
const base = namespaceOf('shop', ambient) + serviceOf('cart') + workloadOf('cart') + workloadOf('web') + waypoint;
const meshOf = (spec: string, namespace = 'shop'): Mesh =>
  buildMesh(resourcesOf(base + istioObject('AuthorizationPolicy', 'p', spec, namespace)));
const policyOf = (mesh: Mesh) => {
  const [policy] = mesh.authorizationPolicies;
  if (policy === undefined) {
    throw new Error('the mesh has no policy');
  }
  return policy;
};

describe('a policy', () => {
  test.each([
    [
      'with a selector guards what it selects, and is enforced there',
      '{selector: {matchLabels: {app: cart}}}',
      'shop',
      ['cart'],
      ['cart'],
    ],
    [
      'for a Service guards its workloads, at the waypoint',
      '{targetRefs: [{group: "", kind: Service, name: cart}]}',
      'shop',
      ['cart'],
      ['way for cart'],
    ],
    [
      'for a gateway is enforced by it',
      '{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: way}]}',
      'shop',
      ['way'],
      ['way'],
    ],
    [
      'for the class of waypoints holds in the root namespace',
      '{targetRefs: [{group: gateway.networking.k8s.io, kind: GatewayClass, name: istio-waypoint}]}',
      'istio-system',
      ['way'],
      ['way'],
    ],
    ['for all leaves waypoints alone', '{}', 'istio-system', ['cart', 'way', 'web'], ['cart', 'web']],
  ])('%s', (_, spec, namespace, guarded, places) => {
    const mesh = meshOf(spec, namespace);
    const policy = policyOf(mesh);
    expect(guardedWorkloads(mesh, policy).map(({ name }) => name)).toEqual(guarded);
    const found = placesOfPolicy(mesh, policy);
    const named = found.map(
      ({ proxy, service }) => `${proxy.name}${service === undefined ? '' : ` for ${service.name}`}`,
    );
    expect(named).toEqual(places);
    expect(found.every((place) => holdsAt(mesh, policy, place))).toBe(true);
  });
});
