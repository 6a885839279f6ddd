import type { Mesh } from '../model/mesh.js';
import type { MeshObject } from '../model/object.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import { PeerAuthentications } from './peer-authentication.js';
import { ServerPorts } from './server-ports.js';

/** What callers without a proxy cannot reach. */
export class StrictWorkloads {
  private readonly peers: PeerAuthentications;
  private readonly ports: ServerPorts;

  constructor(mesh: Mesh) {
    this.peers = new PeerAuthentications(mesh);
    this.ports = new ServerPorts(mesh);
  }

  /**
   * The PeerAuthentication for which a workload takes mTLS only at every port to which some services lead; undefined when it takes plain text at
   * one of them, or is not in the mesh.
   *
   * @param services by which it is called; when none leads to it, its general mode counts
   * @param port number of the services' port that is called. @default any
   */
  policyOf(workload: Workload, services: readonly MeshService[], port?: number): MeshObject | undefined {
    if (!workload.isInMesh) {
      return undefined;
    }
    const called = this.ports
      .of(workload)
      .filter((entry) => services.includes(entry.service) && (port === undefined || entry.port.number === port));
    const targets = called.length === 0 ? [0] : called.map(({ target }) => target);
    const decisions = targets.map((target) => this.peers.forPort(workload, target));
    return decisions.every(({ mode }) => mode === 'STRICT') ? decisions[0]?.object : undefined;
  }
}
