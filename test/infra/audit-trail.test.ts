import { describe, expect, test } from '@jest/globals';
import { AuditTrail } from '../../infra/audit-trail.js';
import { only, refused, registrations } from './registrations.js';

describe('AuditTrail', () => {
  test('delivers every event of every region to the project', async () => {
    const args = { project: 'logs', region: 'cn-hangzhou', accountId: '1' };
    const { made } = await registrations(() => new AuditTrail('trail', args));
    expect(only(made, 'alicloud:actiontrail/trail:Trail')).toMatchObject({
      slsProjectArn: 'acs:log:cn-hangzhou:1:project/logs',
      trailRegion: 'All',
      eventRw: 'All',
    });
    expect(refused(() => new AuditTrail('trail', { ...args, events: 'Some' as 'All' }))).toEqual(['ARG_CHOICE events']);
    expect(refused(() => new AuditTrail('trail', { region: 'cn-hangzhou' } as never))).toEqual([
      'ARG_MISSING project',
      'ARG_MISSING accountId',
    ]);
  });
});
