import { asMeshInput, makeMeshInput, meshOf } from '../mesh-input.js';
import { type FuzzTarget, must } from '../target.js';

/** Meshes with broken objects: everything that the model says of services and workloads. */
export const model: FuzzTarget = {
  name: 'model',
  make: makeMeshInput,
  check: (input) => {
    const mesh = meshOf(asMeshInput(input).objects);
    for (const service of mesh.services) {
      must(typeof service.host === 'string', 'a service without a host');
      for (const { number } of service.ports) {
        must(Number.isFinite(number), `a service with port ${number}`);
      }
    }
    for (const workload of mesh.workloads) {
      must(typeof workload.principal('td') === 'string' && workload.name !== '', 'a workload without a name');
    }
  },
};
