import { type Call, createdAt, type Service, tagParams } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { eipOperations } from './eip.js';
import { natOperations } from './nat.js';
import { listing, named, setting } from './operations.js';
import { tagging, tagList } from './tagging.js';

const vpc = named('vpc', 'VpcId', 'InvalidVpcId.NotFound');
const vSwitch = named('vswitch', 'VSwitchId', 'InvalidVSwitchId.NotFound');

function vpcAnswer(call: Call, item: Item): Record<string, unknown> {
  return {
    ...item.fields,
    Status: call.cloud.ready(item) ? 'Available' : 'Pending',
    Tags: { Tag: tagList(item) },
    VSwitchIds: { VSwitchId: call.cloud.children(item.id, 'vswitch').map(({ id }) => id) },
  };
}

function vSwitchAnswer(call: Call, item: Item): Record<string, unknown> {
  return { ...item.fields, Status: call.cloud.ready(item) ? 'Available' : 'Pending', Tags: { Tag: tagList(item) } };
}

/** VPCs and vSwitches, with the NAT gateways and EIPs that the same API serves (2016-04-28). */
export const vpcService: Service = {
  ...tagging(true),
  CreateVpc(call) {
    const { cloud, params } = call;
    const limit = cloud.limit('vpc');
    if (cloud.all('vpc').length >= limit) throw new ApiError(400, 'QuotaExceeded.Vpc', `VPC quota exceeded: ${limit}.`);
    const VpcId = cloud.newId('vpc-');
    const VRouterId = cloud.newId('vrt-');
    const RouteTableId = cloud.newId('vtb-');
    const fields = {
      VpcId,
      VRouterId,
      RouteTableId,
      RegionId: call.region,
      ResourceGroupId: 'rg-default',
      CidrBlock: params.CidrBlock ?? '172.16.0.0/12',
      VpcName: params.VpcName ?? '',
      Description: params.Description ?? '',
      CreationTime: createdAt,
      IsDefault: false,
      EnabledIpv6: false,
      ClassicLinkEnabled: false,
      DnsHostnameStatus: 'DISABLED',
      Ipv6CidrBlock: '',
      UserCidrs: { UserCidr: [] },
      SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
      Ipv6CidrBlocks: { Ipv6CidrBlock: [] },
    };
    cloud.create('vpc', VpcId, fields, { tags: tagParams(params) });
    return { VpcId, VRouterId, RouteTableId, ResourceGroupId: 'rg-default' };
  },
  DescribeVpcAttribute: (call) => vpcAnswer(call, vpc(call)),
  DescribeVpcs: listing('vpc', ['Vpcs', 'Vpc'], { VpcId: 'VpcId', VpcName: 'VpcName' }, vpcAnswer),
  ModifyVpcAttribute: setting(vpc, ['VpcName', 'Description', 'CidrBlock']),
  DescribeRouteTableList(call) {
    const item = call.cloud.find('vpc', call.params.VpcId);
    const table = item && {
      VpcId: item.id,
      RouterId: item.fields.VRouterId,
      RouterType: 'VRouter',
      RouteTableId: item.fields.RouteTableId,
      RouteTableType: 'System',
      RouteTableName: '',
      Description: '',
      ResourceGroupId: 'rg-default',
      Status: 'Available',
      RoutePropagationEnable: true,
    };
    return {
      RouterTableList: { RouterTableListType: table ? [table] : [] },
      TotalCount: table ? 1 : 0,
      PageNumber: 1,
      PageSize: 50,
    };
  },
  DeleteVpc(call) {
    const item = vpc(call);
    for (const [kind, code] of [
      ['vswitch', 'DependencyViolation.VSwitch'],
      ['nat', 'DependencyViolation.NatGateway'],
      ['security-group', 'DependencyViolation.SecurityGroup'],
    ] as const) {
      if (call.cloud.children(item.id, kind).length > 0) throw new ApiError(400, code, `The VPC still has a ${kind}.`);
    }
    call.cloud.remove(item);
    return {};
  },
  CreateVSwitch(call) {
    const { cloud, params } = call;
    const parent = vpc(call);
    if (!cloud.ready(parent)) throw new ApiError(400, 'IncorrectVpcStatus', 'The VPC is being created.');
    const taken = cloud.children(parent.id, 'vswitch').some((other) => other.fields.CidrBlock === params.CidrBlock);
    if (taken)
      throw new ApiError(400, 'InvalidCidrBlock.Overlapped', 'Specified CIDR block overlaps with other subnets.');
    if (!/^[a-z]+-[a-z0-9-]+$/.test(params.ZoneId ?? ''))
      throw new ApiError(404, 'InvalidZoneId.NotFound', 'Unknown zone.');
    const VSwitchId = cloud.newId('vsw-');
    const fields = {
      VSwitchId,
      VpcId: parent.id,
      ZoneId: params.ZoneId,
      CidrBlock: params.CidrBlock,
      VSwitchName: params.VSwitchName ?? '',
      Description: params.Description ?? '',
      CreationTime: createdAt,
      IsDefault: false,
      AvailableIpAddressCount: 250,
      EnabledIpv6: false,
      Ipv6CidrBlock: '',
      ResourceGroupId: 'rg-default',
    };
    cloud.create('vswitch', VSwitchId, fields, { parents: [parent.id], tags: tagParams(params) });
    return { VSwitchId };
  },
  DescribeVSwitchAttributes: (call) => vSwitchAnswer(call, vSwitch(call)),
  DescribeVSwitches: listing(
    'vswitch',
    ['VSwitches', 'VSwitch'],
    { VpcId: 'VpcId', VSwitchId: 'VSwitchId', VSwitchName: 'VSwitchName' },
    vSwitchAnswer,
  ),
  ModifyVSwitchAttribute: setting(vSwitch, ['VSwitchName', 'Description']),
  DeleteVSwitch(call) {
    const item = vSwitch(call);
    if (call.cloud.children(item.id).length > 0) {
      throw new ApiError(400, 'DependencyViolation', 'The vSwitch still has addresses in use.');
    }
    call.cloud.remove(item);
    return {};
  },
  DescribeZones: (call) => ({
    Zones: {
      Zone: ['g', 'h', 'i', 'j', 'k'].map((zone) => ({ ZoneId: `${call.region}-${zone}`, LocalName: zone })),
    },
  }),
  ...natOperations,
  ...eipOperations,
};
