import { describe, expect, test } from '@jest/globals';
import { Metrics } from '../../infra/metrics.js';
import { only, refused, registrations, tags } from './registrations.js';

describe('Metrics', () => {
  test('watches the cluster that it names', async () => {
    const { made } = await registrations(() => new Metrics('metrics', { clusterId: 'c1', tags }));
    expect(only(made, 'alicloud:arms/environment:Environment')).toMatchObject({ bindResourceId: 'c1', tags });
    expect(refused(() => new Metrics('metrics', {} as never))).toEqual(['ARG_MISSING clusterId']);
  });
});
