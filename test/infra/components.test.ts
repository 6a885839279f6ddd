import { describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { AccessRoles } from '../../infra/access-roles.js';
import { AckCluster, type PodNetwork } from '../../infra/ack-cluster.js';
import { AuditTrail } from '../../infra/audit-trail.js';
import { EdgeCluster } from '../../infra/edge-cluster.js';
import { ElasticIp } from '../../infra/elastic-ip.js';
import { EncryptionKey } from '../../infra/encryption-key.js';
import { Fleet } from '../../infra/fleet.js';
import { LoadBalancer } from '../../infra/load-balancer.js';
import { LogProject } from '../../infra/log-project.js';
import { MeshOperator } from '../../infra/mesh-operator.js';
import { Metrics } from '../../infra/metrics.js';
import { Network } from '../../infra/network.js';
import { NodePool } from '../../infra/node-pool.js';
import { SecurityGroup, SecurityGroupPeering } from '../../infra/security-group.js';
import { ServiceMesh } from '../../infra/service-mesh.js';
import { ownershipTags } from '../../infra/tags.js';
import { TransitRouter } from '../../infra/transit-router.js';
import { ProblemsError } from '../../mesh/problem.js';
import { counts, only, registrations, resolved } from './registrations.js';

const tags = ownershipTags({ env: 'test', owner: 'me', costCenter: 'cc', dataClassification: 'internal' });
const zones = [
  { zoneId: 'cn-hangzhou-h', nodeCidr: '10.0.0.0/20', podCidr: '10.0.64.0/20' },
  { zoneId: 'cn-hangzhou-i', nodeCidr: '10.0.16.0/20', podCidr: '10.0.80.0/20' },
];
const workers = { instanceTypes: ['ecs.g7.xlarge'] };
const terway: PodNetwork = { plugin: 'terway', podVSwitchIds: ['vsw-p'] };
const cluster = { vSwitchIds: ['vsw-1'], podNetwork: terway };
const mesh = { vpcId: 'vpc-1', vSwitchId: 'vsw-1' };

/** Places and codes of everything that a component refuses. */
function refused(program: () => unknown): string[] {
  try {
    program();
  } catch (error) {
    if (error instanceof ProblemsError)
      return error.problems.map(({ code, place }) => `${code} ${place.split(': ')[1]}`);
    throw error;
  }
  return [];
}

describe('Network', () => {
  test('makes a VPC, vSwitches for nodes and pods, and egress for each', async () => {
    const { result, made } = await registrations(() => new Network('net', { zones, tags }));
    expect(counts(made)).toEqual({
      'alicloud:vpc/network:Network': 1,
      'alicloud:vpc/switch:Switch': 4,
      'alicloud:vpc/natGateway:NatGateway': 1,
      'alicloud:ecs/eipAddress:EipAddress': 1,
      'alicloud:ecs/eipAssociation:EipAssociation': 1,
      'alicloud:vpc/snatEntry:SnatEntry': 4,
    });
    expect(only(made, 'alicloud:vpc/network:Network')).toMatchObject({ cidrBlock: '10.0.0.0/16', tags });
    expect(await resolved(result.podVSwitchIds)).toEqual(['net-pods-cn-hangzhou-h-id', 'net-pods-cn-hangzhou-i-id']);
    expect(await resolved(result.egressIpAddress ?? pulumi.output(''))).toBe('203.0.113.1');
    expect(made.filter(({ name }) => !name.startsWith('net'))).toEqual([]);
  });

  test('adopts by id and then makes nothing', async () => {
    const adopted = [{ zoneId: 'cn-hangzhou-h', vSwitchId: 'vsw-1' }];
    const { result, made } = await registrations(() => new Network('net', { vpcId: 'vpc-1', zones: adopted }));
    expect(counts(made)).toEqual({});
    expect(await resolved(result.vSwitchIds)).toEqual(['vsw-1']);
  });

  test('refuses everything that is wrong at once', () => {
    const wrong = [
      { zoneId: 'cn-hangzhou-h', nodeCidr: '10.9.0.0/20' },
      { zoneId: 'cn-hangzhou-h', nodeCidr: '10.0.0.1/20' },
      { zoneId: 'cn-hangzhou-i', nodeCidr: '10.0.8.0/30', podCidr: '10.0.8.0/24' },
      { zoneId: 'cn-hangzhou-j' },
    ];
    expect(refused(() => new Network('net', { zones: wrong, egressBandwidth: 0 })).sort()).toEqual([
      'ARG_CIDR zones[1].nodeCidr',
      'ARG_CIDR zones[2].nodeCidr',
      'ARG_CIDR_OUTSIDE zones[0].nodeCidr',
      'ARG_CIDR_OVERLAP zones[2].podCidr',
      'ARG_DUPLICATE zones[1].zoneId',
      'ARG_MISSING zones[3]',
      'ARG_RANGE egressBandwidth',
    ]);
  });

  test('keeps reserved ranges free', () => {
    expect(refused(() => new Network('net', { zones, reservedCidrs: { services: '10.0.128.0/20' } }))).toEqual([
      'ARG_CIDR_OVERLAP services',
    ]);
  });

  test('cannot look into Outputs, and does not try', async () => {
    const late = [{ zoneId: pulumi.output('z'), nodeCidr: pulumi.output('nonsense') }];
    await expect(registrations(() => new Network('net', { zones: late }))).resolves.toBeDefined();
  });
});

describe('SecurityGroup', () => {
  const ingress = { vpc: { cidr: '10.0.0.0/16', description: 'the VPC' } };

  test('is advanced by default and opens what it is told', async () => {
    const { made } = await registrations(() => new SecurityGroup('sg', { vpcId: 'vpc-1', ingress, tags }));
    expect(only(made, 'alicloud:ecs/securityGroup:SecurityGroup')).toMatchObject({ securityGroupType: 'enterprise' });
    expect(only(made, 'alicloud:ecs/securityGroupRule:SecurityGroupRule')).toMatchObject({
      cidrIp: '10.0.0.0/16',
      portRange: '-1/-1',
      nicType: 'intranet',
    });
  });

  test('refuses the whole Internet, two sources, and ports of no protocol', () => {
    const wrong = {
      open: { cidr: '0.0.0.0/0', description: 'x' },
      two: { cidr: '10.0.0.0/8', securityGroupId: 'sg-1', description: 'x' },
      ports: { cidr: '10.0.0.0/8', ports: '9/1', description: 'x' },
    };
    expect(refused(() => new SecurityGroup('sg', { vpcId: 'vpc-1', ingress: wrong }))).toEqual([
      'ARG_WORLD_OPEN ingress.open.cidr',
      'ARG_EXCLUSIVE ingress.two.cidr / ingress.two.securityGroupId',
      'ARG_GROUP_SOURCE ingress.two.securityGroupId',
      'ARG_FORMAT ingress.ports.ports',
      'ARG_PORTS ingress.ports.ports',
    ]);
  });

  test('peering lets every group into every other', async () => {
    const groups = { a: 'sg-a', b: 'sg-b', c: 'sg-c' };
    const { made } = await registrations(() => new SecurityGroupPeering('peer', { groups }));
    expect(counts(made)).toEqual({ 'alicloud:ecs/securityGroupRule:SecurityGroupRule': 6 });
    expect(refused(() => new SecurityGroupPeering('peer', { groups: { a: 'sg-a' } }))).toEqual(['ARG_COUNT groups']);
  });
});

describe('TransitRouter', () => {
  const attachment = (vpcId: string) => ({ vpcId, zones: [{ zoneId: 'z', vSwitchId: 'vsw-1' }] });

  test('connects VPCs and propagates their routes', async () => {
    const attachments = { a: attachment('vpc-a'), b: attachment('vpc-b') };
    const { made } = await registrations(() => new TransitRouter('tr', { attachments, tags }));
    expect(counts(made)).toEqual({
      'alicloud:cen/instance:Instance': 1,
      'alicloud:cen/transitRouter:TransitRouter': 1,
      'alicloud:cen/transitRouterRouteTable:TransitRouterRouteTable': 1,
      'alicloud:cen/transitRouterVpcAttachment:TransitRouterVpcAttachment': 2,
      'alicloud:cen/transitRouterRouteTableAssociation:TransitRouterRouteTableAssociation': 2,
      'alicloud:cen/transitRouterRouteTablePropagation:TransitRouterRouteTablePropagation': 2,
    });
  });

  test('refuses a lone VPC and one without a zone', () => {
    expect(refused(() => new TransitRouter('tr', { attachments: { a: { vpcId: 'vpc-a', zones: [] } } }))).toEqual([
      'ARG_COUNT attachments',
      'ARG_COUNT attachments.a.zones',
    ]);
  });
});

describe('LoadBalancer and ElasticIp', () => {
  test('a CLB is private and billed by use unless told otherwise', async () => {
    const { made } = await registrations(() => new LoadBalancer('lb', { vSwitchId: 'vsw-1', tags }));
    expect(only(made, 'alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer')).toMatchObject({
      addressType: 'intranet',
      instanceChargeType: 'PayByCLCU',
      deleteProtection: 'off',
      tags,
    });
  });

  test('an existing CLB is left as it is', async () => {
    const { result, made } = await registrations(() => new LoadBalancer('lb', { loadBalancerId: 'lb-1' }));
    expect(counts(made)).toEqual({});
    expect(result.adopted).toBe(true);
    expect(refused(() => new LoadBalancer('lb', { loadBalancerId: 'lb-1', addressType: 'internet' }))).toEqual([
      'ARG_EXCLUSIVE addressType',
    ]);
    expect(refused(() => new LoadBalancer('lb', {}))).toEqual(['ARG_MISSING vSwitchId']);
  });

  test('an EIP is bound where it is told', async () => {
    const attachTo = { instanceId: 'lb-1', instanceType: 'SlbInstance' } as const;
    const { made } = await registrations(() => new ElasticIp('eip', { attachTo }));
    expect(only(made, 'alicloud:ecs/eipAssociation:EipAssociation')).toMatchObject(attachTo);
    expect(refused(() => new ElasticIp('eip', { bandwidth: 500 }))).toEqual(['ARG_RANGE bandwidth']);
  });
});

describe('AckCluster', () => {
  test('is private, protected and encrypted by default', async () => {
    const args = { ...cluster, encryptionKeyId: 'key-1', nodePools: { main: workers }, tags };
    const { result, made } = await registrations(() => new AckCluster('ack', args));
    expect(only(made, 'alicloud:cs/managedKubernetes:ManagedKubernetes')).toMatchObject({
      profile: 'Default',
      clusterSpec: 'ack.pro.small',
      slbInternetEnabled: false,
      deletionProtection: true,
      disableEncryption: false,
      encryptionProviderKey: 'key-1',
      isEnterpriseSecurityGroup: true,
      newNatGateway: false,
      serviceCidr: '172.21.0.0/20',
      podVswitchIds: ['vsw-p'],
      tags,
    });
    expect(only(made, 'alicloud:cs/nodePool:NodePool')).toMatchObject({
      desiredSize: '2',
      systemDiskEncrypted: true,
      systemDiskKmsKey: 'key-1',
      vswitchIds: ['vsw-1'],
      tags,
    });
    expect(await resolved(result.kubeconfig)).toBe('of the cluster');
    expect(await pulumi.isSecret(result.kubeconfig)).toBe(true);
  });

  test('with Flannel has a pod range, and refuses one that clashes', async () => {
    const flannel = { plugin: 'flannel', podCidr: '172.20.0.0/16' } as const;
    const { made } = await registrations(() => new AckCluster('ack', { ...cluster, podNetwork: flannel }));
    const inputs = only(made, 'alicloud:cs/managedKubernetes:ManagedKubernetes');
    expect(inputs).toMatchObject({ podCidr: '172.20.0.0/16', nodeCidrMask: 25 });
    expect(inputs['addons']).toMatchObject([{ name: 'flannel' }]);
    const clash = { plugin: 'flannel', podCidr: '172.21.0.0/16' } as const;
    expect(refused(() => new AckCluster('ack', { ...cluster, podNetwork: clash }))).toEqual([
      'ARG_CIDR_OVERLAP podNetwork.podCidr',
    ]);
  });

  test('adopts by id and then makes only its pools', async () => {
    const clusterId = `c${'0'.repeat(32)}`;
    const args = { clusterId, vSwitchIds: ['vsw-1'], nodePools: { main: workers } };
    const { result, made } = await registrations(() => new AckCluster('ack', args));
    expect(counts(made)).toEqual({ 'alicloud:cs/nodePool:NodePool': 1 });
    expect(await resolved(result.clusterId)).toBe(clusterId);
  });

  test('refuses everything that is wrong at once, with paths into the pools', () => {
    const nodePools = { main: { instanceTypes: [], size: { min: 5, max: 2 } }, big: { instanceTypes: ['g7'] } };
    const args = { specification: 'ack.standard', encryptionKeyId: 'k', version: 'latest', nodePools } as const;
    expect(refused(() => new AckCluster('ack', args))).toEqual([
      'ARG_FORMAT version',
      'ARG_MISSING vSwitchIds',
      'ARG_MISSING podNetwork',
      'ARG_EDITION encryptionKeyId',
      'ARG_COUNT nodePools.main.instanceTypes',
      'ARG_RANGE nodePools.main.size',
      'ARG_FORMAT nodePools.big.instanceTypes[0]',
    ]);
  });
});

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
});

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
    expect(refused(() => new EdgeCluster('edge', { vSwitchIds: ['vsw-1'] }))).toEqual(['ARG_MISSING podNetwork']);
  });
});

