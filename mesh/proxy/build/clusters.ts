import { ClusterLocalHosts } from '../../istio/cluster-local.js';
import type { DestinationRules } from '../../istio/destination-rules.js';
import { parseDuration } from '../../istio/duration.js';
import type { PeerAuthentications } from '../../istio/peer-authentication.js';
import type { ScopedService } from '../../istio/scoped-services.js';
import type { SidecarScope } from '../../istio/sidecar-scope.js';
import { effectivePolicy, type PortPolicy, subsetOf } from '../../istio/traffic-policy.js';
import { ingressWaypointEndpoints } from '../../istio/waypoint.js';
import { matchesLabels } from '../../model/labels.js';
import type { Mesh } from '../../model/mesh.js';
import { asText, fieldsOf } from '../../model/narrowing.js';
import type { Endpoint, MeshService } from '../../model/service.js';
import type { Cluster, LbPolicy, OutlierDetection } from '../cluster.js';
import type { ProxyNode } from '../proxy-node.js';
import { type ClusterReference, outboundCluster } from '../route-configuration.js';
import { loadAssignment } from './load-assignment.js';
import { upstreamTls } from './upstream-tls.js';

/** Makes and keeps the clusters of proxies. */
export class Clusters {
  private readonly localHosts: ClusterLocalHosts;
  private readonly byNode = new WeakMap<ProxyNode, Map<string, Cluster | undefined>>();
  private readonly made = new WeakMap<SidecarScope, Map<string, Map<string, Cluster | undefined>>>();

  constructor(
    private readonly mesh: Mesh,
    private readonly rules: DestinationRules,
    private readonly peers: PeerAuthentications,
  ) {
    this.localHosts = new ClusterLocalHosts(mesh);
  }

  /** The cluster of a proxy that a route names; undefined when it has none of this name: see {@link whyMissing}. */
  find(node: ProxyNode, reference: ClusterReference): Cluster | undefined {
    let table = this.byNode.get(node);
    if (table === undefined) {
      table = this.tableOf(node);
      this.byNode.set(node, table);
    }
    let cluster = table.get(reference.name);
    if (cluster === undefined && !table.has(reference.name)) {
      cluster = this.make(node, reference);
      table.set(reference.name, cluster);
    }
    return cluster;
  }

  /** Every cluster `outbound|…` of a proxy, by host, port and subset. */
  all(node: ProxyNode): readonly Cluster[] {
    const clusters: Cluster[] = [];
    for (const { service, ports } of node.scope.services.values()) {
      const subsets = this.rules.find(node, service)?.subsets ?? [];
      for (const { number } of ports) {
        for (const subset of ['', ...subsets.map(({ name }) => name ?? '')]) {
          const cluster = this.find(node, outboundCluster(service.host, number, subset));
          if (cluster !== undefined && cluster.host === service.host) {
            clusters.push(cluster);
          }
        }
      }
    }
    return clusters;
  }

  /** Why a proxy has no cluster of a name. */
  whyMissing({ scope }: ProxyNode, { host: name, port, subset }: ClusterReference): string {
    const { host, scoped } = serviceOf(scope, name);
    if (scoped === undefined) {
      return this.mesh.servicesAt(host).length > 0
        ? `${host} is not visible from ${scope.label || scope.namespace}`
        : `there is no service ${host || '(invalid backend)'}`;
    }
    if (hasPort(scoped, port)) {
      return `no DestinationRule that ${scope.namespace} sees has subset ${subset} of ${host}`;
    }
    const { namespace, name: first } = scoped.service;
    const other = this.mesh
      .servicesAt(host)
      .find((service) => service.namespace === namespace && service.name !== first && service.port(port) !== undefined);
    return other === undefined
      ? `${host} has no port ${port}`
      : `${namespace}/${first} comes before ${namespace}/${other.name}, which has port ${port} of ${host}, and is not merged with it`;
  }

  /** The endpoints of a service that a proxy gets: those of its own cluster for a host that is served inside each. */
  private endpointsFor({ cluster }: ProxyNode, service: MeshService, port: number): readonly Endpoint[] {
    const all = service.endpoints(port);
    return this.mesh.clusters.length > 1 && this.localHosts.isLocal(service.host)
      ? all.filter((endpoint) => endpoint.cluster === cluster || endpoint.cluster === '')
      : all;
  }

  private tableOf(node: ProxyNode): Map<string, Cluster | undefined> {
    let tables = this.made.get(node.scope);
    if (tables === undefined) {
      tables = new Map();
      this.made.set(node.scope, tables);
    }
    const kind = node.type === 'sidecar' ? '' : 'gateway ';
    // Hosts that are served inside each cluster only have other endpoints in each.
    const place = this.mesh.clusters.length > 1 ? `${node.cluster} ` : '';
    const key = kind + place + node.locality + (this.rules.hasSelectors ? JSON.stringify(node.labels) : '');
    let table = tables.get(key);
    if (table === undefined) {
      table = new Map();
      tables.set(key, table);
    }
    return table;
  }

