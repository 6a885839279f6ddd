import { describe, expect, test } from '@jest/globals';
import { MeshMembership } from '../../infra/mesh-membership.js';
import { only, refused, registrations } from './registrations.js';

describe('MeshMembership', () => {
  test('one cluster joins one instance, and leaves unless told otherwise', async () => {
    const { made } = await registrations(() => new MeshMembership('m', { serviceMeshId: 'c9', clusterId: 'c1' }));
    const inputs = only(made, 'pulumi-nodejs:dynamic/mesh:Membership');
    expect(inputs).toMatchObject({ serviceMeshId: 'c9', clusterId: 'c1' });
    expect(inputs['keepIfFound']).toBeUndefined();
    expect(refused(() => new MeshMembership('m', {} as never))).toEqual([
      'ARG_MISSING serviceMeshId',
      'ARG_MISSING clusterId',
    ]);
  });
});
