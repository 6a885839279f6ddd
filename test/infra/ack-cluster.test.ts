import { describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { AckCluster, type PodNetwork } from '../../infra/ack-cluster.js';
import { counts, only, refused, registrations, resolved, tags } from './registrations.js';

const podNetwork: PodNetwork = { plugin: 'terway', podVSwitchIds: ['vsw-p'] };
const cluster = { vSwitchIds: ['vsw-1'], podNetwork };
const workers = { instanceTypes: ['ecs.g7.xlarge'] };

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

  test('leaves the log project that it is given', async () => {
    const controlPlaneLog = async (args: object) => {
      const { made } = await registrations(() => new AckCluster('ack', { ...cluster, ...args }));
      const options = only(made, 'alicloud:cs/managedKubernetes:ManagedKubernetes')['deleteOptions'];
      return (options as { resourceType: string; deleteMode: string }[]).find(
        ({ resourceType }) => resourceType === 'SLS_ControlPlane',
      )?.deleteMode;
    };
    expect(await controlPlaneLog({ controlPlaneLog: { project: 'logs' } })).toBe('retain');
    expect(await controlPlaneLog({})).toBe('delete');
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
      'ARG_MISSING podNetwork',
      'ARG_FORMAT version',
      'ARG_MISSING vSwitchIds',
      'ARG_EDITION encryptionKeyId',
      'ARG_COUNT nodePools.main.instanceTypes',
      'ARG_RANGE nodePools.main.size',
      'ARG_FORMAT nodePools.big.instanceTypes[0]',
    ]);
  });

  test('refuses a pod network that does not exist, and one without addresses', () => {
    const wrong = [{ plugin: 'calico' }, { plugin: 'flannel' }, { plugin: 'terway', podVSwitchIds: [] }] as never[];
    expect(wrong.map((podNetwork) => refused(() => new AckCluster('ack', { ...cluster, podNetwork })))).toEqual([
      ['ARG_CHOICE podNetwork.plugin'],
      ['ARG_MISSING podNetwork.podCidr'],
      ['ARG_COUNT podNetwork.podVSwitchIds'],
    ]);
  });

  test('refuses settings of a cluster that exists, and pools without a place', () => {
    const clusterId = `c${'0'.repeat(32)}`;
    const settings = { podNetwork, publicApiServer: true, deletionProtection: false, nodePools: { main: workers } };
    expect(refused(() => new AckCluster('ack', { clusterId, ...settings }))).toEqual([
      'ARG_MISSING vSwitchIds',
      'ARG_EXCLUSIVE publicApiServer',
      'ARG_EXCLUSIVE deletionProtection',
      'ARG_EXCLUSIVE podNetwork',
    ]);
  });
});
