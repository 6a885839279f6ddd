import { describe, expect, test } from '@jest/globals';
import { kindConfig } from '../../../infra/local/kind-config.js';

describe('kindConfig', () => {
  test('one node that is reached at its API server only', () => {
    expect(JSON.parse(kindConfig('asm-local', {}))).toEqual({
      kind: 'Cluster',
      apiVersion: 'kind.x-k8s.io/v1alpha4',
      name: 'asm-local',
      networking: { ipFamily: 'ipv4', podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/16' },
      kubeadmConfigPatches: ['kind: KubeletConfiguration\nfailCgroupV1: false\n'],
      nodes: [{ role: 'control-plane' }],
    });
  });

  test('workers, ports on 127.0.0.1, ranges and patches', () => {
    const config = JSON.parse(
      kindConfig('two', {
        workers: 2,
        hostPorts: [{ hostPort: 8080, nodePort: 30080 }],
        podSubnet: '10.245.0.0/16',
        kubeadmConfigPatches: ['kind: InitConfiguration\n'],
      }),
    );
    expect(config.nodes.map(({ role }: { role: string }) => role)).toEqual(['control-plane', 'worker', 'worker']);
    expect(config.nodes[0].extraPortMappings).toEqual([
      { hostPort: 8080, containerPort: 30080, listenAddress: '127.0.0.1', protocol: 'TCP' },
    ]);
    expect(config.networking.podSubnet).toBe('10.245.0.0/16');
    expect(config.kubeadmConfigPatches).toHaveLength(2);
  });
});
