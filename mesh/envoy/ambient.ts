import type { PeerAuthentications } from '../istio/peer-authentication.js';
import type { ServerPorts } from '../istio/server-ports.js';
import { waypointOf } from '../istio/waypoint.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import type { Wire } from '../proxy/cluster.js';
import type { Delivery } from './delivery.js';
import type { AuthorizationPolicies } from './http-filters/rbac.js';
import type { Passage } from './journey.js';

/** What ztunnel does: connections only, with mTLS between the workloads that it captures. */
export class Ambient {
  constructor(
    private readonly mesh: Mesh,
    private readonly ports: ServerPorts,
    private readonly peers: PeerAuthentications,
    private readonly authorization: AuthorizationPolicies,
  ) {}

  /** The waypoint in front of a service. */
  waypointOf(service: MeshService): Workload | undefined {
    return waypointOf(this.mesh, service);
  }

  /** What the ztunnel of a workload does with a connection: policies without anything of HTTP. */
  arrive(passage: Passage, workload: Workload, port: number, wire: Wire): Delivery {
    const ending = (status: string, kind: Delivery['kind'], reason: string, policy = ''): Delivery => ({
      status,
      kind,
      reason,
      policy,
      failure: kind === 'allowed' ? undefined : 'reset',
    });
    const refused = passage.isProxied ? '503' : 'reset';
    const peer = this.peers.forPort(workload, port);
    if (wire !== 'mutual' && peer.mode === 'STRICT') {
      return ending(refused, 'denied', `plain text is refused by PeerAuthentication ${peer.policy}`, peer.policy);
    }
    const subject = {
      principal: wire === 'mutual' ? passage.principal : undefined,
      sourceIp: passage.sourceIp,
      remoteIp: undefined,
      port,
      sni: '',
      http: undefined,
    };
    const decision = this.authorization.of(workload).decide(subject, 'allow');
    if (!decision.allowed) {
      return ending(refused, 'denied', `ztunnel: ${decision.reason}`, decision.policy);
    }
    return this.ports.listens(workload, port)
      ? ending(passage.isHttp ? '200' : 'connected', 'allowed', `ztunnel: ${decision.reason}`, decision.policy)
      : ending(refused, 'lost', `${workload.name} does not listen at ${port}`);
  }
}
