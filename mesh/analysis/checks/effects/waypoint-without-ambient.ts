import { isUndecided } from '../../../assumption/membership.js';
import type { Mesh, MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

const label = 'istio.io/use-waypoint';

/**
 * Whether a waypoint is asked for where nothing is in ambient mode: only ztunnel sends requests to it. Silent when anything is, since clients in
 * ambient mode use the waypoint of a Service whatever its pods are.
 */
export const waypointWithoutAmbient: Check = {
  name: 'waypoint-without-ambient',
  types: [asmCodes.ASM0035],
  isOwn: true,
  run(mesh, report) {
    const pods = mesh.workloads.filter(({ proxy }) => proxy !== 'gateway' && proxy !== 'waypoint');
    if (pods.length === 0 || pods.some((workload) => workload.isAmbient || isUndecided(mesh, workload))) {
      return;
    }
    for (const object of mesh.objects) {
      const value = object.labels[label];
      if (value !== undefined && value !== 'none' && isHeld(mesh, object)) {
        const values = {
          what: `the label ${label} asks for waypoint ${value}`,
          effect: 'nothing is in ambient mode, and sidecars do not send requests through a waypoint',
          fix: 'set the label istio.io/dataplane-mode: ambient on the namespace, or remove this one',
        };
        report(asmCodes.ASM0035, object, values, ['metadata', 'labels', label]);
      }
    }
  },
};

/** Whether the files have the Namespace, so that its labels are known, and pods in it. */
function isHeld(mesh: Mesh, { kind, name, namespace }: MeshObject): boolean {
  const place = kind === 'Namespace' ? name : namespace;
  const isGateway = kind === 'Gateway';
  return (
    !isGateway && mesh.namespace(place).isDeclared && mesh.workloadsIn(place).some(({ proxy }) => proxy !== 'waypoint')
  );
}
