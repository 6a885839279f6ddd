import { gatewayApiGroup } from '../../model/config-object.js';
import type { Mesh } from '../../model/mesh.js';

/** Whether a route may refer to a Service of another namespace: a ReferenceGrant there has to allow it. */
export function isBackendAllowed(
  mesh: Mesh,
  route: { readonly kind: string; readonly namespace: string },
  service: { readonly name: string; readonly namespace: string },
): boolean {
  return (
    service.namespace === route.namespace ||
    mesh
      .gatewayApi('ReferenceGrant')
      .some(
        (grant) =>
          grant.namespace === service.namespace &&
          (grant.spec.from ?? []).some(
            ({ group, kind, namespace }) =>
              group === gatewayApiGroup && kind === route.kind && namespace === route.namespace,
          ) &&
          (grant.spec.to ?? []).some(
            ({ group, kind, name }) =>
              (group ?? '') === '' && kind === 'Service' && (name === undefined || name === service.name),
          ),
      )
  );
}
