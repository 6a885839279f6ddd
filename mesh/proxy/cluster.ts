import { type EndpointShare, shareOut } from '../envoy/load-balancing.js';
import {
  type DestinationRules,
  effectivePolicy,
  type MergedRule,
  type TrafficPolicy,
} from '../istio/destination-rules.js';
import type { PeerAuthentications } from '../istio/peer-authentication.js';
import type { SidecarScope } from '../istio/sidecar-scope.js';
import type { Labels } from '../model/labels.js';
import { matchesLabels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { Endpoint, MeshService } from '../model/service.js';
import { aliasOf, isHeadless } from './build/outbound.js';

/** What a proxy puts on the wire to an endpoint: mTLS of the mesh, TLS of the user's own, or nothing. */
export type Wire = 'mutual' | 'tls' | 'plaintext';

/** An endpoint with its share and what is on the wire to it. */
export interface ClusterShare extends EndpointShare {
  readonly wire: Wire;
}

/** Where a proxy sends what a route gives it. */
export interface Cluster {
  readonly host: string;
  readonly port: number;
  readonly subset: string;
  readonly service: MeshService | undefined;
  /**
   * - `endpoints`: it balances over `shares`;
   * - `original`: it keeps the address that the caller used;
   * - `missing`: there is no such cluster, `reason` says why.
   */
  readonly kind: 'endpoints' | 'original' | 'missing';
  readonly shares: readonly ClusterShare[];
  /** What is on the wire to an original address. */
  readonly wire: Wire;
  readonly reason: string;
  /** Ids of the DestinationRules that hold. */
  readonly rules: readonly string[];
  /** Server name that a DestinationRule sets for TLS; empty when it sets none. */
  readonly serverName: string;
  /** Why the wire is as it is. */
  readonly wireReason: string;
}

/** The proxy that a cluster is for. */
export interface ClusterClient {
  readonly namespace: string;
  readonly labels: Labels;
  readonly locality: string;
  readonly isGateway: boolean;
}

/**
 * The server name that a proxy's TLS asks for. Without one of the user's, mTLS of the mesh names the cluster, and TLS of another kind
 * the host that the request is for.
 */
export function serverNameOf(
  { host, port, subset, serverName }: Pick<Cluster, 'host' | 'port' | 'subset' | 'serverName'>,
  wire: Wire,
  authority: string,
): string {
  if (serverName !== '') {
    return serverName;
  }
  return wire === 'mutual' ? `outbound_.${port}_.${subset}_.${host}` : authority;
}

/** Makes and keeps the clusters of proxies. */
export class Clusters {
  private readonly made = new WeakMap<SidecarScope, Map<string, Map<string, Cluster>>>();
  private readonly meshLocality: unknown;

  constructor(
    private readonly mesh: Mesh,
    private readonly rules: DestinationRules,
    private readonly peers: PeerAuthentications,
  ) {
    this.meshLocality = mesh.config.raw['localityLbSetting'];
  }

  /** The cluster `outbound|port|subset|host` of a proxy. */
  find(scope: SidecarScope, client: ClusterClient, host: string, port: number, subset: string): Cluster {
    let tables = this.made.get(scope);
    if (tables === undefined) {
      tables = new Map();
      this.made.set(scope, tables);
    }
    const labels = this.rules.hasSelectors ? JSON.stringify(client.labels) : '';
    const kind = client.isGateway ? `gateway ${client.locality}${labels}` : client.locality + labels;
    let table = tables.get(kind);
    if (table === undefined) {
      table = new Map();
      tables.set(kind, table);
    }
    const key = `${host}|${port}|${subset}`;
    let cluster = table.get(key);
    if (cluster === undefined) {
      cluster = this.make(scope, client, host, port, subset);
      table.set(key, cluster);
    }
    return cluster;
  }

  private make(scope: SidecarScope, client: ClusterClient, name: string, port: number, subset: string): Cluster {
    const named = scope.services.get(name);
    const alias = named === undefined ? undefined : aliasOf(named.service);
    const host = alias ?? name;
    const scoped = alias === undefined ? named : scope.services.get(host);
    const service = scoped?.service;
    const base = {
      host,
      port,
      subset,
      service,
      shares: [],
      wire: 'plaintext' as Wire,
      serverName: '',
      rules: [],
      wireReason: '',
    };
    if (service === undefined) {
      const exists = this.mesh.servicesAt(host).length > 0;
      const reason = exists
        ? `${host} is not visible from ${scope.label || scope.namespace}`
        : `there is no service ${host || '(invalid backend)'}`;
      return { ...base, kind: 'missing', reason };
    }
    const known = scoped?.ports.find(({ number }) => number === port);
    if (known === undefined || known.transport === 'UDP') {
      return { ...base, kind: 'missing', reason: `${host} has no port ${port}` };
    }
    const rule = this.rules.find(client, service);
    const rules = rule?.from ?? [];
    const named2 = rule?.subsets.find((one) => one.name === subset);
    if (subset !== '' && named2 === undefined) {
      return {
        ...base,
        rules,
        kind: 'missing',
        reason: `no DestinationRule that ${scope.namespace} sees has subset ${subset} of ${host}`,
      };
    }
    const policy = effectivePolicy(rule, subset, port);
    if (policy.tls?.failure !== undefined) {
      return {
        ...base,
        rules,
        kind: 'endpoints',
        reason: `no connection to ${host} can be made: ${policy.tls.failure}`,
      };
    }
    const serverName = policy.tls?.sni ?? '';
    const simple = policy.loadBalancer?.simple;
    const isOriginal =
      !client.isGateway && (isHeadless(service) || service.resolution === 'none' || simple === 'PASSTHROUGH');
    const all = service.endpoints(port);
    if (isOriginal) {
      const { wire, reason } = this.wireToAll(service, rule, policy.tls?.mode, all, subset, port);
      return { ...base, rules, kind: 'original', reason: '', wire, serverName, wireReason: reason };
    }
    const labels = named2?.labels ?? {};
    const chosen = subset === '' ? all : all.filter((endpoint) => matchesLabels(endpoint.labels, labels));
    const shares = shareOut(chosen, policy, client, this.meshLocality);
    const tls = this.tlsOf(service, rule, policy.tls?.mode, subset, port);
    return {
      ...base,
      rules,
      kind: 'endpoints',
      reason:
        shares.length > 0
          ? ''
          : subset === ''
            ? `${host} has no endpoint`
            : `no endpoint of ${host} has the labels of subset ${subset}`,
      shares: shares.map((share) => ({ ...share, wire: tls.wireTo(share.endpoint) })),
      serverName,
      wireReason: tls.reason,
    };
  }

  private tlsOf(
    service: MeshService,
    rule: MergedRule | undefined,
    mode: unknown,
    subset: string,
    port: number,
  ): { readonly wireTo: (endpoint: Endpoint) => Wire; readonly reason: string } {
    if (mode !== undefined) {
      const wire: Wire = mode === 'ISTIO_MUTUAL' ? 'mutual' : mode === 'DISABLE' ? 'plaintext' : 'tls';
      return { wireTo: () => wire, reason: `DestinationRule ${rule?.from[0]} sets tls mode ${String(mode)}` };
    }
    if (service.isMeshExternal) {
      return { wireTo: () => 'plaintext', reason: `${service.host} is outside the mesh` };
    }
    if (!this.mesh.config.enableAutoMtls) {
      return { wireTo: () => 'plaintext', reason: 'auto mTLS is off' };
    }
    const general = this.peers.forNamespace(service.namespace);
    if (general.mode === 'DISABLE') {
      return { wireTo: () => 'plaintext', reason: `PeerAuthentication ${general.policy} disables mTLS` };
    }
    const declared = declaredMode(rule, subset, port);
    return {
      wireTo: (endpoint) => {
        if (declared !== undefined) {
          return declared === 'ISTIO_MUTUAL' ? 'mutual' : 'plaintext';
        }
        return this.takesMtls(endpoint) ? 'mutual' : 'plaintext';
      },
      reason: 'auto mTLS: where the server has a sidecar that takes it',
    };
  }

  private wireToAll(
    service: MeshService,
    rule: MergedRule | undefined,
    mode: unknown,
    endpoints: readonly Endpoint[],
    subset: string,
    port: number,
  ): { readonly wire: Wire; readonly reason: string } {
    const { wireTo, reason } = this.tlsOf(service, rule, mode, subset, port);
    if (mode !== undefined || service.isMeshExternal) {
      const [first] = endpoints;
      return { wire: first === undefined ? wireTo(emptyEndpoint) : wireTo(first), reason };
    }
    const all = endpoints.length > 0 && endpoints.every((endpoint) => hasMtlsLabel(endpoint));
    const isOn = this.mesh.config.enableAutoMtls && this.peers.forNamespace(service.namespace).mode !== 'DISABLE';
    return all && isOn
      ? { wire: 'mutual', reason: 'auto mTLS: every pod has a sidecar' }
      : { wire: 'plaintext', reason: 'some pod has no sidecar, so all get plain text' };
  }

  private takesMtls(endpoint: Endpoint): boolean {
    return (
      hasMtlsLabel(endpoint) &&
      endpoint.workload !== undefined &&
      this.peers.forPort(endpoint.workload, endpoint.port).mode !== 'DISABLE'
    );
  }
}

const emptyEndpoint: Endpoint = {
  workload: undefined,
  address: '',
  port: 0,
  labels: {},
  cluster: '',
  locality: '',
  weight: 1,
};

/** Whether the control plane tells clients that an endpoint takes mTLS: it has a sidecar, which a gateway is not. */
function hasMtlsLabel(endpoint: Endpoint): boolean {
  const label = endpoint.labels['security.istio.io/tlsMode'];
  return label === undefined ? endpoint.workload?.proxy === 'sidecar' : label === 'istio';
}

/** The TLS mode that is declared without regard to the settings of a port that have none. */
function declaredMode(rule: MergedRule | undefined, subset: string, port: number): unknown {
  const modeOf = (policy: TrafficPolicy | undefined): unknown =>
    policy?.portLevelSettings?.find((settings) => settings.port?.number === port)?.tls?.mode ?? policy?.tls?.mode;
  const named = rule?.subsets.find(({ name }) => name === subset);
  return (named === undefined ? undefined : modeOf(named.trafficPolicy)) ?? modeOf(rule?.trafficPolicy);
}
