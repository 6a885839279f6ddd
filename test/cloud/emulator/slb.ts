import { createdAt, type Service, tagParams } from './call.js';
import { ApiError } from './cloud.js';
import { listing, named, setting } from './operations.js';
import { tagging } from './tagging.js';

const balancer = named('clb', 'LoadBalancerId', 'InvalidLoadBalancerId.NotFound');

/** CLB instances (2014-05-15). */
export const slbService: Service = {
  ...tagging(true),
  CreateLoadBalancer(call) {
    const { cloud, params } = call;
    const vSwitch = cloud.find('vswitch', params.VSwitchId);
    if (params.AddressType === 'intranet' && !vSwitch)
      throw new ApiError(404, 'InvalidVSwitchId.NotFound', 'No vSwitch.');
    const LoadBalancerId = cloud.newId('lb-');
    const fields = {
      LoadBalancerId,
      LoadBalancerName: params.LoadBalancerName ?? '',
      Address:
        params.AddressType === 'intranet'
          ? `10.0.0.${cloud.all('clb').length + 20}`
          : `198.51.100.${cloud.all('clb').length + 1}`,
      AddressType: params.AddressType ?? 'internet',
      AddressIPVersion: 'ipv4',
      Bandwidth: Number(params.Bandwidth ?? 5120),
      DeleteProtection: params.DeleteProtection ?? 'off',
      InternetChargeType: (params.InternetChargeType ?? 'paybytraffic').toLowerCase(),
      LoadBalancerSpec: params.LoadBalancerSpec ?? '',
      MasterZoneId: `${call.region}-h`,
      SlaveZoneId: `${call.region}-i`,
      ModificationProtectionReason: '',
      ModificationProtectionStatus: 'NonProtection',
      PayType: 'PayOnDemand',
      InstanceChargeType: params.InstanceChargeType ?? 'PayBySpec',
      ResourceGroupId: 'rg-default',
      VSwitchId: params.VSwitchId ?? '',
      VpcId: vSwitch?.fields.VpcId ?? '',
      CreateTime: createdAt,
      RegionId: call.region,
      ListenerPortsAndProtocol: { ListenerPortAndProtocol: [] },
      BackendServers: { BackendServer: [] },
    };
    cloud.create('clb', LoadBalancerId, fields, { parents: vSwitch ? [vSwitch.id] : [], tags: tagParams(params) });
    return { LoadBalancerId, Address: fields.Address };
  },
  DescribeLoadBalancerAttribute(call) {
    const item = balancer(call);
    return { ...item.fields, LoadBalancerStatus: call.cloud.ready(item) ? 'active' : 'inactive' };
  },
  DescribeLoadBalancers: listing(
    'clb',
    ['LoadBalancers', 'LoadBalancer'],
    { LoadBalancerId: 'LoadBalancerId', LoadBalancerName: 'LoadBalancerName' },
    (_call, item) => ({ ...item.fields, LoadBalancerStatus: 'active' }),
  ),
  SetLoadBalancerName: setting(balancer, ['LoadBalancerName']),
  SetLoadBalancerDeleteProtection: setting(balancer, ['DeleteProtection']),
  SetLoadBalancerModificationProtection: setting(balancer, ['ModificationProtectionStatus']),
  ModifyLoadBalancerInstanceSpec: setting(balancer, ['LoadBalancerSpec']),
  ModifyLoadBalancerInstanceChargeType: setting(balancer, ['InstanceChargeType']),
  ModifyLoadBalancerInternetSpec: setting(balancer, ['Bandwidth']),
  DeleteLoadBalancer(call) {
    const item = balancer(call);
    if (item.fields.DeleteProtection === 'on')
      throw new ApiError(400, 'OperationDenied.DeleteProtectionIsOn', 'Protected.');
    call.cloud.remove(item);
    return {};
  },
};
