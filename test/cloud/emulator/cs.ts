import { type Call, createdAt, type Route } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { kubeconfigFor } from './kubeconfig.js';

type Body = Readonly<Record<string, unknown>>;

const cluster = (call: Call, id: string | undefined) => call.cloud.need('cluster', id, 'ErrorClusterNotFound');
const pool = (call: Call, id: string | undefined) => call.cloud.need('node-pool', id, 'ErrorNodePoolNotFound');
const task = (call: Call) => ({ task_id: call.cloud.startTask(), request_id: 'R' });

function tagsOf(body: unknown): Record<string, string> {
  const list = (Array.isArray(body) ? body : []) as Record<string, string>[];
  return Object.fromEntries(list.map((tag) => [tag.key ?? tag.Key ?? '', tag.value ?? tag.Value ?? '']));
}

const tagList = (item: Item) => Object.entries(item.tags).map(([key, value]) => ({ key, value }));

function clusterAnswer(call: Call, item: Item): Record<string, unknown> {
  const publicEndpoint = item.fields.endpoint_public_access === true ? 'https://198.51.100.200:6443' : '';
  return {
    ...item.fields,
    state: call.cloud.ready(item) ? 'running' : 'initial',
    tags: tagList(item),
    size: call.cloud.children(item.id, 'node-pool').length,
    master_url: JSON.stringify({
      api_server_endpoint: publicEndpoint,
      intranet_api_server_endpoint: 'https://10.0.0.5:6443',
    }),
  };
}

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

/** Deep for objects, whole for lists: how the service takes a partial update. */
function merge(into: Record<string, unknown>, from: Body): void {
  for (const [key, value] of Object.entries(from)) {
    const old = into[key];
    if (
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      typeof old === 'object' &&
      old !== null
    ) {
      into[key] = { ...(old as Body) };
      merge(into[key] as Record<string, unknown>, value as Body);
    } else {
      into[key] = value;
    }
  }
}

