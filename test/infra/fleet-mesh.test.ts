import { describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { FleetMesh } from '../../infra/fleet-mesh.js';
import { only, refused, registrations } from './registrations.js';

describe('FleetMesh', () => {
  test('switches the mesh of a fleet on, and reads its kubeconfig', async () => {
    const args = { fleetId: 'f1', region: 'cn-hangzhou' };
    const { result, made } = await registrations(() => new FleetMesh('fleet', args));
    expect(only(made, 'pulumi-nodejs:dynamic/fleet:Mesh')).toMatchObject(args);
    expect(pulumi.Output.isInstance(result.kubeconfig)).toBe(true);
    expect(refused(() => new FleetMesh('fleet', {} as never))).toEqual(['ARG_MISSING fleetId', 'ARG_MISSING region']);
  });
});
