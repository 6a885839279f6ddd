import { type Call, createdAt, type Service, tagParams, yes } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { tagging } from './tagging.js';

const tagList = (item: Item) => ({ Tag: Object.entries(item.tags).map(([Key, Value]) => ({ Key, Value })) });

function copy(call: Call, item: Item, names: readonly string[]): Record<string, unknown> {
  for (const name of names) {
    if (call.params[name] !== undefined) item.fields[name] = call.params[name];
  }
  return {};
}

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

function natAnswer(call: Call, item: Item): Record<string, unknown> {
  const eips = call.cloud.all('eip').filter((eip) => eip.fields.InstanceId === item.id);
  return {
    ...item.fields,
    Status: call.cloud.ready(item) ? 'Available' : 'Creating',
    IpLists: { IpList: eips.map((eip) => ({ AllocationId: eip.id, IpAddress: eip.fields.IpAddress })) },
    ForwardTableIds: { ForwardTableId: [`ftb-${item.id.slice(4)}`] },
    SnatTableIds: { SnatTableId: [`stb-${item.id.slice(4)}`] },
  };
}

function eipAnswer(call: Call, item: Item): Record<string, unknown> {
  return {
    ...item.fields,
    Status: item.fields.InstanceId === '' ? 'Available' : call.cloud.ready(item) ? 'InUse' : 'Associating',
    Tags: tagList(item),
  };
}

