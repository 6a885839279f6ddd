import { ClusterLocalHosts } from '../../../istio/cluster-local.js';
import { type Labels, type Mesh, type MeshService, matchesLabels, type Workload } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { RoutedSubsets } from '../../routed-subsets.js';

const clusterLabel = 'topology.istio.io/cluster';

/**
 * Subsets that a route names and that only pods of other services have, or whose pods run in the wrong cluster: where the cluster has no Service for them, where
 * the subset asks for another cluster, or where the service is kept inside each cluster. A subset that no pod has at all is IST0173; in
 * every other case the clusters of a mesh answer for each other.
 */
export const subsetInCluster: Check = {
  name: 'subset-in-cluster',
  types: [asmCodes.ASM0014],
  run(mesh, report) {
    const localHosts = new ClusterLocalHosts(mesh);
    const routed = new RoutedSubsets(mesh);
    for (const { object, namespace, spec } of mesh.destinationRules) {
      const service = mesh.serviceFor(spec.host ?? '', namespace);
      if (service?.registry !== 'kubernetes') {
        continue;
      }
      (spec.subsets ?? []).forEach(({ name = '', labels = {} }, index) => {
        for (const { cluster, reason } of routed.has(service.host, name)
          ? gapsOf(mesh, service, labels, localHosts)
          : []) {
          report(asmCodes.ASM0014, object, { subset: name, cluster, reason }, ['spec', 'subsets', index]);
        }
      });
    }
  },
};

interface Gap {
  readonly cluster: string;
  readonly reason: string;
}

function gapsOf(mesh: Mesh, service: MeshService, labels: Labels, localHosts: ClusterLocalHosts): readonly Gap[] {
  const { [clusterLabel]: wanted, ...own } = labels;
  const selector = service.instances.find((instance) => instance.selector !== undefined)?.selector;
  if (selector === undefined) {
    return [];
  }
  const pods = mesh.selectWorkloads(service.namespace, own).filter((pod) => matchesLabels(pod.labels, selector));
  if (pods.length === 0) {
    return Object.keys(own).length === 0 || mesh.selectWorkloads(undefined, own).length === 0
      ? []
      : [{ cluster: clustersOf(service), reason: 'the pods with its labels are not those of the service' }];
  }
  const reachable = service.workloads.filter((workload) => matchesLabels(workload.labels, own));
  const others = list(reachable.length === 0 ? pods : reachable);
  if (wanted !== undefined) {
    const isKnown = mesh.clusters.includes(wanted);
    return isKnown && !reachable.some(({ cluster }) => cluster === wanted)
      ? [{ cluster: wanted, reason: `its label ${clusterLabel} asks for it, and its pods run in ${others}` }]
      : [];
  }
  if (reachable.length === 0) {
    return [
      {
        cluster: clustersOf(service),
        reason: `its pods run in ${others}, where Service ${service.namespace}/${service.name} does not exist`,
      },
    ];
  }
  return (localHosts.isLocal(service.host) ? service.instances : [])
    .filter((instance) => !reachable.some(({ cluster }) => cluster === instance.cluster))
    .map(({ cluster }) => ({
      cluster,
      reason: `the service is kept inside each cluster, and the pods run in ${others}`,
    }));
}

function clustersOf({ instances }: MeshService): string {
  return [...new Set(instances.map(({ cluster }) => cluster))].join(', ');
}

function list(workloads: readonly Workload[]): string {
  return [...new Set(workloads.map(({ cluster }) => cluster))].sort().join(', ');
}
