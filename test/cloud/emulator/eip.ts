import { type Call, createdAt, type Service, tagParams, yes } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { listing, named, setting } from './operations.js';
import { tagList } from './tagging.js';

const address = named('eip', 'AllocationId', 'InvalidAllocationId.NotFound');

function eipAnswer(call: Call, item: Item): Record<string, unknown> {
  return {
    ...item.fields,
    Status: item.fields.InstanceId === '' ? 'Available' : call.cloud.ready(item) ? 'InUse' : 'Associating',
    Tags: { Tag: tagList(item) },
  };
}

/** Public addresses (2016-04-28). */
export const eipOperations: Service = {
  AllocateEipAddress(call) {
    const { cloud, params } = call;
    if (cloud.all('eip').length >= cloud.limit('eip'))
      throw new ApiError(400, 'QuotaExceeded.Eip', 'EIP quota exceeded.');
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
  DescribeEipAddresses: listing(
    'eip',
    ['EipAddresses', 'EipAddress'],
    { AllocationId: 'AllocationId', Name: 'EipName' },
    eipAnswer,
  ),
  ModifyEipAddressAttribute: setting(address, ['Name', 'Description', 'Bandwidth']),
  AssociateEipAddress(call) {
    const { cloud, params } = call;
    const item = address(call);
    if (item.fields.InstanceId !== '') throw new ApiError(400, 'IncorrectEipStatus', 'The EIP is already associated.');
    item.fields.InstanceId = params.InstanceId;
    item.fields.InstanceType = params.InstanceType;
    item.readyAt = Date.now() + cloud.settleMs;
    return {};
  },
  UnassociateEipAddress(call) {
    const { cloud, params } = call;
    const item = address(call);
    const used = cloud.all('snat').some((entry) => entry.fields.SnatIp === item.fields.IpAddress);
    if (used && !yes(params.Force)) {
      throw new ApiError(400, 'InvalidIpStatus.HasBeenUsedBySnatTable', 'The EIP is used by an SNAT entry.');
    }
    item.fields.InstanceId = '';
    item.fields.InstanceType = '';
    return {};
  },
  ReleaseEipAddress(call) {
    const item = address(call);
    if (item.fields.InstanceId !== '') throw new ApiError(400, 'IncorrectEipStatus', 'The EIP is associated.');
    call.cloud.remove(item);
    return {};
  },
};
