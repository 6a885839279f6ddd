import type { ClusterService } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { nameSome } from '../../wording.js';

/** Whether a Service is the same in all clusters, since the mesh makes one service of them. */
export const multiClusterServices: Check = {
  name: 'multi-cluster-services',
  types: [istioCodes.IST0170],
  run(mesh, report) {
    for (const { instances } of mesh.services) {
      const [first] = instances;
      const difference = first === undefined || instances.length < 2 ? '' : differenceOf(instances);
      if (first !== undefined && difference !== '') {
        const clusters = nameSome(
          'cluster',
          instances.map(({ cluster }) => cluster),
        );
        const { name, namespace } = first.object;
        report(istioCodes.IST0170, first.object, { service: name, namespace, clusters, difference }, ['spec']);
      }
    }
  },
};

const aspects: readonly (readonly [string, (service: ClusterService) => string])[] = [
  ['type', ({ type }) => type],
  ['clusterIP None', ({ isHeadless }) => String(isHeadless)],
  [
    'ports',
    ({ ports }) =>
      ports
        .map(({ number, name, transport, targetPort }) => `${number} ${name} ${transport} ${targetPort}`)
        .sort()
        .join(','),
  ],
];

function differenceOf(instances: readonly ClusterService[]): string {
  return aspects
    .filter(([, read]) => new Set(instances.map(read)).size > 1)
    .map(([name]) => name)
    .join(', ');
}
