import { describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { NodePool } from '../../infra/node-pool.js';
import { only, refused, registrations } from './registrations.js';

const workers = { instanceTypes: ['ecs.g7.xlarge'] };

describe('NodePool', () => {
  const args = { clusterId: 'c1', vSwitchIds: ['vsw-1'], ...workers };

  test('scales within a range', async () => {
    const { made } = await registrations(() => new NodePool('np', { ...args, size: { min: 1, max: 5 } }));
    const inputs = only(made, 'alicloud:cs/nodePool:NodePool');
    expect(inputs['scalingConfig']).toMatchObject({ enable: true, minSize: 1, maxSize: 5 });
    expect(inputs['desiredSize']).toBeUndefined();
  });

  test('takes its size from an Output', async () => {
    const { made } = await registrations(() => new NodePool('np', { ...args, size: pulumi.output(7) }));
    expect(only(made, 'alicloud:cs/nodePool:NodePool')).toMatchObject({ desiredSize: '7' });
  });

  test('refuses a key for disks that are not encrypted', () => {
    expect(refused(() => new NodePool('np', { ...args, encrypted: false, kmsKeyId: 'k' }))).toEqual([
      'ARG_EXCLUSIVE kmsKeyId',
    ]);
  });

  test('refuses labels and taints that Kubernetes refuses, and what is left out', () => {
    const labels = { 'bad key': 'x', team: 'no spaces', 'example.com/team': 'ok' };
    const taints = [{ key: 'dedicated', effect: 'Never' as 'NoExecute' }];
    expect(refused(() => new NodePool('np', { ...args, labels, taints }))).toEqual([
      'ARG_FORMAT labels.bad key',
      'ARG_FORMAT labels.team',
      'ARG_CHOICE taints[0].effect',
    ]);
    expect(refused(() => new NodePool('np', { vSwitchIds: [] } as never))).toEqual([
      'ARG_MISSING clusterId',
      'ARG_COUNT vSwitchIds',
      'ARG_MISSING instanceTypes',
    ]);
  });
});