describe('ServiceMesh', () => {
  const type = 'alicloud:servicemesh/serviceMesh:ServiceMesh';

  test('writes every setting out that the service would choose', async () => {
    const { result, made } = await registrations(
      () => new ServiceMesh('asm', { ...mesh, clusters: { a: 'c1', b: 'c2' }, tags }),
    );
    expect(only(made, type)).toMatchObject({
      edition: 'Pro',
      clusterSpec: 'standard',
      loadBalancer: { apiServerPublicEip: false, pilotPublicEip: false },
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
});

describe('Fleet and MeshOperator', () => {
  test('members join and the mesh is switched on', async () => {
    const args = { region: 'cn-hangzhou', vpcId: 'vpc-1', vSwitchIds: ['vsw-1'], members: { a: 'c1', b: 'c2' } };
    const { result, made } = await registrations(() => new Fleet('fleet', args));
    expect(only(made, 'alicloud:ackone/cluster:Cluster')).toMatchObject({ argocdEnabled: false });
    expect(counts(made)['alicloud:ackone/membershipAttachment:MembershipAttachment']).toBe(2);
    expect(await resolved(result.memberIds)).toEqual({ a: 'c1', b: 'c2' });
    expect(result.mesh).toBeDefined();
    expect(refused(() => new Fleet('fleet', { ...args, members: {} }))).toEqual(['ARG_COUNT members']);
  });

  test('the add-on names the instance after the cluster', async () => {
    const { result, made } = await registrations(() => new MeshOperator('op', { clusterId: 'c1' }));
    expect(only(made, 'alicloud:cs/kubernetesAddon:KubernetesAddon')).toMatchObject({ name: 'servicemesh-operator' });
    expect(await resolved(result.serviceMeshName)).toBe('mesh-for-c1');
    expect(refused(() => new MeshOperator('op', { clusterId: 'c1', version: 'x' }))).toEqual(['ARG_FORMAT version']);
  });
});

describe('observability, access and encryption', () => {
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

  test('metrics and the audit trail name what they watch', async () => {
    const { made } = await registrations(() => {
      new Metrics('metrics', { clusterId: 'c1', tags });
      new AuditTrail('trail', { project: 'logs', region: 'cn-hangzhou', accountId: '1' });
    });
    expect(only(made, 'alicloud:arms/environment:Environment')).toMatchObject({ bindResourceId: 'c1' });
    expect(only(made, 'alicloud:actiontrail/trail:Trail')).toMatchObject({
      slsProjectArn: 'acs:log:cn-hangzhou:1:project/logs',
      eventRw: 'All',
    });
  });

  test('a role for each team, none of which may touch users or take every action', async () => {
    const { result, made } = await registrations(
      () => new AccessRoles('acc', { accountId: '1', logProject: 'logs', tags }),
    );
    expect(Object.keys(await resolved(result.roleArns)).sort()).toEqual([
      'application',
      'automation',
      'platform',
      'security',
    ]);
    const policies = made.filter(({ type }) => type === 'alicloud:ram/policy:Policy');
    expect(policies).toHaveLength(4);
    for (const { inputs } of policies) {
      const document = String(inputs['policyDocument']);
      expect(document.length).toBeLessThan(6144);
      expect(document).not.toMatch(/"\*:\*"|"ram:\*"|"\*"\],"Effect":"Allow","Action":\["\*"/);
      expect(document).not.toMatch(/ram:(Create|Delete|Attach|Update)/);
    }
    expect(refused(() => new AccessRoles('acc', { accountId: '1', sessionSeconds: 60 }))).toEqual([
      'ARG_RANGE sessionSeconds',
    ]);
  });

  test('a key rotates every year and waits 30 days for its end', async () => {
    const { made } = await registrations(() => new EncryptionKey('key', { tags }));
    expect(only(made, 'alicloud:kms/key:Key')).toMatchObject({
      rotationInterval: '365d',
      pendingWindowInDays: 30,
      tags,
    });
    expect(refused(() => new EncryptionKey('key', { rotationDays: 3, pendingWindowDays: 1 }))).toEqual([
      'ARG_RANGE rotationDays',
      'ARG_RANGE pendingWindowDays',
    ]);
  });
});
