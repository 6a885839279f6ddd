import { type Call, copyParams, createdAt, matching, page, type Service, tagParams } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { eipOperations } from './eip.js';
import { natOperations } from './nat.js';
import { tagging } from './tagging.js';

const tagList = (item: Item) => ({ Tag: Object.entries(item.tags).map(([Key, Value]) => ({ Key, Value })) });

function vpcAnswer(call: Call, item: Item): Record<string, unknown> {
  return {
    ...item.fields,
    Status: call.cloud.ready(item) ? 'Available' : 'Pending',
    Tags: tagList(item),
    VSwitchIds: { VSwitchId: call.cloud.children(item.id, 'vswitch').map((vSwitch) => vSwitch.id) },
  };
}

function vSwitchAnswer(call: Call, item: Item): Record<string, unknown> {
  return { ...item.fields, Status: call.cloud.ready(item) ? 'Available' : 'Pending', Tags: tagList(item) };
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
  DescribeVpcAttribute: (call) => vpcAnswer(call, call.cloud.need('vpc', call.params.VpcId, 'InvalidVpcId.NotFound')),
  DescribeVpcs(call) {
    const { VpcId, VpcName } = call.params;
    const found = matching(call, 'vpc', { VpcId, VpcName });
    return page(
      'Vpcs',
      'Vpc',
      found.map((item) => vpcAnswer(call, item)),
    );
  },
  ModifyVpcAttribute: (call) =>
    copyParams(call, call.cloud.need('vpc', call.params.VpcId, 'InvalidVpcId.NotFound'), [
      'VpcName',
      'Description',
      'CidrBlock',
    ]),
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
    const item = call.cloud.need('vpc', call.params.VpcId, 'InvalidVpcId.NotFound');
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
    const vpc = cloud.need('vpc', params.VpcId, 'InvalidVpcId.NotFound');
    if (!cloud.ready(vpc)) throw new ApiError(400, 'IncorrectVpcStatus', 'The VPC is being created.');
    const taken = cloud.children(vpc.id, 'vswitch').some((other) => other.fields.CidrBlock === params.CidrBlock);
    if (taken)
      throw new ApiError(400, 'InvalidCidrBlock.Overlapped', 'Specified CIDR block overlaps with other subnets.');
    if (!/^[a-z]+-[a-z0-9-]+$/.test(params.ZoneId ?? ''))
      throw new ApiError(404, 'InvalidZoneId.NotFound', 'Unknown zone.');
    const VSwitchId = cloud.newId('vsw-');
    const fields = {
      VSwitchId,
      VpcId: vpc.id,
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
    cloud.create('vswitch', VSwitchId, fields, { parents: [vpc.id], tags: tagParams(params) });
    return { VSwitchId };
  },
  DescribeVSwitchAttributes(call) {
    return vSwitchAnswer(call, call.cloud.need('vswitch', call.params.VSwitchId, 'InvalidVSwitchId.NotFound'));
  },
  DescribeVSwitches(call) {
    const { VpcId, VSwitchId, VSwitchName } = call.params;
    const found = matching(call, 'vswitch', { VpcId, VSwitchId, VSwitchName });
    return page(
      'VSwitches',
      'VSwitch',
      found.map((item) => vSwitchAnswer(call, item)),
    );
  },
  ModifyVSwitchAttribute: (call) =>
    copyParams(call, call.cloud.need('vswitch', call.params.VSwitchId, 'InvalidVSwitchId.NotFound'), [
      'VSwitchName',
      'Description',
    ]),
  DeleteVSwitch(call) {
    const item = call.cloud.need('vswitch', call.params.VSwitchId, 'InvalidVSwitchId.NotFound');
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