/** VPCs, vSwitches, NAT gateways, SNAT entries and EIPs (2016-04-28). */
export const vpcService: Service = {
  ...tagging(true),
  CreateVpc(call) {
    const { cloud, params } = call;
    const limit = 10;
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
    const found = call.cloud
      .all('vpc')
      .filter(
        (item) => (!VpcId || VpcId.split(',').includes(item.id)) && (!VpcName || item.fields.VpcName === VpcName),
      );
    return {
      Vpcs: { Vpc: found.map((item) => vpcAnswer(call, item)) },
      TotalCount: found.length,
      PageNumber: 1,
      PageSize: 50,
    };
  },
  ModifyVpcAttribute: (call) =>
    copy(call, call.cloud.need('vpc', call.params.VpcId, 'InvalidVpcId.NotFound'), [
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
    const found = call.cloud
      .all('vswitch')
      .filter(
        (item) =>
          (!VpcId || item.fields.VpcId === VpcId) &&
          (!VSwitchId || item.id === VSwitchId) &&
          (!VSwitchName || item.fields.VSwitchName === VSwitchName),
      );
    return {
      VSwitches: { VSwitch: found.map((item) => vSwitchAnswer(call, item)) },
      TotalCount: found.length,
      PageNumber: 1,
      PageSize: 50,
    };
  },
  ModifyVSwitchAttribute: (call) =>
    copy(call, call.cloud.need('vswitch', call.params.VSwitchId, 'InvalidVSwitchId.NotFound'), [
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
  CreateNatGateway(call) {
    const { cloud, params } = call;
    cloud.need('vpc', params.VpcId, 'InvalidVpcId.NotFound');
    const vSwitch = cloud.need('vswitch', params.VSwitchId, 'InvalidVSwitchId.NotFound');
    const NatGatewayId = cloud.newId('ngw-');
    const fields = {
      NatGatewayId,
      VpcId: params.VpcId,
      RegionId: call.region,
      Name: params.Name ?? '',
      Description: params.Description ?? '',
      NatType: params.NatType ?? 'Enhanced',
      NetworkType: params.NetworkType ?? 'internet',
      InternetChargeType: params.InternetChargeType ?? 'PayByLcu',
      InstanceChargeType: 'PostPaid',
      EipBindMode: params.EipBindMode ?? 'MULTI_BINDED',
      Spec: '',
      CreationTime: createdAt,
      ExpiredTime: '',
      BusinessStatus: 'Normal',
      AvailabilityMode: 'CrossAZ',
      DeletionProtection: false,
      IcmpReplyEnabled: true,
      PrivateLinkEnabled: false,
      NatGatewayPrivateInfo: { VswitchId: vSwitch.id, IzNo: vSwitch.fields.ZoneId, PrivateIpAddress: '10.0.0.10' },
    };
    cloud.create('nat', NatGatewayId, fields, { parents: [String(params.VpcId), vSwitch.id], tags: tagParams(params) });
    return { NatGatewayId };
  },
  DescribeNatGateways(call) {
    const { NatGatewayId, VpcId, Name } = call.params;
    const found = call.cloud
      .all('nat')
      .filter(
        (item) =>
          (!NatGatewayId || item.id === NatGatewayId) &&
          (!VpcId || item.fields.VpcId === VpcId) &&
          (!Name || item.fields.Name === Name),
      );
    return {
      NatGateways: { NatGateway: found.map((item) => natAnswer(call, item)) },
      TotalCount: found.length,
      PageNumber: 1,
      PageSize: 50,
    };
  },
  ModifyNatGatewayAttribute: (call) =>
    copy(call, call.cloud.need('nat', call.params.NatGatewayId, 'InvalidNatGatewayId.NotFound'), [
      'Name',
      'Description',
    ]),
  DeleteNatGateway(call) {
    const { cloud } = call;
    const item = cloud.need('nat', call.params.NatGatewayId, 'InvalidNatGatewayId.NotFound');
    if (cloud.all('eip').some((eip) => eip.fields.InstanceId === item.id)) {
      throw new ApiError(400, 'DependencyViolation.EIPS', 'The NAT gateway still has EIPs.');
    }
    if (cloud.children(item.id, 'snat').length > 0) {
      throw new ApiError(400, 'DependencyViolation.SnatEntry', 'The NAT gateway still has SNAT entries.');
    }
    cloud.remove(item);
    return {};
  },
  CreateSnatEntry(call) {
    const { cloud, params } = call;
    const nat = cloud.need('nat', `ngw-${params.SnatTableId?.slice(4)}`, 'InvalidSnatTableId.NotFound');
    const bound = cloud
      .all('eip')
      .some((eip) => eip.fields.InstanceId === nat.id && eip.fields.IpAddress === params.SnatIp);
    if (!bound) throw new ApiError(400, 'EIP_NOT_IN_GATEWAY', 'The EIP is not bound to the NAT gateway.');
    const known = cloud
      .children(nat.id, 'snat')
      .some((entry) => entry.fields.SourceVSwitchId === params.SourceVSwitchId);
    if (known)
      throw new ApiError(400, 'Forbidden.SourceVSwitchId.Duplicated', 'The vSwitch already has an SNAT entry.');
    const SnatEntryId = cloud.newId('snat-');
    const fields = {
      SnatEntryId,
      SnatTableId: params.SnatTableId,
      SnatIp: params.SnatIp,
      SourceVSwitchId: params.SourceVSwitchId ?? '',
      SourceCIDR: params.SourceCIDR ?? cloud.find('vswitch', params.SourceVSwitchId)?.fields.CidrBlock,
      SnatEntryName: params.SnatEntryName ?? '',
      EipAffinity: '0',
    };
    cloud.create('snat', SnatEntryId, fields, { parents: [nat.id, params.SourceVSwitchId ?? ''] });
    return { SnatEntryId };
  },
  DescribeSnatTableEntries(call) {
    const { SnatTableId, SnatEntryId } = call.params;
    const found = call.cloud
      .all('snat')
      .filter((item) => item.fields.SnatTableId === SnatTableId && (!SnatEntryId || item.id === SnatEntryId));
    const entries = found.map((item) => ({ ...item.fields, Status: call.cloud.ready(item) ? 'Available' : 'Pending' }));
    return { SnatTableEntries: { SnatTableEntry: entries }, TotalCount: found.length, PageNumber: 1, PageSize: 50 };
  },
  ModifySnatEntry: (call) =>
    copy(call, call.cloud.need('snat', call.params.SnatEntryId, 'InvalidSnatEntryId.NotFound'), [
      'SnatIp',
      'SnatEntryName',
    ]),
  DeleteSnatEntry(call) {
    call.cloud.remove(call.cloud.need('snat', call.params.SnatEntryId, 'InvalidSnatEntryId.NotFound'));
    return {};
  },
  AllocateEipAddress(call) {
    const { cloud, params } = call;
    const AllocationId = cloud.newId('eip-');
    const last = cloud.history.length;
    const fields = {
      AllocationId,
      IpAddress: `203.0.113.${(last % 250) + 1}`,
      Name: params.Name ?? '',
      Description: params.Description ?? '',
      Bandwidth: params.Bandwidth ?? '5',
      EipBandwidth: params.Bandwidth ?? '5',
      InternetChargeType: params.InternetChargeType ?? 'PayByBandwidth',
      ChargeType: 'PostPaid',
      ISP: params.ISP ?? 'BGP',
      Netmode: 'public',
      InstanceId: '',
      InstanceType: '',
      AllocationTime: createdAt,
      ResourceGroupId: 'rg-default',
      DeletionProtection: false,
      HDMonitorStatus: 'OFF',
      SecurityProtectionTypes: { SecurityProtectionType: [] },
      PublicIpAddressPoolId: '',
      Zone: '',
      Mode: '',
      RegionId: call.region,
      VpcId: '',
      PrivateIpAddress: '',
    };
    cloud.create('eip', AllocationId, fields, { tags: tagParams(params) });
    return { AllocationId, EipAddress: fields.IpAddress, ResourceGroupId: 'rg-default' };
  },
  DescribeEipAddresses(call) {
    const { AllocationId, EipName } = call.params;
    const found = call.cloud
      .all('eip')
      .filter((item) => (!AllocationId || item.id === AllocationId) && (!EipName || item.fields.Name === EipName));
    return {
      EipAddresses: { EipAddress: found.map((item) => eipAnswer(call, item)) },
      TotalCount: found.length,
      PageNumber: 1,
      PageSize: 50,
    };
  },
  ModifyEipAddressAttribute: (call) =>
    copy(call, call.cloud.need('eip', call.params.AllocationId, 'InvalidAllocationId.NotFound'), [
      'Name',
      'Description',
      'Bandwidth',
    ]),
  AssociateEipAddress(call) {
    const { cloud, params } = call;
    const item = cloud.need('eip', params.AllocationId, 'InvalidAllocationId.NotFound');
    if (item.fields.InstanceId !== '') throw new ApiError(400, 'IncorrectEipStatus', 'The EIP is already associated.');
    item.fields.InstanceId = params.InstanceId;
    item.fields.InstanceType = params.InstanceType;
    item.readyAt = Date.now() + cloud.settleMs;
    return {};
  },
  UnassociateEipAddress(call) {
    const { cloud, params } = call;
    const item = cloud.need('eip', params.AllocationId, 'InvalidAllocationId.NotFound');
    const used = cloud.all('snat').some((entry) => entry.fields.SnatIp === item.fields.IpAddress);
    if (used && !yes(params.Force)) {
      throw new ApiError(400, 'InvalidIpStatus.HasBeenUsedBySnatTable', 'The EIP is used by an SNAT entry.');
    }
    item.fields.InstanceId = '';
    item.fields.InstanceType = '';
    return {};
  },
  ReleaseEipAddress(call) {
    const item = call.cloud.need('eip', call.params.AllocationId, 'InvalidAllocationId.NotFound');
    if (item.fields.InstanceId !== '') throw new ApiError(400, 'IncorrectEipStatus', 'The EIP is associated.');
    call.cloud.remove(item);
    return {};
  },
  DescribeZones: (call) => ({
    Zones: {
      Zone: ['g', 'h', 'i', 'j', 'k'].map((zone) => ({ ZoneId: `${call.region}-${zone}`, LocalName: zone })),
    },
  }),
};
