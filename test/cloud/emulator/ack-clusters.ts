import { type Body, cluster, merge, tagList, tagsOf, task } from './ack.js';
import { type Call, createdAt, type Route } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { kubeconfigFor } from './kubeconfig.js';

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

/** ACK clusters (2015-12-15). */
export const clusterRoutes: readonly Route[] = [
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
    path: /^\/quota$/,
    handle: ({ cloud }) => ({
      cluster_quota: cloud.limit('cluster'),
      amk_cluster_quota: cloud.limit('cluster'),
      cluster_nodepool_quota: 20,
      node_quota: 100,
    }),
  },
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
