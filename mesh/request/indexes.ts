import type { Mesh } from '../model/mesh.js';
import { Ambient } from './ambient.js';
import { AuthorizationPolicies } from './authorization.js';
import { Callers } from './caller.js';
import { Clusters } from './clusters.js';
import { DestinationRules } from './destination-rules.js';
import { readGatewayApiRoutes } from './gateway-api-routes.js';
import { GatewayRoutes } from './gateway-routes.js';
import { readGatewayServers } from './gateway-servers.js';
import { Network } from './network.js';
import { OutboundRoutes } from './outbound-routes.js';
import { type PathNormalization, readPathNormalization } from './path-normalization.js';
import { PeerAuthentications } from './peer-authentication.js';
import { RequestAuthentications } from './request-authentication.js';
import { compareAge, type RoutingConfig } from './routing-config.js';
import { ServerPorts } from './server-ports.js';
import { SidecarScopes } from './sidecar-scope.js';
import { readVirtualServices } from './virtual-services.js';

/** Everything that is read out of a mesh once, to answer any number of questions. */
export class Indexes {
  readonly callers: Callers;
  readonly network: Network;
  readonly ports: ServerPorts;
  readonly peers: PeerAuthentications;
  readonly authorization: AuthorizationPolicies;
  readonly tokens: RequestAuthentications;
  readonly configs: readonly RoutingConfig[];
  readonly scopes: SidecarScopes;
  readonly outbound: OutboundRoutes;
  readonly gateways: GatewayRoutes;
  readonly clusters: Clusters;
  readonly ambient: Ambient;
  readonly pathNormalization: PathNormalization;

  private constructor(readonly mesh: Mesh) {
    this.pathNormalization = readPathNormalization(mesh.config.raw['pathNormalization']);
    this.callers = new Callers(mesh);
    this.network = new Network(mesh);
    this.ports = new ServerPorts(mesh);
    this.peers = new PeerAuthentications(mesh);
    this.authorization = new AuthorizationPolicies(mesh);
    this.tokens = new RequestAuthentications(mesh);
    this.configs = [...readVirtualServices(mesh), ...readGatewayApiRoutes(mesh)].sort(compareAge);
    this.scopes = new SidecarScopes(mesh, this.configs);
    this.outbound = new OutboundRoutes(mesh.config.clusterDomain);
    this.gateways = new GatewayRoutes(readGatewayServers(mesh), this.configs, this.ports);
    this.clusters = new Clusters(mesh, new DestinationRules(mesh), this.peers);
    this.ambient = new Ambient(mesh, this.ports, this.peers, this.authorization);
  }

  private static readonly made = new WeakMap<Mesh, Indexes>();

  /** The indexes of a mesh, made when first asked for. */
  static of(mesh: Mesh): Indexes {
    let indexes = Indexes.made.get(mesh);
    if (indexes === undefined) {
      indexes = new Indexes(mesh);
      Indexes.made.set(mesh, indexes);
    }
    return indexes;
  }
}
