import { workloadsOfGateway } from '../istio/gateway-pods.js';
import type { TargetedPolicy } from '../istio/policy-attachment.js';
import { guardedWorkloads } from '../istio/policy-workloads.js';
import { ServerPorts } from '../istio/server-ports.js';
import type { Mesh, Workload } from '../model/index.js';
import { isHttp } from '../model/protocol.js';

/** The workloads whose ports are all for HTTP, as far as Services and Gateways say. */
export class HttpOnlyPorts {
  private ports: ServerPorts | undefined;
  private gateways: ReadonlyMap<Workload, readonly string[]> | undefined;

  constructor(private readonly mesh: Mesh) {}

  /** Whether a policy is for some workloads of the files, and at each of them every port that something leads to carries HTTP. */
  of(policy: TargetedPolicy): boolean {
    const workloads = guardedWorkloads(this.mesh, policy);
    return workloads.length > 0 && workloads.every((workload) => this.hasOnlyHttp(workload));
  }

  private hasOnlyHttp(workload: Workload): boolean {
    if (workload.proxy === 'gateway') {
      this.gateways ??= protocolsOfGateways(this.mesh);
      const protocols = this.gateways.get(workload) ?? [];
      return (
        protocols.length > 0 &&
        protocols.every(
          (protocol) => protocol === 'HTTPS' || protocol.startsWith('HTTP') || protocol.startsWith('GRPC'),
        )
      );
    }
    this.ports ??= new ServerPorts(this.mesh);
    const ports = this.ports.of(workload);
    return (
      ports.length > 0 && ports.every(({ port: { protocol, transport } }) => isHttp(protocol) || transport === 'UDP')
    );
  }
}

/** The protocols of the servers of Gateways on each gateway's pods. */
function protocolsOfGateways(mesh: Mesh): ReadonlyMap<Workload, readonly string[]> {
  const protocols = new Map<Workload, string[]>();
  for (const gateway of mesh.gateways) {
    const own = (gateway.spec.servers ?? []).map(({ port, tls }) =>
      tls?.mode === 'PASSTHROUGH' ? 'TLS' : (port?.protocol ?? '').toUpperCase(),
    );
    for (const workload of workloadsOfGateway(mesh, gateway)) {
      protocols.set(workload, [...(protocols.get(workload) ?? []), ...own]);
    }
  }
  return protocols;
}
