import { gatewayApiGroup } from '../../kinds/index.js';
import type { Mesh } from '../../model/mesh.js';

interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** Whether a route may refer to a Service of another namespace: a ReferenceGrant there has to allow it. */
export function isBackendAllowed(
  mesh: Mesh,
  route: { readonly kind: string; readonly namespace: string },
  service: { readonly name: string; readonly namespace: string },
): boolean {
  return service.namespace === route.namespace || isGranted(mesh, route, { kind: 'Service', ...service });
}

/** Whether a ReferenceGrant in the namespace of an object lets objects of another kind and namespace refer to it. */
export function isGranted(
  mesh: Mesh,
  from: { readonly kind: string; readonly namespace: string },
  to: Reference,
): boolean {
  return mesh
    .gatewayApi('ReferenceGrant')
    .some(
      (grant) =>
        grant.namespace === to.namespace &&
        (grant.spec.from ?? []).some(
          ({ group, kind, namespace }) =>
            group === gatewayApiGroup && kind === from.kind && namespace === from.namespace,
        ) &&
        (grant.spec.to ?? []).some(
          ({ group, kind, name }) =>
            (group ?? '') === '' && kind === to.kind && (name === undefined || name === to.name),
        ),
    );
}
