import { describe, expect, test } from '@jest/globals';
import { PilotAddress } from '../../infra/pilot-address.js';
import { only, refused, registrations } from './registrations.js';

describe('PilotAddress', () => {
  test('binds the EIP that it is given', async () => {
    const args = { serviceMeshId: 'c9', allocationId: 'eip-1' };
    const { made } = await registrations(() => new PilotAddress('pilot', args));
    expect(only(made, 'pulumi-nodejs:dynamic/mesh:PilotAddress')).toMatchObject(args);
    expect(refused(() => new PilotAddress('pilot', { serviceMeshId: 'c9' } as never))).toEqual([
      'ARG_MISSING allocationId',
    ]);
  });
});