/** ACK clusters, node pools and add-ons (2015-12-15). */
export const csRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/clusters$/,
    handle(call) {
      const { cloud, body } = call;
      const name = String(body.name ?? '');
      if (cloud.all('cluster').some((other) => other.fields.name === name)) {
        throw new ApiError(400, 'ErrorClusterNameDuplicated', `cluster ${name} exists`);
      }
      const vSwitchIds = (body.vswitch_ids ?? []) as string[];
      const vSwitches = vSwitchIds.map((id) => cloud.need('vswitch', id, 'InvalidVSwitchId.NotFound'));
      const podVSwitches = ((body.pod_vswitch_ids ?? []) as string[]).map((id) =>
        cloud.need('vswitch', id, 'InvalidVSwitchId.NotFound'),
      );
      const vpcId = String(vSwitches[0]?.fields.VpcId ?? body.vpcid ?? '');
      const id = cloud.newId('c', 32);
      const given = body.security_group_id as string | undefined;
      const group = given ?? cloud.newId('sg-');
      const parents = [...vSwitchIds, ...podVSwitches.map((vSwitch) => vSwitch.id), vpcId, ...(given ? [given] : [])];
      const version = String(body.kubernetes_version ?? '') || '1.34.1-aliyun.1';
      const encryptionKey = body.encryption_provider_key as string | undefined;
      const fields = {
        cluster_id: id,
        name,
        cluster_type: 'ManagedKubernetes',
        profile: String(body.profile ?? 'Default'),
        cluster_spec: String(body.cluster_spec ?? 'ack.standard'),
        region_id: call.region,
        vpc_id: vpcId,
        vswitch_ids: vSwitchIds,
        vswitch_id: vSwitchIds.join(','),
        security_group_id: group,
        resource_group_id: 'rg-default',
        current_version: version,
        init_version: version,
        deletion_protection: body.deletion_protection === true,
        proxy_mode: body.proxy_mode ?? 'ipvs',
        container_cidr: String(body.container_cidr ?? ''),
        service_cidr: body.service_cidr,
        node_cidr_mask: String(body.node_cidr_mask ?? ''),
        cluster_domain: body.cluster_domain ?? 'cluster.local',
        ip_stack: 'ipv4',
        timezone: 'Asia/Shanghai',
        worker_ram_role_name: `KubernetesWorkerRole-${id.slice(1, 9)}`,
        endpoint_public_access: body.endpoint_public_access,
        control_plane_log: {
          log_project: body.controlplane_log_project ?? '',
          log_ttl: body.controlplane_log_ttl ?? '30',
          components: body.controlplane_log_components ?? [],
        },
        created: createdAt,
        updated: createdAt,
        parameters: {},
        maintenance_window: { enable: false },
        operation_policy: { cluster_auto_upgrade: { enabled: false, channel: '' } },
        meta_data: JSON.stringify({
          Capabilities: { DisableEncryption: encryptionKey === undefined, EncryptionKMSKeyId: encryptionKey ?? '' },
          RRSAConfig: {
            enabled: body.enable_rrsa === true,
            issuer: `https://oidc.example/${id}`,
            oidc_name: `ack-rrsa-${id}`,
            oidc_arn: `acs:ram::1:oidc-provider/ack-rrsa-${id}`,
          },
        }),
      };
      cloud.create('cluster', id, fields, { parents, tags: tagsOf(body.tags) });
      for (const addon of (body.addons ?? []) as { name: string; config?: string; disabled?: boolean }[]) {
        if (addon.disabled) continue;
        cloud.create(
          'addon',
          `${id}:${addon.name}`,
          { name: addon.name, config: addon.config ?? '' },
          { parents: [id] },
        );
      }
      return { cluster_id: id, ...task(call) };
    },
  },
  {
    method: 'GET',
    path: /^\/tasks\/([^/]+)$/,
    handle: (call, [id = '']) => ({
      task_id: id,
      state: call.cloud.taskDone(id) ? 'success' : 'running',
      task_type: 'task',
    }),
  },
  { method: 'GET', path: /^\/clusters\/([^/]+)$/, handle: (call, [id]) => clusterAnswer(call, cluster(call, id)) },
  {
    method: 'GET',
    path: /^\/api\/v1\/clusters$/,
    handle(call) {
      const found = call.cloud
        .all('cluster')
        .filter((item) => !call.params.name || item.fields.name === call.params.name);
      return {
        clusters: found.map((item) => clusterAnswer(call, item)),
        page_info: { page_number: 1, page_size: 50, total_count: found.length },
      };
    },
  },
  {
    method: 'PUT',
    path: /^\/api\/v2\/clusters\/([^/]+)$/,
    handle(call, [id]) {
      const { cluster_name, ...rest } = call.body;
      const item = cluster(call, id);
      if (cluster_name !== undefined) item.fields.name = cluster_name;
      merge(item.fields, rest);
      return { cluster_id: id, ...task(call) };
    },
  },
  {
    method: 'POST',
    path: /^\/clusters\/([^/]+)\/tags$|^\/tags$/,
    handle(call) {
      for (const id of (call.body.resource_ids ?? []) as string[])
        Object.assign(cluster(call, id).tags, tagsOf(call.body.tags));
      return {};
    },
  },
  {
    method: 'PUT',
    path: /^\/clusters\/([^/]+)\/tags$/,
    handle(call, [id]) {
      cluster(call, id).tags = tagsOf(Object.values(call.body));
      return {};
    },
  },
  {
    method: 'GET',
    path: /^\/clusters\/([^/]+)\/resources$/,
    handle: (call, [id]) => [{ resource_type: 'SLB', instance_id: `lb-api-${cluster(call, id).id.slice(1, 9)}` }],
  },
  {
    method: 'GET',
    path: /^\/k8s\/([^/]+)\/user_config$/,
    handle: (call, [id = '']) => {
      if (!call.cloud.ready(cluster(call, id)))
        throw new ApiError(400, 'ErrorClusterState', 'the cluster is not running');
      return { config: kubeconfigFor(call.kube, id), expiration: '2099-01-01T00:00:00Z' };
    },
  },
  {
    method: 'GET',
    path: /^\/clusters\/([^/]+)\/controlplanelog$/,
    handle: (call, [id]) => ({ aliuid: '1234567890123456', ...(cluster(call, id).fields.control_plane_log as Body) }),
  },
  {
    method: 'PUT',
    path: /^\/clusters\/([^/]+)\/controlplanelog$/,
    handle(call, [id]) {
      cluster(call, id).fields.control_plane_log = call.body;
      return task(call);
    },
  },
  {
    method: 'GET',
    path: /^\/clusters\/([^/]+)\/audit$/,
    handle: () => ({ audit_enabled: false, sls_project_name: '' }),
  },
  {
    method: 'GET',
    path: /^\/clusters\/([^/]+)\/addon_instances$/,
    handle: (call, [id]) => ({
      addons: call.cloud
        .children(cluster(call, id).id, 'addon')
        .map((addon) => ({ ...addon.fields, version: 'v1.0.0', state: 'active' })),
    }),
  },
  {
    method: 'GET',
    path: /^\/clusters\/([^/]+)\/addon_instances\/([^/]+)$/,
    handle(call, [id, name]) {
      const addon = call.cloud.find('addon', `${cluster(call, id).id}:${name}`);
      if (!addon) throw new ApiError(404, 'AddonNotFound', `the add-on ${name} is not installed`);
      return { ...addon.fields, version: 'v1.0.0', state: 'active' };
    },
  },
  {
    method: 'GET',
    path: /^\/addons\/([^/]+)$/,
    handle: (_call, [name]) => ({
      name,
      version: 'v1.0.0',
      install_by_default: false,
      supported_actions: ['Install', 'Uninstall'],
      newer_versions: [],
    }),
  },
  {
    method: 'POST',
    path: /^\/clusters\/([^/]+)\/components\/install$/,
    handle(call, [id = '']) {
      const wanted = Object.values(call.body) as { name: string; config?: string }[];
      for (const addon of wanted) {
        call.cloud.create(
          'addon',
          `${id}:${addon.name}`,
          { name: addon.name, config: addon.config ?? '' },
          { parents: [cluster(call, id).id] },
        );
      }
      return { cluster_id: id, ...task(call) };
    },
  },
  {
    method: 'POST',
    path: /^\/clusters\/([^/]+)\/components\/uninstall$/,
    handle(call, [id]) {
      for (const addon of Object.values(call.body) as { name: string }[]) {
        const item = call.cloud.find('addon', `${id}:${addon.name}`);
        if (item) call.cloud.remove(item);
      }
      return { cluster_id: id, ...task(call) };
    },
  },
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
  {
    method: 'DELETE',
    path: /^\/clusters\/([^/]+)$/,
    handle(call, [id]) {
      const { cloud } = call;
      const item = cluster(call, id);
      if (item.fields.deletion_protection === true) {
        throw new ApiError(400, 'ErrorDeletionProtection', 'the cluster is protected from deletion');
      }
      if (cloud.all('mesh').some((mesh) => (mesh.fields.clusters as string[]).includes(item.id))) {
        throw new ApiError(400, 'ErrorClusterInMesh', 'the cluster is still in a service mesh');
      }
      if (cloud.all('fleet').some((fleet) => (fleet.fields.members as string[]).includes(item.id))) {
        throw new ApiError(400, 'ErrorClusterInFleet', 'the cluster is still in a fleet');
      }
      for (const child of cloud.children(item.id)) cloud.remove(child);
      cloud.remove(item);
      return { cluster_id: id, ...task(call) };
    },
  },
];
