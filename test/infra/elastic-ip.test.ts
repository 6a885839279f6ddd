import { describe, expect, test } from '@jest/globals';
import { ElasticIp } from '../../infra/elastic-ip.js';
import { only, refused, registrations } from './registrations.js';

describe('ElasticIp', () => {
  test('an EIP is bound where it is told', async () => {
    const attachTo = { instanceId: 'lb-1', instanceType: 'SlbInstance' } as const;
    const { made } = await registrations(() => new ElasticIp('eip', { attachTo }));
    expect(only(made, 'alicloud:ecs/eipAssociation:EipAssociation')).toMatchObject(attachTo);
    expect(refused(() => new ElasticIp('eip', { bandwidth: 500 }))).toEqual(['ARG_RANGE bandwidth']);
  });
});
