import { describe, expect, test } from '@jest/globals';
import { LoadBalancer } from '../../infra/load-balancer.js';
import { counts, only, refused, registrations, tags } from './registrations.js';

describe('LoadBalancer', () => {
  test('a CLB is private and billed by use unless told otherwise', async () => {
    const { made } = await registrations(() => new LoadBalancer('lb', { vSwitchId: 'vsw-1', tags }));
    expect(only(made, 'alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer')).toMatchObject({
      addressType: 'intranet',
      instanceChargeType: 'PayByCLCU',
      deleteProtection: 'off',
      tags,
    });
  });

  test('an existing CLB is left as it is', async () => {
    const { result, made } = await registrations(() => new LoadBalancer('lb', { loadBalancerId: 'lb-1' }));
    expect(counts(made)).toEqual({});
    expect(result.adopted).toBe(true);
    expect(refused(() => new LoadBalancer('lb', { loadBalancerId: 'lb-1', addressType: 'internet' }))).toEqual([
      'ARG_EXCLUSIVE addressType',
    ]);
    expect(refused(() => new LoadBalancer('lb', {}))).toEqual(['ARG_MISSING vSwitchId']);
    expect(refused(() => new LoadBalancer('lb', { addressType: 'internet', vSwitchId: 'vsw-1' }))).toEqual([
      'ARG_EXCLUSIVE vSwitchId',
    ]);
  });
});
