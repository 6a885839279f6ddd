import { type Call, createdAt, type Service } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { kubeconfigFor } from './kubeconfig.js';

const fleet = (call: Call): Item => call.cloud.need('fleet', call.params.ClusterId, 'Cluster.NotFound');
const members = (item: Item) => item.fields.members as string[];
const named = (call: Call) => JSON.parse(call.params.ClusterIds ?? '[]') as string[];

function busy(call: Call, item: Item): Record<string, unknown> {
  item.readyAt = Date.now() + call.cloud.settleMs;
  return { ClusterId: item.id, TaskId: call.cloud.startTask() };
}

/** ACK One fleets (2022-01-01). */
export const adcpService: Service = {
  CreateHubCluster(call) {
    const { cloud, params } = call;
    const vSwitches = JSON.parse(params.VSwitches ?? '[]') as string[];
    for (const id of vSwitches) cloud.need('vswitch', id, 'InvalidVSwitchId.NotFound');
    const id = cloud.newId('c', 32);
    cloud.create(
      'fleet',
      id,
      {
        name: params.Name,
        vpcId: params.VpcId,
        vSwitches,
        profile: params.Profile ?? 'Default',
        gitOps: false,
        mesh: false,
        members: [] as string[],
      },
      {
        parents: [params.VpcId ?? '', ...vSwitches],
      },
    );
    return { ClusterId: id, TaskId: cloud.startTask() };
  },
  DescribeHubClusterDetails(call) {
    const item = fleet(call);
    return {
      Cluster: {
        ClusterInfo: {
          ClusterId: item.id,
          Name: item.fields.name,
          Profile: item.fields.profile,
          State: call.cloud.ready(item) ? 'running' : 'initial',
          CreationTime: createdAt,
          RegionId: call.region,
          MetaData: { ACKOne: { GitOps: { Enabled: item.fields.gitOps } } },
        },
        Network: {
          VpcId: item.fields.vpcId,
          VSwitches: item.fields.vSwitches,
          SecurityGroupIDs: [`sg-hub-${item.id.slice(1, 9)}`],
        },
        MeshConfig: { EnableMesh: item.fields.mesh, MeshId: '' },
      },
    };
  },
  DescribeHubClusters: (call) => ({
    Clusters: call.cloud.all('fleet').map((item) => ({
      ClusterInfo: {
        ClusterId: item.id,
        Name: item.fields.name,
        State: call.cloud.ready(item) ? 'running' : 'initial',
      },
    })),
  }),
  UpdateHubClusterFeature(call) {
    const item = fleet(call);
    const { ArgoCDEnabled, EnableMesh } = call.params;
    if (ArgoCDEnabled !== undefined) item.fields.gitOps = ArgoCDEnabled === 'true';
    if (EnableMesh !== undefined) item.fields.mesh = EnableMesh === 'true';
    return busy(call, item);
  },
  DescribeHubClusterKubeconfig: (call) => ({ Kubeconfig: kubeconfigFor(call.kube, fleet(call).id) }),
  AttachClusterToHub(call) {
    const item = fleet(call);
    for (const id of named(call)) {
      call.cloud.need('cluster', id, 'Cluster.NotFound');
      if (members(item).includes(id)) throw new ApiError(400, 'Cluster.AlreadyManaged', 'The cluster is in the fleet.');
      members(item).push(id);
    }
    return busy(call, item);
  },
  DetachClusterFromHub(call) {
    const item = fleet(call);
    item.fields.members = members(item).filter((id) => !named(call).includes(id));
    return busy(call, item);
  },
  DescribeManagedClusters: (call) => ({
    Clusters: members(fleet(call)).map((ClusterID) => ({ Cluster: { ClusterID }, Status: { State: 'Successful' } })),
  }),
  DeleteHubCluster(call) {
    const item = fleet(call);
    if (members(item).length > 0) throw new ApiError(400, 'ManagedCluster.NotEmpty', 'Detach the members first.');
    if (item.fields.gitOps === true) throw new ApiError(400, 'ArgoCD.Enabled', 'Disable Argo CD first.');
    for (const child of call.cloud.children(item.id)) call.cloud.remove(child);
    call.cloud.remove(item);
    return { ClusterId: item.id, TaskId: call.cloud.startTask() };
  },
};
