import { compareAge } from '../istio/age.js';
import { capturesDns } from '../istio/allocated-addresses.js';
import { type AttachedPolicies, AuthorizationPolicies } from '../istio/authorization-policies.js';
import { defaultRetries, withDefaultRetries } from '../istio/default-retries.js';
import { DestinationRules } from '../istio/destination-rules.js';
import { readExternalAuthorizers } from '../istio/extension-providers.js';
import { readGatewayApiRoutes } from '../istio/gateway-api/routes.js';
import { readGatewayServers } from '../istio/gateway-servers.js';
import { trustedProxiesOf } from '../istio/gateway-topology.js';
import { ingressRoutes } from '../istio/ingress.js';
import { PeerAuthentications } from '../istio/peer-authentication.js';
import { type JwtRule, RequestAuthentications } from '../istio/request-authentications.js';
import type { RouteSource } from '../istio/route-source.js';
import { ServerPorts } from '../istio/server-ports.js';
import { SidecarScopes } from '../istio/sidecar-scope.js';
import { TlsPorts } from '../istio/tls-ports.js';
import { TrafficCaptures } from '../istio/traffic-capture.js';
import { TrustDomains } from '../istio/trust-domain.js';
import { readVirtualServices } from '../istio/virtual-service.js';
import { ClusterNetwork } from '../kubernetes/cluster-network.js';
import { NetworkPolicies } from '../kubernetes/network-policies.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import { acceptedMesh } from '../validation/accepted-mesh.js';
import { Clusters } from './build/clusters.js';
import { BoundSources } from './build/gateway/bound-sources.js';
import { GatewayListeners } from './build/gateway/listeners.js';
import { networkFilters, securityFilters } from './build/http-filters.js';
import { InboundListeners } from './build/inbound.js';
import { SidecarOutbound } from './build/outbound/sidecar-outbound.js';
import { WaypointListeners } from './build/waypoint.js';
import { waypointRoutes } from './build/waypoint-routes.js';
import type { HttpFilter, NetworkFilter } from './http-filter.js';
import type { ProxyNode } from './proxy-node.js';

/** The policies that a proxy enforces, as filters. */
interface PolicyFilters {
  readonly http: readonly HttpFilter[];
  readonly network: readonly NetworkFilter[];
}

/**
 * What the control plane knows of a mesh, and the configuration of every proxy, each part made when first asked for and kept: any number of
 * questions are answered from it.
 */
export class PushContext {
  readonly network: ClusterNetwork;
  readonly networkPolicies: NetworkPolicies;
  readonly ports: ServerPorts;
  /** At which of them applications speak TLS themselves. */
  readonly tlsPorts: TlsPorts;
  readonly peers: PeerAuthentications;
  /** Which connections sidecars take. */
  readonly captures: TrafficCaptures;
  readonly authorization: AuthorizationPolicies;
  readonly authentication: RequestAuthentications;
  /** Everything that routes are made of, the oldest first. */
  readonly sources: readonly RouteSource[];
  readonly scopes: SidecarScopes;
  readonly destinationRules: DestinationRules;
  readonly clusters: Clusters;
  readonly outbound: SidecarOutbound;
  readonly inbound: InboundListeners;
  readonly gateways: GatewayListeners;
  readonly waypoints: WaypointListeners;
  /** That of the mesh, and its aliases. */
  readonly trustDomains: TrustDomains;
  private readonly authorizers: ReturnType<typeof readExternalAuthorizers>;
  private readonly filters = new Map<Workload, PolicyFilters>();
  private readonly nodes = new Map<Workload, ProxyNode>();

