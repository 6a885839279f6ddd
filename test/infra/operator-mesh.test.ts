import { describe, expect, test } from '@jest/globals';
import { OperatorMesh } from '../../infra/operator-mesh.js';
import { only, refused, registrations } from './registrations.js';

describe('OperatorMesh', () => {
  test('stands for the instance of the cluster that it names', async () => {
    const { made } = await registrations(() => new OperatorMesh('op', { clusterId: 'c1' }));
    expect(only(made, 'pulumi-nodejs:dynamic/mesh:OperatorMesh')).toMatchObject({ clusterId: 'c1' });
    expect(refused(() => new OperatorMesh('op', {} as never))).toEqual(['ARG_MISSING clusterId']);
  });
});
