import * as pulumi from '@pulumi/pulumi';
import { KubernetesObject } from '../bridge/kubernetes-object.js';
import { onCluster } from '../bridge/own-cluster.js';
import { type HelmValues, ISTIO_NAMESPACE } from './istio.js';
import type { KindCluster } from './kind-cluster.js';
import { injectionProvider, type LinkedCluster, linkProvider } from './link-provider.js';

/**
 * One mesh over two kind clusters: the control plane is in the first, and the second uses it (Istio's primary-remote model on one
 * network).
 *
 * @see https://istio.io/latest/docs/setup/install/multicluster/primary-remote/
 */

/** Both clusters are on Docker's network, whose nodes have routes to each other's pods. */
const NETWORK = 'kind';

/**
 * Address of istiod in the first cluster's Services range, which the second has a route to. In the part of the range
 * that Kubernetes keeps for fixed addresses.
 */
export const REMOTE_PILOT_ADDRESS = '10.96.0.200';

/** Values of istiod in the first cluster. */
export function primaryValues(name: string): HelmValues {
  return { global: { meshID: NETWORK, network: NETWORK, multiCluster: { clusterName: name }, externalIstiod: true } };
}

/** Values of the chart `istiod` in the second cluster, which installs the injector's configuration only. */
export function remoteValues(name: string): HelmValues {
  return {
    profile: 'remote',
    global: {
      meshID: NETWORK,
      network: NETWORK,
      multiCluster: { clusterName: name },
      remotePilotAddress: REMOTE_PILOT_ADDRESS,
    },
    istiodRemote: { injectionPath: `/inject/cluster/${name}/net/${NETWORK}` },
  };
}

/** A cluster of the mesh with how to reach it. */
export interface MeshCluster {
  /** Name in the mesh. */
  readonly name: string;
  /** Name in kind. */
  readonly kindName: string;
  readonly cluster: KindCluster;
  readonly provider: pulumi.ProviderResource;
  readonly serviceSubnet: string;
}

/** Routes between the nodes of the clusters, to pods and Services of each other. */
export class ClusterLink extends pulumi.dynamic.Resource {
  constructor(name: string, clusters: readonly MeshCluster[], opts: pulumi.CustomResourceOptions = {}) {
    const linked = clusters.map(
      ({ kindName, cluster, serviceSubnet }): { [Key in keyof LinkedCluster]: pulumi.Input<LinkedCluster[Key]> } => ({
        name: kindName,
        uid: cluster.uid,
        ranges: [serviceSubnet],
      }),
    );
    super(linkProvider, name, { clusters: linked }, opts, 'asm:local', 'ClusterLink');
  }
}

/** Completes when pods of the second cluster get sidecars. */
export class RemoteInjection extends pulumi.dynamic.Resource {
  constructor(name: string, { kindName, cluster }: MeshCluster, opts: pulumi.CustomResourceOptions = {}) {
    super(
      injectionProvider,
      name,
      { cluster: kindName, uid: cluster.uid },
      { ...opts, deletedWith: cluster },
      'asm:local',
      'RemoteInjection',
    );
  }
}

/** Gives istiod in the first cluster the address under which the second reaches it. */
export function pilotAddress(primary: MeshCluster, opts: pulumi.CustomResourceOptions): KubernetesObject {
  const port = (name: string, number: number) => ({ name, port: number, targetPort: number, protocol: 'TCP' });
  return new KubernetesObject(
    `${primary.name}/Service/istiod-for-remotes`,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'istiod-for-remotes', namespace: ISTIO_NAMESPACE },
      spec: {
        clusterIP: REMOTE_PILOT_ADDRESS,
        selector: { app: 'istiod' },
        ports: [port('tcp-istiod', 15012), port('tcp-webhook', 15017)],
      },
    },
    onFirst(primary, opts),
  );
}

/** Gives the control plane in the first cluster a kubeconfig to read the second with. */
export function remoteSecret(
  primary: MeshCluster,
  remote: MeshCluster,
  opts: pulumi.CustomResourceOptions,
): KubernetesObject {
  const kubeconfig = pulumi
    .all([remote.cluster.kubeconfig, remote.cluster.address])
    .apply(([text, address]) => text.replace(/server: \S+/, `server: https://${address}:6443`));
  const name = `istio-remote-secret-${remote.name}`;
  return new KubernetesObject(
    `${primary.name}/Secret/${name}`,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name,
        namespace: ISTIO_NAMESPACE,
        labels: { 'istio/multiCluster': 'true' },
        annotations: { 'networking.istio.io/cluster': remote.name },
      },
      stringData: { [remote.name]: kubeconfig },
    },
    onFirst(primary, opts),
  );
}

function onFirst({ provider, cluster }: MeshCluster, opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions(opts, { provider, ...onCluster({ resource: cluster, uid: cluster.uid }) });
}
