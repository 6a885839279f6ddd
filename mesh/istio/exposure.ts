import type { Labels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { ClusterService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import type { GatewayServer } from './gateway-servers.js';
import { type ServerPort, ServerPorts } from './server-ports.js';

/** A way from the Internet to a server of a gateway. */
export interface Entrance {
  readonly workload: Workload;
  /** The Service as the cluster of the workload has it. */
  readonly service: ClusterService;
  /** Number of the Service's port. */
  readonly port: number;
  /** Whether the load balancer in front of the Service ends TLS, so that what arrives in plain text was encrypted before. */
  readonly endsTls: boolean;
}

/**
 * The numbers at the pod for the port of a server: those to which a Service of the workload sends the port of that number; for Istio's own Gateways
 * without any such Service, the number itself.
 *
 * @param ports what {@link ServerPorts} knows of the workload
 */
export function podPortsOf(server: GatewayServer, ports: readonly ServerPort[]): readonly number[] {
  const targets = ports.filter(({ port }) => port.number === server.port).map(({ target }) => target);
  if (server.takesPodPorts) {
    return [targets[0] ?? server.port];
  }
  return [...new Set(targets)];
}

/** Who reaches the servers of gateways: judged by the Services that lead to the very port at which a server listens, not by the pods. */
export class GatewayExposure {
  private knownPorts: ServerPorts | undefined;
  /** Workloads that some Service opens to the Internet, at whatever port. */
  private readonly open: readonly Workload[];

  constructor(private readonly mesh: Mesh) {
    const services = mesh.services.filter(({ instances }) => instances.some(({ exposure }) => exposure === 'internet'));
    this.open = [...new Set(services.flatMap(({ workloads }) => workloads))];
  }

  private get ports(): ServerPorts {
    this.knownPorts ??= new ServerPorts(this.mesh);
    return this.knownPorts;
  }

  /** The ways from the Internet to a server, through all Services of all its workloads. */
  publicEntrancesOf(server: GatewayServer): readonly Entrance[] {
    return this.open.filter(server.selects).flatMap((workload) => {
      const ports = this.ports.of(workload);
      const own = podPortsOf(server, ports);
      return ports
        .filter(({ target }) => own.includes(target))
        .flatMap(({ service: { instances }, port: { number } }) =>
          instances
            .filter(({ cluster, exposure }) => cluster === workload.cluster && exposure === 'internet')
            .map((service) => ({ workload, service, port: number, endsTls: endsTls(service, number) })),
        );
    });
  }
}

const cloudPrefixes = ['alibaba-cloud', 'alicloud'].map(
  (vendor) => `service.beta.kubernetes.io/${vendor}-loadbalancer-`,
);
const awsPrefix = 'service.beta.kubernetes.io/aws-load-balancer-';

/**
 * Whether the load balancer of a Service ends TLS at a port: a CLB with `https` for it in its annotation `…-protocol-port` (Alibaba Cloud, "Common
 * annotations for CLB"), or one of AWS with a certificate for it.
 */
function endsTls({ object: { annotations }, ports }: ClusterService, port: number): boolean {
  const isOfCloud = cloudPrefixes.some((prefix) =>
    list(annotations, `${prefix}protocol-port`).includes(`https:${port}`),
  );
  if (isOfCloud || annotations[`${awsPrefix}ssl-cert`] === undefined) {
    return isOfCloud;
  }
  const sslPorts = list(annotations, `${awsPrefix}ssl-ports`);
  const name = ports.find(({ number }) => number === port)?.name ?? '';
  return sslPorts.length === 0 || sslPorts.includes('*') || sslPorts.includes(String(port)) || sslPorts.includes(name);
}

function list(annotations: Labels, key: string): readonly string[] {
  return (annotations[key] ?? '')
    .split(',')
    .map((value) => value.trim().toLowerCase())
    .filter((value) => value !== '');
}
