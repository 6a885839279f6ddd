import { allocatedAddress } from '../../../istio/allocated-addresses.js';
import type { EgressListener, SidecarScope } from '../../../istio/sidecar-scope.js';
import { podAddress, serviceAddress } from '../../../kubernetes/cluster-network.js';
import { append } from '../../../model/labels.js';
import { isHttp, type Protocol } from '../../../model/protocol.js';
import type { MeshService, ServicePort } from '../../../model/service.js';
import { anyConnection, type FilterChain } from '../../filter-chain.js';
import type { HttpFilter } from '../../http-filter.js';
import { type Listener, listenerName, virtualOutbound } from '../../listener.js';
import type { ProxyNode } from '../../proxy-node.js';
import { blackHoleCluster } from '../../route-configuration.js';
import { tcpProxyTo } from '../connection-routes.js';
import type { DefaultPort } from '../routes.js';
import { connectionChains, connectionSources } from './connection-chains.js';
import { catchAllCluster } from './route-configurations.js';

/** What ALPN and the HTTP inspector call plain HTTP. */
export const plainHttp = ['http/1.1', 'h2c'];

/** The address of listeners that take connections to any. */
export const anyAddress = '0.0.0.0';

/** The filters of requests that leave a workload. */
export const outboundHttpFilters: readonly HttpFilter[] = [
  { name: 'envoy.filters.http.fault' },
  { name: 'envoy.filters.http.cors' },
];

/** A port of a service that a listener is for. */
interface Candidate {
  readonly egress: EgressListener;
  readonly service: MeshService;
  /** With the protocol that the Sidecar says, where it does. */
  readonly port: ServicePort;
  readonly blocks: readonly string[];
}

/** What each listener of a port is for, by its address. */
type Candidates = ReadonlyMap<string, readonly Candidate[]>;

const candidatesOfScopes = new WeakMap<SidecarScope['listeners'], Map<string, Candidates>>();

/** The listeners that a sidecar has for outbound connections, each made when first asked for. */
export class OutboundListeners {
  private readonly made = new Map<string, Listener | undefined>();
  private readonly catchAll: FilterChain;
  /** Takes what no other listener does. */
  readonly virtual: Listener;

  constructor(private readonly node: Pick<ProxyNode, 'scope' | 'labels' | 'namespace' | 'capturesDns'>) {
    const isOpen = node.scope.outboundTrafficPolicy === 'ALLOW_ANY';
    this.catchAll = {
      name: 'PassthroughFilterChain',
      match: anyConnection,
      tls: undefined,
      networkFilters: [],
      terminal: tcpProxyTo(isOpen ? catchAllCluster(node.scope) : blackHoleCluster),
    };
    const blackHole: FilterChain = {
      ...this.catchAll,
      name: 'virtualOutbound-blackhole',
      match: { ...anyConnection, destinationPort: virtualOutbound.port },
      terminal: tcpProxyTo(blackHoleCluster),
    };
    const filterChains = [blackHole, { ...this.catchAll, name: 'virtualOutbound-catchall-tcp' }];
    this.virtual = { ...virtualOutbound, address: anyAddress, filterChains, defaultFilterChain: undefined };
  }

  /** The listener that takes connections to an address: its own, else the one for all addresses of the port; undefined for none. */
  find(address: string, port: number): Listener | undefined {
    return this.at(address, port) ?? this.at(anyAddress, port);
  }

  /** Every listener but the virtual one, by port and address. */
  all(): readonly Listener[] {
    const ports = new Set(
      this.node.scope.listeners.flatMap(({ services, port }) =>
        services.flatMap(({ ports: own }) => (port === undefined ? own.map(({ number }) => number) : [port])),
      ),
    );
    return [...ports]
      .sort((one, other) => one - other)
      .flatMap((port) =>
        [...candidatesOf(this.node, port).keys()].sort().flatMap((address) => this.at(address, port) ?? []),
      );
  }

  private at(address: string, port: number): Listener | undefined {
    const name = listenerName(address, port);
    let listener = this.made.get(name);
    if (listener === undefined && !this.made.has(name)) {
      const candidates = candidatesOf(this.node, port).get(address);
      listener = candidates === undefined ? undefined : this.make(address, port, candidates);
      this.made.set(name, listener);
    }
    return listener;
  }

  private make(address: string, port: number, candidates: readonly Candidate[]): Listener {
    let protocol: 'http' | 'tcp' | 'sniffed' | undefined;
    let chains: readonly FilterChain[] = [];
    const owner = candidates[0]?.egress;
    for (const candidate of candidates) {
      const kind = kindOf(candidate.port.protocol);
      // A Sidecar that declares a port decides alone what is there; HTTP joins the listener that HTTP has already.
      if (candidate.egress !== owner || ((protocol === 'http' || protocol === 'sniffed') && kind !== 'tcp')) {
        continue;
      }
      if (protocol !== undefined && isServerFirstConflict(candidate.port.protocol, owner, candidates)) {
        continue;
      }
      chains = merged(chains, this.chainsFor(candidate, address, port));
      const isMixed = protocol !== undefined && protocol !== kind;
      protocol = isMixed || kind === 'sniffed' || (kind === 'http' && address === anyAddress) ? 'sniffed' : kind;
    }
    const matching = chains.filter(({ match }) => !takesAny(match));
    const last = chains.findLast(({ match }) => takesAny(match));
    return {
      name: listenerName(address, port),
      address,
      port,
      filterChains: matching.length === 0 && last !== undefined ? [last] : matching,
      defaultFilterChain: matching.length === 0 && last !== undefined ? undefined : (last ?? this.catchAll),
    };
  }

