import { describe, expect, test } from '@jest/globals';
import { Fleet } from '../../infra/fleet.js';
import { counts, only, refused, registrations, resolved } from './registrations.js';

describe('Fleet', () => {
  test('members join and the mesh is switched on', async () => {
    const args = { region: 'cn-hangzhou', vpcId: 'vpc-1', vSwitchIds: ['vsw-1'], members: { a: 'c1', b: 'c2' } };
    const { result, made } = await registrations(() => new Fleet('fleet', args));
    expect(only(made, 'alicloud:ackone/cluster:Cluster')).toMatchObject({ argocdEnabled: false });
    expect(counts(made)['alicloud:ackone/membershipAttachment:MembershipAttachment']).toBe(2);
    expect(await resolved(result.memberIds)).toEqual({ a: 'c1', b: 'c2' });
    expect(result.mesh).toBeDefined();
    expect(refused(() => new Fleet('fleet', { ...args, members: {} }))).toEqual(['ARG_COUNT members']);
    expect(refused(() => new Fleet('fleet', {} as never))).toEqual([
      'ARG_MISSING region',
      'ARG_MISSING vpcId',
      'ARG_MISSING vSwitchIds',
      'ARG_MISSING members',
    ]);
  });
});