  private constructor(readonly mesh: Mesh) {
    this.trustDomains = new TrustDomains(mesh.config);
    this.network = new ClusterNetwork(mesh);
    this.networkPolicies = new NetworkPolicies(mesh);
    this.ports = new ServerPorts(mesh);
    this.peers = new PeerAuthentications(mesh);
    this.captures = new TrafficCaptures(mesh);
    this.authorization = new AuthorizationPolicies(mesh);
    this.authentication = new RequestAuthentications(mesh);
    this.authorizers = readExternalAuthorizers(mesh);
    const sources = [...readVirtualServices(mesh), ...readGatewayApiRoutes(mesh), ...ingressRoutes(mesh)];
    this.sources = withDefaultRetries(sources.sort(compareAge), mesh);
    const servers = readGatewayServers(mesh);
    this.tlsPorts = new TlsPorts(mesh, this.ports, this.sources, servers);
    this.scopes = new SidecarScopes(mesh, this.sources);
    this.destinationRules = new DestinationRules(mesh);
    this.clusters = new Clusters(mesh, this.destinationRules, this.peers);
    this.outbound = new SidecarOutbound(mesh.config.clusterDomain, defaultRetries(mesh));
    const filtersOf = (workload: Workload): PolicyFilters => this.filtersOf(workload);
    this.inbound = new InboundListeners(this.ports, this.peers, this.scopes, filtersOf);
    this.gateways = new GatewayListeners({
      servers,
      sources: new BoundSources(this.sources),
      ports: this.ports,
      scopes: this.scopes,
      filtersOf,
      trustedProxiesOf: (workload) => trustedProxiesOf(workload, mesh),
    });
    this.waypoints = new WaypointListeners({
      mesh,
      filtersOf: (waypoint, { name, namespace, registry }) => {
        const service = { name, namespace, isKubernetes: registry === 'kubernetes' };
        const policies = this.authorization.ofWaypoint(waypoint, service);
        return this.filtersFrom(policies, this.authentication.ofWaypoint(waypoint, service));
      },
      routesOf: (waypoint, service, port) => {
        const sources = this.nodeOf(waypoint).scope.listeners[0]?.sources ?? [];
        return waypointRoutes(sources, { namespace: waypoint.namespace, retries: defaultRetries(mesh) }, service, port);
      },
    });
  }

  private static readonly made = new WeakMap<Mesh, PushContext>();

  /** The context of a mesh as the control plane gets it, made when first asked for. */
  static of(given: Mesh): PushContext {
    let context = PushContext.made.get(given);
    if (context === undefined) {
      const mesh = acceptedMesh(given);
      context = PushContext.made.get(mesh) ?? new PushContext(mesh);
      PushContext.made.set(mesh, context);
      PushContext.made.set(given, context);
    }
    return context;
  }

  /** The proxy of a workload. */
  nodeOf(workload: Workload): ProxyNode {
    let node = this.nodes.get(workload);
    if (node === undefined) {
      const { proxy, namespace, labels, locality, cluster } = workload;
      const type = proxy === 'gateway' ? 'router' : proxy === 'waypoint' ? 'waypoint' : 'sidecar';
      const scope = type === 'router' ? this.scopes.ofGateway(namespace) : this.scopes.of(namespace, labels);
      const principal = workload.principal(this.mesh.config.trustDomain);
      const dns = type === 'waypoint' || capturesDns(workload, this.mesh);
      node = { type, namespace, labels, locality, cluster, principal, capturesDns: dns, scope };
      this.nodes.set(workload, node);
    }
    return node;
  }

  /** The policies that the proxy of a workload enforces, as filters. */
  filtersOf(workload: Workload): PolicyFilters {
    let filters = this.filters.get(workload);
    if (filters === undefined) {
      filters = this.filtersFrom(this.authorization.of(workload), this.authentication.of(workload));
      this.filters.set(workload, filters);
    }
    return filters;
  }

  private filtersFrom(policies: AttachedPolicies, rules: readonly JwtRule[]): PolicyFilters {
    return {
      http: securityFilters(policies, rules, this.authorizers),
      network: networkFilters(policies, this.authorizers),
    };
  }
}
