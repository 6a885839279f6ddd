import { describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { EdgeCluster } from '../../infra/edge-cluster.js';
import { only, refused, registrations, resolved } from './registrations.js';

const workers = { instanceTypes: ['ecs.g7.xlarge'] };

describe('EdgeCluster', () => {
  test('is a managed cluster of the edge profile with pools of machines', async () => {
    const args = {
      vSwitchIds: ['vsw-1'],
      podCidr: '172.22.0.0/16',
      nodePools: { system: workers },
      edgeNodePools: { site: {} },
    };
    const { result, made } = await registrations(() => new EdgeCluster('edge', { ...args, publicApiServer: true }));
    expect(only(made, 'alicloud:cs/managedKubernetes:ManagedKubernetes')).toMatchObject({ profile: 'Edge' });
    expect(made.filter(({ inputs }) => inputs['type'] === 'edge').map(({ name }) => name)).toEqual(['edge-site']);
    expect(await resolved(result.endpoint ?? pulumi.output(''))).toBe('https://198.51.100.1:6443');
  });

  test('needs a pod range', () => {
    expect(refused(() => new EdgeCluster('edge', { vSwitchIds: ['vsw-1'] }))).toEqual(['ARG_MISSING podCidr']);
    expect(refused(() => new EdgeCluster('edge', { vSwitchIds: ['vsw-1'], podCidr: 'x' }))).toEqual([
      'ARG_CIDR podCidr',
    ]);
  });
});
