import { stringify } from 'yaml';
import { buildMesh, type Mesh, type Resource, type Workload } from '../../mesh/index.js';

/** A pod that runs in place of a workload, with the address that it would have. */
export interface PodProxy {
  /** `sidecar`, or `router` for a gateway. */
  readonly type: 'sidecar' | 'router';
  readonly namespace: string;
  readonly name: string;
  readonly address: string;
  readonly account: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A cluster as its controllers would leave it: pods with addresses, and the endpoints of Services. */
export interface RunningCluster {
  /** The YAML of the pods and EndpointSlices. */
  readonly yaml: string;
  /** Pods that have a proxy, by `namespace/workload`. */
  readonly proxies: ReadonlyMap<string, PodProxy>;
}

/** Runs one pod of each workload: the generator of the control plane reads pods and endpoints, and no controller makes them here. */
export function runCluster(resources: readonly Resource[]): RunningCluster {
  const mesh = buildMesh(resources);
  const pods = mesh.workloads.filter(({ entry }) => entry === undefined).map(podOf);
  const addresses = new Map(pods.map(({ workload, proxy }) => [workload, proxy.address]));
  const documents = [...pods.map(({ manifest }) => manifest), ...endpointSlices(mesh, addresses)];
  const proxies = pods
    .filter(({ workload }) => workload.proxy === 'sidecar' || workload.proxy === 'gateway')
    .map(({ workload, proxy }): [string, PodProxy] => [`${workload.namespace}/${workload.name}`, proxy]);
  return { yaml: documents.map((one) => `---\n${stringify(one)}`).join(''), proxies: new Map(proxies) };
}

interface Pod {
  readonly workload: Workload;
  readonly proxy: PodProxy;
  readonly manifest: object;
}

function podOf(workload: Workload, index: number): Pod {
  const { namespace, name, serviceAccount } = workload;
  const address = `10.1.${Math.floor(index / 200)}.${(index % 200) + 1}`;
  // The injector labels what it injects; endpoints with this label are told to take mutual TLS.
  const labels = {
    ...workload.labels,
    ...(workload.proxy === 'sidecar' ? { 'security.istio.io/tlsMode': 'istio' } : {}),
  };
  const containers = [{ name: 'app', image: 'app', ports: workload.ports.map(portOf) }];
  return {
    workload,
    proxy: {
      type: workload.proxy === 'gateway' ? 'router' : 'sidecar',
      namespace,
      name: `${name}-0`,
      address,
      account: serviceAccount,
      labels,
    },
    manifest: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `${name}-0`, namespace, labels },
      spec: { serviceAccountName: serviceAccount, containers },
      status: {
        phase: 'Running',
        podIP: address,
        podIPs: [{ ip: address }],
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    },
  };
}

function portOf({ name, number }: Workload['ports'][number]): object {
  return { ...(name === '' ? {} : { name }), containerPort: number };
}

function endpointSlices(mesh: Mesh, addresses: ReadonlyMap<Workload, string>): readonly object[] {
  return mesh.services
    .filter(({ registry }) => registry === 'kubernetes')
    .map((service) => {
      const { name, namespace } = service;
      const ports = service.ports.map((port) => ({
        name: port.name,
        port: service.endpoints(port.number)[0]?.port ?? port.number,
        protocol: port.transport,
      }));
      const endpoints = service.workloads.flatMap((workload) => {
        const address = addresses.get(workload);
        const targetRef = { kind: 'Pod', name: `${workload.name}-0`, namespace: workload.namespace };
        return address === undefined ? [] : [{ addresses: [address], conditions: { ready: true }, targetRef }];
      });
      return {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: `${name}-0`, namespace, labels: { 'kubernetes.io/service-name': name } },
        addressType: 'IPv4',
        ports,
        endpoints,
      };
    });
}
