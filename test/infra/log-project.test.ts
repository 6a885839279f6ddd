import { describe, expect, test } from '@jest/globals';
import { LogProject } from '../../infra/log-project.js';
import { counts, only, refused, registrations, tags } from './registrations.js';

describe('LogProject', () => {
  test('logs are kept for 14 days and can be searched', async () => {
    const { made } = await registrations(() => new LogProject('logs', { stores: { app: {} }, tags }));
    expect(only(made, 'alicloud:log/store:Store')).toMatchObject({ retentionPeriod: 14, logstoreName: 'app' });
    expect(counts(made)['alicloud:log/storeIndex:StoreIndex']).toBe(1);
    const stores = { app: { retentionDays: 0 }, X: {} };
    expect(refused(() => new LogProject('Logs', { stores }))).toEqual([
      'ARG_FORMAT projectName',
      'ARG_RANGE stores.app.retentionDays',
      'ARG_FORMAT stores.X',
    ]);
  });
});
