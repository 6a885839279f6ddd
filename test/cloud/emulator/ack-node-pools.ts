import { type Body, cluster, merge, tagList, tagsOf, task } from './ack.js';
import type { Call, Route } from './call.js';
import { ApiError, type Item } from './cloud.js';

const pool = (call: Call, id: string | undefined) => call.cloud.need('node-pool', id, 'ErrorNodePoolNotFound');

/** Fields of a node pool that the service fills in. */
function poolDefaults(call: Call, clusterItem: Item, body: Body): Body {
  const group = (body.scaling_group ?? {}) as Body;
  const scaling = (body.auto_scaling ?? {}) as Body;
  const edge = (body.nodepool_info as Body | undefined)?.type === 'edge';
  const desired = Number(group.desired_size ?? scaling.min_instances ?? 0);
  return {
    kubernetes_config: {
      cms_enabled: false,
      cpu_policy: 'none',
      runtime: 'containerd',
      runtime_version: '1.6.39',
      unschedulable: false,
      node_name_mode: '',
      user_data: '',
      labels: [],
      taints: [],
      ...(body.kubernetes_config as Body),
    },
    scaling_group: {
      image_id: 'aliyun_3_x64_20G_container_optimized',
      instance_charge_type: 'PostPaid',
      platform: 'AliyunLinux',
      multi_az_policy: 'BALANCE',
      scaling_policy: 'release',
      security_group_id: clusterItem.fields.security_group_id,
      security_group_ids: [clusterItem.fields.security_group_id],
      scaling_group_id: call.cloud.newId('asg-'),
      ram_role_name: `KubernetesWorkerRole-${clusterItem.id.slice(1, 9)}`,
      spot_strategy: 'NoSpot',
      ...(group.system_disk_category === 'cloud_essd' ? { system_disk_performance_level: 'PL1' } : {}),
      internet_charge_type: '',
      internet_max_bandwidth_out: 0,
      login_as_non_root: false,
      soc_enabled: false,
      cis_enabled: false,
      ...group,
      ...(scaling.enable === true || edge ? {} : { desired_size: desired }),
    },
    auto_scaling: { enable: false, ...scaling },
    management: {
      enable: false,
      ...(body.management as Body),
      upgrade_config: { auto_upgrade: false, surge: 0, surge_percentage: 0, max_unavailable: 1 },
    },
    nodepool_info: { type: 'ess', resource_group_id: 'rg-default', ...(body.nodepool_info as Body) },
    tee_config: { tee_enable: false },
  };
}

function poolAnswer(call: Call, item: Item): Record<string, unknown> {
  const group = item.fields.scaling_group as Body;
  const nodes = Number(group.desired_size ?? 0);
  return {
    ...item.fields,
    scaling_group: { ...group, tags: tagList(item) },
    status: {
      state: call.cloud.ready(item) ? 'active' : 'scaling',
      total_nodes: nodes,
      healthy_nodes: nodes,
      serving_nodes: nodes,
      desired_nodes: nodes,
      offline_nodes: 0,
      failed_nodes: 0,
      initial_nodes: 0,
      removing_nodes: 0,
    },
  };
}

/** Node pools of ACK clusters (2015-12-15). */
export const nodePoolRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/clusters\/([^/]+)\/nodepools$/,
    handle(call, [id]) {
      const item = cluster(call, id);
      if (!call.cloud.ready(item)) throw new ApiError(400, 'ErrorClusterState', 'the cluster is not running');
      const { name } = (call.body.nodepool_info ?? {}) as { name?: string };
      const taken = call.cloud
        .children(item.id, 'node-pool')
        .some((other) => (other.fields.nodepool_info as Body).name === name);
      if (taken) throw new ApiError(400, 'ErrorNodePoolNameDuplicated', `node pool ${name} exists`);
      const nodePoolId = call.cloud.newId('np', 32);
      const fields = { ...poolDefaults(call, item, call.body) };
      fields.nodepool_info = { ...(fields.nodepool_info as Body), nodepool_id: nodePoolId };
      const group = (call.body.scaling_group ?? {}) as Body;
      const parents = [
        item.id,
        ...((group.vswitch_ids ?? []) as string[]),
        ...((group.security_group_ids ?? []) as string[]),
      ];
      call.cloud.create('node-pool', nodePoolId, fields, { parents, tags: tagsOf(group.tags) });
      return { nodepool_id: nodePoolId, ...task(call) };
    },
  },
  {
    method: 'GET',
    path: /^\/clusters\/([^/]+)\/nodepools$/,
    handle: (call, [id]) => ({
      nodepools: call.cloud.children(cluster(call, id).id, 'node-pool').map((item) => poolAnswer(call, item)),
    }),
  },
  {
    method: 'GET',
    path: /^\/clusters\/([^/]+)\/nodepools\/([^/]+)$/,
    handle: (call, [id, poolId]) => {
      cluster(call, id);
      return poolAnswer(call, pool(call, poolId));
    },
  },
  {
    method: 'PUT',
    path: /^\/clusters\/([^/]+)\/nodepools\/([^/]+)$/,
    handle(call, [, poolId]) {
      const item = pool(call, poolId);
      const group = { ...((call.body.scaling_group ?? {}) as Record<string, unknown>) };
      if (group.tags !== undefined) item.tags = tagsOf(group.tags);
      delete group.tags;
      merge(item.fields, { ...call.body, ...(call.body.scaling_group === undefined ? {} : { scaling_group: group }) });
      return { nodepool_id: poolId, ...task(call) };
    },
  },
  {
    method: 'DELETE',
    path: /^\/clusters\/([^/]+)\/nodepools\/([^/]+)$/,
    handle(call, [, poolId]) {
      call.cloud.remove(pool(call, poolId));
      return task(call);
    },
  },
];
