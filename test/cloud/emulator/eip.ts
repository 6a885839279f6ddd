import { type Call, copyParams, createdAt, matching, page, type Service, tagParams, yes } from './call.js';
import { ApiError, type Item } from './cloud.js';

const tagList = (item: Item) => ({ Tag: Object.entries(item.tags).map(([Key, Value]) => ({ Key, Value })) });

function eipAnswer(call: Call, item: Item): Record<string, unknown> {
  return {
    ...item.fields,
    Status: item.fields.InstanceId === '' ? 'Available' : call.cloud.ready(item) ? 'InUse' : 'Associating',
    Tags: tagList(item),
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
  DescribeEipAddresses(call) {
    const { AllocationId, EipName } = call.params;
    const found = matching(call, 'eip', { AllocationId, Name: EipName });
    return page(
      'EipAddresses',
      'EipAddress',
      found.map((item) => eipAnswer(call, item)),
    );
  },
  ModifyEipAddressAttribute: (call) =>
    copyParams(call, call.cloud.need('eip', call.params.AllocationId, 'InvalidAllocationId.NotFound'), [
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
};
