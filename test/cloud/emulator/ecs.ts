import { createdAt, type Service, tagParams } from './call.js';
import { ApiError } from './cloud.js';
import { listing, named, setting } from './operations.js';
import { tagging } from './tagging.js';

const group = named('security-group', 'SecurityGroupId', 'InvalidSecurityGroupId.NotFound');

const permission = [
  'IpProtocol',
  'PortRange',
  'SourceCidrIp',
  'SourceGroupId',
  'Policy',
  'Priority',
  'NicType',
] as const;

function normalized(params: Readonly<Record<string, string>>): Record<string, string> {
  const at = (name: string) => params[name] ?? params[`Permissions.1.${name}`] ?? '';
  const value = Object.fromEntries(permission.map((name) => [name, at(name)]));
  return {
    ...value,
    IpProtocol: at('IpProtocol').toUpperCase(),
    Policy: at('Policy') === 'drop' ? 'Drop' : 'Accept',
    Priority: at('Priority') || '1',
    NicType: at('NicType') || 'intranet',
    Description: at('Description'),
  };
}

const sameRule = (a: Record<string, unknown>, b: Record<string, unknown>) =>
  permission.every((name) => String(a[name]).toLowerCase() === String(b[name]).toLowerCase());

/** Security groups and regions (2014-05-26). */
export const ecsService: Service = {
  ...tagging(true),
  CreateSecurityGroup(call) {
    const { cloud, params } = call;
    cloud.need('vpc', params.VpcId, 'InvalidVpcId.NotFound');
    const SecurityGroupId = cloud.newId('sg-');
    const fields = {
      SecurityGroupId,
      SecurityGroupName: params.SecurityGroupName ?? '',
      Description: params.Description ?? '',
      SecurityGroupType: params.SecurityGroupType ?? 'normal',
      VpcId: params.VpcId,
      ResourceGroupId: 'rg-default',
      CreationTime: createdAt,
      InnerAccessPolicy: params.SecurityGroupType === 'enterprise' ? 'Drop' : 'Accept',
      RegionId: call.region,
    };
    cloud.create('security-group', SecurityGroupId, fields, { parents: [params.VpcId ?? ''], tags: tagParams(params) });
    return { SecurityGroupId };
  },
  DescribeSecurityGroups: listing(
    'security-group',
    ['SecurityGroups', 'SecurityGroup'],
    { SecurityGroupId: 'SecurityGroupId', VpcId: 'VpcId', SecurityGroupName: 'SecurityGroupName' },
    (_call, { fields, tags }) => ({
      ...fields,
      Tags: { Tag: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) },
    }),
  ),
  DescribeSecurityGroupAttribute(call) {
    const item = group(call);
    const rules = call.cloud.children(item.id, 'security-group-rule').map((rule) => rule.fields);
    return { ...item.fields, Permissions: { Permission: rules } };
  },
  ModifySecurityGroupPolicy(call) {
    const { fields } = group(call);
    if (fields.SecurityGroupType === 'enterprise')
      throw new ApiError(400, 'InvalidOperation.SecurityGroupType', 'Advanced groups isolate their members.');
    fields.InnerAccessPolicy = call.params.InnerAccessPolicy;
    return {};
  },
  ModifySecurityGroupAttribute: setting(group, ['SecurityGroupName', 'Description']),
  DeleteSecurityGroup(call) {
    const { cloud } = call;
    const item = group(call);
    const isSource = cloud.all('security-group-rule').some((rule) => rule.fields.SourceGroupId === item.id);
    if (isSource || cloud.children(item.id).some((child) => child.kind !== 'security-group-rule')) {
      throw new ApiError(403, 'DependencyViolation', 'The security group is still in use.');
    }
    for (const rule of cloud.children(item.id, 'security-group-rule')) cloud.remove(rule);
    cloud.remove(item);
    return {};
  },
  AuthorizeSecurityGroup(call) {
    const { cloud, params } = call;
    const { id } = group(call);
    const fields = normalized(params);
    if (cloud.children(id, 'security-group-rule').some((rule) => sameRule(rule.fields, fields))) return {};
    const SecurityGroupRuleId = cloud.newId('sgr-');
    cloud.create(
      'security-group-rule',
      SecurityGroupRuleId,
      {
        ...fields,
        SecurityGroupRuleId,
        Direction: 'ingress',
        SourcePrefixListId: '',
        Ipv6SourceCidrIp: '',
        DestCidrIp: '',
      },
      { parents: [id] },
    );
    return {};
  },
  RevokeSecurityGroup(call) {
    const { cloud, params } = call;
    const fields = normalized(params);
    for (const rule of cloud.children(params.SecurityGroupId ?? '', 'security-group-rule')) {
      if (sameRule(rule.fields, fields) || rule.id === params['SecurityGroupRuleId.1']) cloud.remove(rule);
    }
    return {};
  },
  DescribeRegions: () => ({
    Regions: {
      Region: ['cn-hangzhou', 'cn-shanghai', 'cn-beijing', 'ap-southeast-1'].map((RegionId) => ({
        RegionId,
        LocalName: RegionId,
        RegionEndpoint: `ecs.${RegionId}.aliyuncs.com`,
      })),
    },
  }),
  DescribeZones: (call) => ({
    Zones: {
      Zone: ['g', 'h', 'i', 'j', 'k'].map((zone) => ({
        ZoneId: `${call.region}-${zone}`,
        LocalName: zone,
        AvailableResourceCreation: { ResourceTypes: ['VSwitch', 'Instance'] },
        AvailableResourceTypes: { ResourceTypes: ['VSwitch', 'Instance'] },
        AvailableInstanceTypes: { InstanceTypes: ['ecs.g7.xlarge'] },
        AvailableDiskCategories: { DiskCategories: ['cloud_essd'] },
        DedicatedHostGenerations: { DedicatedHostGeneration: [] },
        AvailableVolumeCategories: { VolumeCategories: [] },
        AvailableDedicatedHostTypes: { DedicatedHostType: [] },
        AvailableResources: { ResourcesInfo: [] },
      })),
    },
  }),
};
