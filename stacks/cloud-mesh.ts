import * as pulumi from '@pulumi/pulumi';
import { type LogProject, MeshOperator, ServiceMesh } from '../infra/index.js';
import type { CloudCluster } from './cloud-cluster.js';
import type { Networks } from './cloud-network.js';
import type { CloudEnvironment } from './environment/index.js';
import type { MeshPart } from './parts.js';

/** The mesh of an environment. */
export interface CloudMesh {
  /** The ASM instance; `undefined` with an Istio of one's own. */
  readonly instance:
    | { readonly serviceMeshId: pulumi.Output<string>; readonly kubeconfig: pulumi.Output<string> }
    | undefined;
  /** What must exist before its data plane serves. */
  readonly dataPlane: readonly pulumi.Resource[];
  /** What must exist before a fleet distributes to its clusters. */
  readonly memberships: readonly pulumi.Resource[];
}

/** A mesh that the program has made itself. */
export function ownMesh({ serviceMeshId, kubeconfig, ready = [] }: MeshPart): CloudMesh {
  if ((serviceMeshId === undefined) !== (kubeconfig === undefined)) {
    throw new pulumi.RunError('parts.mesh: an ASM instance needs both serviceMeshId and kubeconfig');
  }
  const instance =
    serviceMeshId === undefined || kubeconfig === undefined
      ? undefined
      : { serviceMeshId: pulumi.output(serviceMeshId), kubeconfig: pulumi.secret(kubeconfig) };
  return { instance, dataPlane: ready, memberships: ready };
}

/** Declares the ASM instance as the settings say; nothing for an Istio of one's own. */
export function cloudMesh(
  { name, settings }: CloudEnvironment,
  networks: Networks,
  clusters: readonly CloudCluster[],
  logs: LogProject,
  tags: Record<string, string>,
): CloudMesh {
  const { mesh, observability } = settings;
  if (mesh.kind === 'istio') return { instance: undefined, dataPlane: [], memberships: [] };
  const [only] = clusters;
  if (mesh.operator && only !== undefined) {
    // The add-on goes before the nodes that run it, and after what the instance configures.
    const after = { dependsOn: [...only.nodePools] };
    const operator = new MeshOperator(`${name}-${only.name}`, { clusterId: only.clusterId }, after);
    const made = new ServiceMesh(`asm-${name}`, { serviceMeshId: operator.serviceMeshId }, { dependsOn: [operator] });
    return { instance: made, dataPlane: [operator], memberships: made.memberships };
  }
  const members = Object.fromEntries(clusters.map((cluster) => [cluster.name, cluster.clusterId]));
  const instance =
    mesh.id === undefined
      ? {
          version: mesh.istioVersion,
          edition: mesh.edition,
          specification: mesh.specification,
          vpcId: networks.mesh.vpcId,
          vSwitchId: networks.mesh.vSwitchIds.apply((ids) => ids[0] ?? ''),
          publicApiServer: mesh.publicApiServer,
          publicPilot: mesh.publicPilot,
          logging: {
            project: logs.projectName,
            sidecars: observability.accessLog,
            gateways: observability.accessLog,
            retentionDays: observability.retentionDays,
          },
          meshConfig: {
            outboundTrafficPolicy: mesh.outboundTrafficPolicy,
            traceSampling: observability.traceSampling,
            localityLoadBalancing: mesh.localityLoadBalancing,
            openPolicyAgent: mesh.openPolicyAgent,
            kiali: mesh.kiali,
          },
        }
      : { serviceMeshId: mesh.id };
  // The instance is deleted before the clusters; so it depends on them.
  const dependsOn = [...networks.connected, ...clusters.flatMap((cluster) => cluster.made)];
  const existingClusters = clusters.filter(({ adopted }) => adopted).map((cluster) => cluster.name);
  const args = { ...instance, clusters: members, existingClusters, tags };
  const made = new ServiceMesh(`asm-${name}`, args, { dependsOn });
  return { instance: made, dataPlane: [made, ...made.memberships], memberships: made.memberships };
}
