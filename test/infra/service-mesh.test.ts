import { describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { ServiceMesh } from '../../infra/service-mesh.js';
import { only, refused, registrations, resolved, tags } from './registrations.js';

const mesh = { vpcId: 'vpc-1', vSwitchId: 'vsw-1' };

describe('ServiceMesh', () => {
  const type = 'alicloud:servicemesh/serviceMesh:ServiceMesh';

  test('writes every setting out that the service would choose', async () => {
    const { result, made } = await registrations(
      () => new ServiceMesh('asm', { ...mesh, clusters: { a: 'c1', b: 'c2' }, tags }),
    );
    expect(only(made, type)).toMatchObject({
      edition: 'Pro',
      clusterSpec: 'standard',
      loadBalancer: { apiServerPublicEip: false },
      meshConfig: {
        outboundTrafficPolicy: 'ALLOW_ANY',
        pilot: { traceSampling: 1 },
        proxy: { limitCpu: '2000m', clusterDomain: 'cluster.local' },
        accessLog: { enabled: false },
        audit: { enabled: false },
        kiali: { enabled: false },
        opa: { enabled: false },
      },
      tags,
    });
    expect(only(made, type)['clusterIds']).toBeUndefined();
    expect(result.memberships).toHaveLength(2);
    expect(await pulumi.isSecret(result.kubeconfig)).toBe(true);
  });

  test('binds an EIP to Pilot, a new one or the one that is given', async () => {
    const fresh = await registrations(() => new ServiceMesh('asm', { ...mesh, publicPilot: true, tags }));
    expect(only(fresh.made, 'alicloud:ecs/eipAddress:EipAddress')).toMatchObject({ addressName: 'asm-pilot', tags });
    const given = await registrations(
      () => new ServiceMesh('asm', { ...mesh, publicPilot: true, pilotEipId: 'eip-1' }),
    );
    expect(only(given.made, 'pulumi-nodejs:dynamic/mesh:PilotAddress')).toMatchObject({ allocationId: 'eip-1' });
  });

  test('logs to a project for as long as it is told', async () => {
    const logging = { project: 'logs', retentionDays: 30, gateways: false };
    const { made } = await registrations(() => new ServiceMesh('asm', { ...mesh, logging }));
    expect(only(made, type)['meshConfig']).toMatchObject({
      accessLog: { enabled: true, project: 'logs', sidecarLifecycle: 30, gatewayEnabled: false },
      audit: { enabled: true, project: 'logs' },
      controlPlaneLog: { enabled: true, logTtlInDay: 30 },
    });
  });

  test('takes the newest release of a line, by number and not by letter', async () => {
    const { made } = await registrations(() => new ServiceMesh('asm', { ...mesh, version: '1.25' }));
    expect(only(made, type)).toMatchObject({ version: 'v1.25.6.79-b' });
  });

  test('refuses an old Istio, a half network, and settings that exclude each other', () => {
    const args = {
      version: '1.13',
      vpcId: 'vpc-1',
      edition: 'Default',
      specification: 'ultimate',
      pilotEipId: 'eip-1',
    } as const;
    expect(refused(() => new ServiceMesh('asm', { ...args, meshConfig: { traceSampling: 101 } })).sort()).toEqual([
      'ARG_EDITION specification',
      'ARG_EXCLUSIVE pilotEipId',
      'ARG_MISSING vSwitchId',
      'ARG_RANGE meshConfig.traceSampling',
      'ARG_VERSION version',
    ]);
  });

  test('refuses quantities and ranges that Istio cannot read', () => {
    const meshConfig = {
      proxy: { requestCpu: 'much' },
      includeIpRanges: '10.0.0.0/8,10.0.0.0/33',
      clusterDomain: 'a b',
    };
    const args = { ...mesh, meshConfig, logging: {} as never, clusters: { a: 'c1' }, existingClusters: ['b'] };
    expect(refused(() => new ServiceMesh('asm', args))).toEqual([
      'ARG_FORMAT meshConfig.proxy.requestCpu',
      'ARG_CIDR meshConfig.includeIpRanges',
      'ARG_FORMAT meshConfig.clusterDomain',
      'ARG_MISSING logging.project',
      'ARG_CHOICE existingClusters[0]',
    ]);
  });

  test('adopts by id, and refuses settings of an instance that exists', async () => {
    const { result, made } = await registrations(
      () => new ServiceMesh('asm', { serviceMeshId: 'c9', clusters: { a: 'c1' } }),
    );
    expect(made.filter((one) => one.type === type)).toEqual([]);
    expect(await resolved(result.kubeconfig)).toBe('of the mesh');
    const settings = { version: '1.25', publicPilot: true, meshConfig: { kiali: true } };
    expect(refused(() => new ServiceMesh('asm', { serviceMeshId: 'c9', ...settings }))).toEqual([
      'ARG_EXCLUSIVE version',
      'ARG_EXCLUSIVE publicPilot',
      'ARG_EXCLUSIVE meshConfig',
    ]);
  });
});
