import type { Lookup } from '../account-lookup.js';
import type { PendingCreate } from '../stack-state.js';

/** Finds the id of a resource that may exist by what its creation asked for. */
type Finder = (lookup: Lookup, inputs: PendingCreate['inputs']) => Promise<string | undefined>;

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** How long a cluster or mesh may take to be made before it is adopted. */
const PATIENCE_MS = 30 * 60_000;

async function whenReady<T>(look: () => Promise<T | undefined>, ready: (found: T) => boolean): Promise<T | undefined> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found === undefined || ready(found) || Date.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}

/** By type token. Kubernetes objects, rules and memberships are not here: making them again makes them once. */
export const finders: Readonly<Record<string, Finder>> = {
  'alicloud:vpc/network:Network': async (lookup, { vpcName }) =>
    id(await lookup.list('vpc', 'DescribeVpcs', { VpcName: text(vpcName) }, 'Vpcs.Vpc'), 'VpcId'),
  'alicloud:vpc/switch:Switch': async (lookup, { vswitchName, vpcId }) => {
    const query = { VSwitchName: text(vswitchName), VpcId: text(vpcId) };
    return id(await lookup.list('vpc', 'DescribeVSwitches', query, 'VSwitches.VSwitch'), 'VSwitchId');
  },
  'alicloud:vpc/natGateway:NatGateway': async (lookup, { natGatewayName, vpcId }) => {
    const query = { Name: text(natGatewayName), VpcId: text(vpcId) };
    const look = async () => (await lookup.list('vpc', 'DescribeNatGateways', query, 'NatGateways.NatGateway'))[0];
    return id([await whenReady(look, ({ Status }) => Status === 'Available')], 'NatGatewayId');
  },
  'alicloud:vpc/snatEntry:SnatEntry': async (lookup, { snatTableId, sourceVswitchId }) => {
    const query = { SnatTableId: text(snatTableId) };
    const entries = await lookup.list('vpc', 'DescribeSnatTableEntries', query, 'SnatTableEntries.SnatTableEntry');
    const found = id(
      entries.filter((entry) => entry['SourceVSwitchId'] === sourceVswitchId),
      'SnatEntryId',
    );
    return found === undefined ? undefined : `${text(snatTableId)}:${found}`;
  },
  'alicloud:ecs/eipAddress:EipAddress': async (lookup, { addressName }) =>
    id(
      await lookup.list('vpc', 'DescribeEipAddresses', { EipName: text(addressName) }, 'EipAddresses.EipAddress'),
      'AllocationId',
    ),
  'alicloud:ecs/eipAssociation:EipAssociation': async (lookup, { allocationId, instanceId }) => {
    const query = { AllocationId: text(allocationId) };
    const [address] = await lookup.list('vpc', 'DescribeEipAddresses', query, 'EipAddresses.EipAddress');
    return address?.['InstanceId'] === instanceId ? `${text(allocationId)}:${text(instanceId)}` : undefined;
  },
  'alicloud:ecs/securityGroup:SecurityGroup': async (lookup, { securityGroupName, vpcId }) => {
    const query = { SecurityGroupName: text(securityGroupName), VpcId: text(vpcId) };
    const groups = await lookup.list('ecs', 'DescribeSecurityGroups', query, 'SecurityGroups.SecurityGroup');
    return id(groups, 'SecurityGroupId');
  },
  'alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer': async (lookup, { loadBalancerName }) => {
    const query = { LoadBalancerName: text(loadBalancerName) };
    return id(await lookup.list('slb', 'DescribeLoadBalancers', query, 'LoadBalancers.LoadBalancer'), 'LoadBalancerId');
  },
  'alicloud:cs/managedKubernetes:ManagedKubernetes': async (lookup, { name }) => {
    const look = async () =>
      (await lookup.clusters('/api/v1/clusters', { name: text(name) }, 'clusters')).find((one) => one['name'] === name);
    return id([await whenReady(look, ({ state }) => state !== 'initial')], 'cluster_id');
  },
  'alicloud:cs/nodePool:NodePool': async (lookup, { clusterId, nodePoolName }) => {
    const pools = await lookup.clusters(`/clusters/${text(clusterId)}/nodepools`, {}, 'nodepools');
    const infos = pools.map((pool) => pool['nodepool_info'] as Readonly<Record<string, unknown>>);
    const found = id(
      infos.filter((info) => info['name'] === nodePoolName),
      'nodepool_id',
    );
    return found === undefined ? undefined : `${text(clusterId)}:${found}`;
  },
  'alicloud:servicemesh/serviceMesh:ServiceMesh': async (lookup, { serviceMeshName }) => {
    const look = async () => {
      const meshes = await lookup.list('servicemesh', 'DescribeServiceMeshes', {}, 'ServiceMeshes');
      const infos = meshes.map((mesh) => mesh['ServiceMeshInfo'] as Readonly<Record<string, unknown>>);
      return infos.find((info) => info['Name'] === serviceMeshName);
    };
    return id([await whenReady(look, ({ State }) => State !== 'initial')], 'ServiceMeshId');
  },
  'alicloud:arms/environment:Environment': async (lookup, { environmentName }) => {
    const environments = await lookup.list('arms', 'ListEnvironments', {}, 'Data.Environments');
    return id(
      environments.filter((one) => one['EnvironmentName'] === environmentName),
      'EnvironmentId',
    );
  },
  'alicloud:actiontrail/trail:Trail': async (lookup, { trailName }) =>
    id(await lookup.list('actiontrail', 'DescribeTrails', { NameList: text(trailName) }, 'TrailList'), 'Name'),
  'alicloud:ram/role:Role': async (lookup, { roleName }) =>
    id(await lookup.list('ram', 'GetRole', { RoleName: text(roleName) }, 'Role'), 'RoleName'),
  'alicloud:ram/policy:Policy': async (lookup, { policyName }) =>
    id(
      await lookup.list('ram', 'GetPolicy', { PolicyName: text(policyName), PolicyType: 'Custom' }, 'Policy'),
      'PolicyName',
    ),
  'alicloud:ram/rolePolicyAttachment:RolePolicyAttachment': async (lookup, { roleName, policyName }) => {
    const policies = await lookup.list('ram', 'ListPoliciesForRole', { RoleName: text(roleName) }, 'Policies.Policy');
    const attached = policies.some((policy) => policy['PolicyName'] === policyName);
    return attached ? `role:${text(policyName)}:Custom:${text(roleName)}` : undefined;
  },
  'alicloud:kms/key:Key': async (lookup, { description }) => {
    for (const key of await lookup.list('kms', 'ListKeys', { PageSize: '100' }, 'Keys.Key')) {
      const query = { KeyId: text(key['KeyId']) };
      const [metadata] = await lookup.list('kms', 'DescribeKey', query, 'KeyMetadata');
      if (metadata?.['Description'] === description && metadata?.['KeyState'] === 'Enabled') return query.KeyId;
    }
    return undefined;
  },
  'alicloud:kms/alias:Alias': async (lookup, { aliasName }) => {
    const aliases = await lookup.list('kms', 'ListAliases', { PageSize: '100' }, 'Aliases.Alias');
    return id(
      aliases.filter((alias) => alias['AliasName'] === aliasName),
      'AliasName',
    );
  },
  'alicloud:ackone/cluster:Cluster': async (lookup, { clusterName }) => {
    const look = async () => {
      const fleets = await lookup.list('adcp', 'DescribeHubClusters', {}, 'Clusters');
      const infos = fleets.map((fleet) => fleet['ClusterInfo'] as Readonly<Record<string, unknown>>);
      return infos.find((info) => info['Name'] === clusterName);
    };
    return id([await whenReady(look, ({ State }) => State !== 'initial')], 'ClusterId');
  },
  'alicloud:ackone/membershipAttachment:MembershipAttachment': async (lookup, { clusterId, subClusterId }) => {
    const members = await lookup.list('adcp', 'DescribeManagedClusters', { ClusterId: text(clusterId) }, 'Clusters');
    const joined = members.some((one) => (one['Cluster'] as { ClusterID?: string }).ClusterID === subClusterId);
    return joined ? `${text(clusterId)}:${text(subClusterId)}` : undefined;
  },
};

function id(found: readonly (Readonly<Record<string, unknown>> | undefined)[], key: string): string | undefined {
  const value = found[0]?.[key];
  return typeof value === 'string' ? value : undefined;
}
