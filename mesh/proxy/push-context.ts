import { Ambient } from '../envoy/ambient.js';
import { RequestAuthentications } from '../envoy/http-filters/jwt-authn.js';
import { AuthorizationPolicies } from '../envoy/http-filters/rbac.js';
import { Network } from '../envoy/network.js';
import { type PathNormalization, readPathNormalization } from '../envoy/path-normalization.js';
import { compareAge } from '../istio/age.js';
import { DestinationRules } from '../istio/destination-rules.js';
import { readGatewayApiRoutes } from '../istio/gateway-api/routes.js';
import { readGatewayServers } from '../istio/gateway-servers.js';
import { ingressRoutes } from '../istio/ingress.js';
import { PeerAuthentications } from '../istio/peer-authentication.js';
import type { RoutingConfig } from '../istio/route-source.js';
import { ServerPorts } from '../istio/server-ports.js';
import { SidecarScopes } from '../istio/sidecar-scope.js';
import { readVirtualServices } from '../istio/virtual-service.js';
import type { Mesh } from '../model/mesh.js';
import { Callers } from '../request/caller.js';
import { GatewayRoutes } from './build/gateway.js';
import { OutboundRoutes } from './build/outbound.js';
import { Clusters } from './cluster.js';

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
    this.configs = [...readVirtualServices(mesh), ...readGatewayApiRoutes(mesh), ...ingressRoutes(mesh)].sort(
      compareAge,
    );
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
