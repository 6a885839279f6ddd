import { describe, expect, test } from '@jest/globals';
import { MeshOperator } from '../../infra/mesh-operator.js';
import { only, refused, registrations, resolved } from './registrations.js';

describe('MeshOperator', () => {
  test('the add-on names the instance after the cluster', async () => {
    const { result, made } = await registrations(() => new MeshOperator('op', { clusterId: 'c1' }));
    expect(only(made, 'alicloud:cs/kubernetesAddon:KubernetesAddon')).toMatchObject({ name: 'servicemesh-operator' });
    expect(await resolved(result.serviceMeshName)).toBe('mesh-for-c1');
    expect(await resolved(result.serviceMeshId)).toBe('mesh-of-addon');
    expect(refused(() => new MeshOperator('op', { clusterId: 'c1', version: 'x' }))).toEqual(['ARG_FORMAT version']);
  });
});
