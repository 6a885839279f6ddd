/** A port of the machine that leads to a NodePort of the cluster. */
export interface HostPort {
  /** Port on the machine, on 127.0.0.1. */
  readonly hostPort: number;
  /** NodePort of a Service, 30000 to 32767. */
  readonly nodePort: number;
}

/** What a kind cluster is made of. */
export interface KindClusterShape {
  /** @default 0, one node that is control plane and worker */
  readonly workers?: number;
  /** @default none: nothing of the cluster but its API server is reached from the machine */
  readonly hostPorts?: readonly HostPort[];
  /** Range of the pods' addresses; clusters of one mesh need ranges of their own. @default '10.244.0.0/16' */
  readonly podSubnet?: string;
  /** Range of the Services' addresses. @default '10.96.0.0/16' */
  readonly serviceSubnet?: string;
  /** More patches in kind's form, a YAML text each. @default none */
  readonly kubeadmConfigPatches?: readonly string[];
}

/**
 * Kubelets of Kubernetes 1.35 and later refuse to start on a machine with control groups of version 1 unless told
 * otherwise; on machines with version 2 the setting has no effect.
 */
const KUBELET_PATCH = 'kind: KubeletConfiguration\nfailCgroupV1: false\n';

/** The configuration that `kind create cluster --config -` reads, as JSON, which is YAML too. */
export function kindConfig(name: string, shape: KindClusterShape): string {
  const extraPortMappings = (shape.hostPorts ?? []).map(({ hostPort, nodePort }) => ({
    hostPort,
    containerPort: nodePort,
    listenAddress: '127.0.0.1',
    protocol: 'TCP',
  }));
  const worker = { role: 'worker' };
  return JSON.stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    name,
    networking: {
      ipFamily: 'ipv4',
      podSubnet: shape.podSubnet ?? '10.244.0.0/16',
      serviceSubnet: shape.serviceSubnet ?? '10.96.0.0/16',
    },
    kubeadmConfigPatches: [KUBELET_PATCH, ...(shape.kubeadmConfigPatches ?? [])],
    nodes: [
      { role: 'control-plane', ...(extraPortMappings.length > 0 ? { extraPortMappings } : {}) },
      ...Array.from({ length: shape.workers ?? 0 }, () => worker),
    ],
  });
}
