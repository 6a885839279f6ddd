import { type Call, createdAt, type Service, tagParams } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { listing, named, setting } from './operations.js';

const gateway = named('nat', 'NatGatewayId', 'InvalidNatGatewayId.NotFound');
const snatEntry = named('snat', 'SnatEntryId', 'InvalidSnatEntryId.NotFound');

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

/** NAT gateways and SNAT entries (2016-04-28). */
export const natOperations: Service = {
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
  DescribeNatGateways: listing(
    'nat',
    ['NatGateways', 'NatGateway'],
    { NatGatewayId: 'NatGatewayId', VpcId: 'VpcId', Name: 'Name' },
    natAnswer,
  ),
  ModifyNatGatewayAttribute: setting(gateway, ['Name', 'Description']),
  DeleteNatGateway(call) {
    const { cloud } = call;
    const item = gateway(call);
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
  DescribeSnatTableEntries: listing(
    'snat',
    ['SnatTableEntries', 'SnatTableEntry'],
    { SnatTableId: 'SnatTableId', SnatEntryId: 'SnatEntryId' },
    ({ cloud }, item) => ({ ...item.fields, Status: cloud.ready(item) ? 'Available' : 'Pending' }),
  ),
  ModifySnatEntry: setting(snatEntry, ['SnatIp', 'SnatEntryName']),
  DeleteSnatEntry(call) {
    call.cloud.remove(snatEntry(call));
    return {};
  },
};