  private chainsFor(candidate: Candidate, address: string, number: number): readonly FilterChain[] {
    const { egress, service, port, blocks } = candidate;
    const kind = kindOf(port.protocol);
    const isShared = address === anyAddress;
    const chains: FilterChain[] = [];
    if (kind !== 'http') {
      const sources = connectionSources(egress.sources);
      const { labels, namespace } = this.node;
      const scope = { labels, namespace, gateway: 'mesh', port: number };
      const defaultPort: DefaultPort = (host) => this.onlyPort(host) ?? number;
      for (const one of connectionChains({ service, port, blocks, isShared }, sources, scope, defaultPort)) {
        chains.push(one);
      }
    }
    if (kind !== 'tcp') {
      const routeConfiguration = kind === 'sniffed' && !isShared ? `${service.host}:${number}` : String(number);
      chains.push(httpChain(routeConfiguration, kind === 'sniffed' || isShared));
    }
    return chains;
  }

  private onlyPort(host: string): number | undefined {
    const ports = this.node.scope.services.get(host)?.service.ports ?? [];
    return ports.length === 1 ? ports[0]?.number : undefined;
  }
}

function httpChain(routeConfiguration: string, isSniffed: boolean): FilterChain {
  return {
    name: '',
    match: isSniffed
      ? { ...anyConnection, transportProtocol: 'raw_buffer', applicationProtocols: plainHttp }
      : anyConnection,
    tls: undefined,
    networkFilters: [],
    terminal: {
      name: 'envoy.filters.network.http_connection_manager',
      routeConfiguration,
      httpFilters: outboundHttpFilters,
      useRemoteAddress: false,
      xffNumTrustedHops: 0,
    },
  };
}

function kindOf(protocol: Protocol): 'http' | 'tcp' | 'sniffed' {
  return protocol === 'auto' ? 'sniffed' : isHttp(protocol) ? 'http' : 'tcp';
}

/** MySQL and MongoDB, whose server speaks first, share a port with no other protocol: whoever is first has it. */
function isServerFirstConflict(
  incoming: Protocol,
  owner: EgressListener | undefined,
  candidates: readonly Candidate[],
): boolean {
  const existing = candidates.find(({ egress }) => egress === owner)?.port.protocol;
  const isServerFirst = (protocol: Protocol | undefined): boolean => protocol === 'mysql' || protocol === 'mongo';
  return (isServerFirst(incoming) || isServerFirst(existing)) && incoming !== existing;
}

function takesAny({
  prefixRanges,
  serverNames,
  transportProtocol,
  applicationProtocols,
}: FilterChain['match']): boolean {
  return prefixRanges.length + serverNames.length + applicationProtocols.length === 0 && transportProtocol === '';
}

/** Filter chains put together; of those with the same match the first stays. */
function merged(chains: readonly FilterChain[], added: readonly FilterChain[]): readonly FilterChain[] {
  const keyOf = ({ match }: FilterChain): string =>
    JSON.stringify([
      [...match.prefixRanges].sort(),
      [...match.serverNames].sort(),
      match.transportProtocol,
      match.applicationProtocols,
    ]);
  const known = new Set(chains.map(keyOf));
  const fresh = added.filter((chain) => !known.has(keyOf(chain)));
  return fresh.length === 0 ? chains : [...chains, ...fresh];
}

/** The ports of services that listeners of a port are for: HTTP at every address, the rest at the address of the service if it has one. */
function candidatesOf(node: Pick<ProxyNode, 'scope' | 'capturesDns'>, number: number): Candidates {
  const { scope, capturesDns } = node;
  let byPort = candidatesOfScopes.get(scope.listeners);
  if (byPort === undefined) {
    byPort = new Map();
    candidatesOfScopes.set(scope.listeners, byPort);
  }
  const key = `${number} ${capturesDns}`;
  let candidates = byPort.get(key);
  if (candidates === undefined) {
    candidates = findCandidates(node, number);
    byPort.set(key, candidates);
  }
  return candidates;
}

function findCandidates({ scope, capturesDns }: Pick<ProxyNode, 'scope' | 'capturesDns'>, number: number): Candidates {
  const candidates = new Map<string, Candidate[]>();
  for (const egress of scope.listeners) {
    if (egress.port !== undefined && egress.port !== number) {
      continue;
    }
    for (const { service, ports } of egress.services) {
      const own = ports.find((port) => port.number === number);
      if (own === undefined || own.transport === 'UDP' || service.alias !== undefined) {
        continue;
      }
      const port = egress.protocol === undefined ? own : { ...own, protocol: egress.protocol };
      for (const { address, blocks } of bindsOf(service, port, capturesDns)) {
        append(candidates, address, { egress, service, port, blocks });
      }
    }
  }
  return candidates;
}

function bindsOf(
  service: MeshService,
  port: ServicePort,
  capturesDns: boolean,
): readonly { readonly address: string; readonly blocks: readonly string[] }[] {
  if (kindOf(port.protocol) === 'http') {
    return [{ address: anyAddress, blocks: [] }];
  }
  if (service.registry === 'kubernetes') {
    const address = service.isHeadless ? podAddress(service) : serviceAddress(service);
    return [{ address, blocks: [] }];
  }
  const allocated = capturesDns ? allocatedAddress(service) : undefined;
  const addresses =
    allocated === undefined ? service.addresses.map((address) => address.replace(/\/(?:32|128)$/, '')) : [allocated];
  return addresses.length === 0
    ? [{ address: anyAddress, blocks: [] }]
    : addresses.map((address) =>
        address.includes('/') ? { address: anyAddress, blocks: [address] } : { address, blocks: [] },
      );
}