  private make(node: ProxyNode, { name, host: wanted, port, subset }: ClusterReference): Cluster | undefined {
    const { host, scoped } = serviceOf(node.scope, wanted);
    if (scoped === undefined || !hasPort(scoped, port)) {
      return undefined;
    }
    const { service } = scoped;
    const rule = this.rules.find(node, service);
    const named = subsetOf(rule, subset);
    if (subset !== '' && named === undefined) {
      return undefined;
    }
    const policy = effectivePolicy(rule, subset, port);
    const lbPolicy = lbPolicyOf(policy);
    const isOriginal =
      node.type === 'sidecar' &&
      (service.isHeadless || service.resolution === 'none' || lbPolicy === 'CLUSTER_PROVIDED');
    const tls = upstreamTls(this.mesh, this.peers, { service, port, subset, rule, policy, isOriginal });
    const labels = named?.labels ?? {};
    const all = isOriginal ? [] : this.endpointsFor(node, service, port);
    const own = subset === '' ? all : all.filter((endpoint) => matchesLabels(endpoint.labels, labels));
    const chosen = node.type === 'router' ? (ingressWaypointEndpoints(this.mesh, service) ?? own) : own;
    const settings = { policy, place: node, meshSetting: this.mesh.config.raw['localityLbSetting'] };
    const assignment = loadAssignment(chosen, settings, tls.socketOf);
    const hasTunnels = assignment.some(({ endpoints }) => endpoints.some(({ isTunnelled }) => isTunnelled));
    return {
      name,
      host,
      port,
      subset,
      service,
      type: isOriginal ? 'ORIGINAL_DST' : service.resolution === 'dns' ? 'STRICT_DNS' : 'EDS',
      lbPolicy: isOriginal ? 'CLUSTER_PROVIDED' : lbPolicy,
      hashedBy: isOriginal ? '' : hashedBy(policy),
      loadAssignment: assignment,
      transportSocket: tls.toOriginal,
      isAutoMtls: tls.isAuto,
      sni: policy.tls?.sni ?? '',
      destinationRules: rule?.from ?? [],
      failure: policy.tls?.failure ?? '',
      outlierDetection: outlierDetectionOf(policy),
      connectTimeout: connectTimeoutOf(policy),
      idle: assignment.length > 0 ? [] : chosen.flatMap(({ workload }) => (workload === undefined ? [] : [workload])),
      transportSocketReason: hasTunnels ? `HBONE to what ambient mode captures; ${tls.reason}` : tls.reason,
    };
  }
}

/** The service of a host in a scope; an ExternalName Service stands for the one that it points at. */
function serviceOf(
  scope: SidecarScope,
  name: string,
): { readonly host: string; readonly scoped: ScopedService | undefined } {
  const named = scope.services.get(name);
  const alias = named?.service.alias;
  return alias === undefined ? { host: name, scoped: named } : { host: alias, scoped: scope.services.get(alias) };
}

function hasPort({ ports }: ScopedService, port: number): boolean {
  const known = ports.find(({ number }) => number === port);
  return known !== undefined && known.transport !== 'UDP';
}

function connectTimeoutOf({ connectionPool }: PortPolicy): number | undefined {
  const text = asText(fieldsOf(fieldsOf(connectionPool)['tcp'])['connectTimeout']);
  return text === undefined ? undefined : parseDuration(text);
}

/** As istiod reads it; Envoy's own default is five errors (https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection). */
function outlierDetectionOf({ outlierDetection }: PortPolicy): OutlierDetection | undefined {
  if (outlierDetection === undefined) {
    return undefined;
  }
  const { consecutive5xxErrors = 5, consecutiveGatewayErrors = 0 } = outlierDetection;
  return { consecutive5xx: consecutive5xxErrors, consecutiveGatewayErrors };
}

function lbPolicyOf({ loadBalancer }: PortPolicy): LbPolicy {
  if (loadBalancer?.consistentHash !== undefined) {
    return loadBalancer.consistentHash.maglev === undefined ? 'RING_HASH' : 'MAGLEV';
  }
  switch (loadBalancer?.simple) {
    case 'PASSTHROUGH':
      return 'CLUSTER_PROVIDED';
    case 'ROUND_ROBIN':
    case 'RANDOM':
      return loadBalancer.simple;
    default:
      return 'LEAST_REQUEST';
  }
}

function hashedBy({ loadBalancer }: PortPolicy): string {
  const hash = loadBalancer?.consistentHash;
  if (hash?.httpHeaderName !== undefined) {
    return `header ${hash.httpHeaderName}`;
  }
  if (hash?.httpCookie !== undefined) {
    return `cookie ${hash.httpCookie.name ?? ''}`;
  }
  if (hash?.httpQueryParameterName !== undefined) {
    return `query parameter ${hash.httpQueryParameterName}`;
  }
  return hash?.useSourceIp === true ? 'source IP' : '';
}
