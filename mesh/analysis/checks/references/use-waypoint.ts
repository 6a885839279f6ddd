import { assume } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import { type Mesh, useWaypoint } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { circumstancesOf, type MissingThing, missingThing } from '../../missing-thing.js';

const label = 'istio.io/use-waypoint';

/** Whether the waypoints that Namespaces, Services, ServiceEntries and pods ask for exist. */
export const useWaypoints: Check = {
  name: 'use-waypoint',
  types: [istioCodes.IST0101],
  run(mesh, report) {
    const gateways = new Set([
      ...mesh.gatewayApi('Gateway').map(({ id }) => id),
      ...mesh.external.gateways,
      ...mesh.workloads.filter(({ proxy }) => proxy === 'waypoint').map(nameOf),
    ]);
    for (const object of mesh.objects) {
      const isNamespace = object.kind === 'Namespace' && object.group === '';
      const namespace = isNamespace ? object.name : object.namespace;
      const reference = object.labels[label] === undefined ? undefined : useWaypoint(object.labels, {}, namespace);
      const id = reference === undefined ? '' : `${reference.namespace}/${reference.name}`;
      if (reference === undefined || gateways.has(id)) {
        continue;
      }
      const { why, circumstances } = missingWaypoint(mesh, reference);
      const values = {
        thing: `waypoint ${id}`,
        why,
        effect: 'requests pass no waypoint, and policies and routes for HTTP have no effect on them',
      };
      report(istioCodes.IST0101, object, values, ['metadata', 'labels', label], { ...circumstances, isOwn: true });
    }
  },
};

function nameOf({ namespace, labels, name }: Mesh['workloads'][number]): string {
  return `${namespace}/${labels['gateway.networking.k8s.io/gateway-name'] ?? name}`;
}

function missingWaypoint(
  mesh: Mesh,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): MissingThing {
  const beside = mesh.gatewayApi('Gateway').flatMap((one) => (one.namespace === namespace ? [one.name] : []));
  const standing = Holdings.of(mesh).standing('KubernetesGateway', namespace);
  const otherwise = circumstancesOf(standing, assume.gateway(`${namespace}/${name}`));
  return missingThing('no such Gateway is in these files', name, beside, otherwise);
}
