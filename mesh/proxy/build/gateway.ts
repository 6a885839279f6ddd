import { compareAge } from '../../istio/age.js';
import { podPortsOf } from '../../istio/exposure.js';
import { type GatewayServer, hostForRoutes } from '../../istio/gateway-servers.js';
import type { RoutingConfig } from '../../istio/route-source.js';
import type { ServerPorts } from '../../istio/server-ports.js';
import { coversHost, hostsOverlap, isWildcard } from '../../model/hosts.js';
import { isVisibleIn } from '../../model/visibility.js';
import type { Workload } from '../../model/workload.js';
import { bindRules } from '../bound-rules.js';
import { type BoundRule, type VirtualHost, VirtualHosts } from '../virtual-host.js';

/** What a gateway does with connections whose server name fits. */
export interface TlsChain {
  readonly sniHosts: readonly string[];
  readonly server: GatewayServer;
  /** Virtual hosts, where it terminates TLS and reads HTTP. */
  readonly hosts: VirtualHosts | undefined;
}

/** What a gateway has on one of its pods' ports. */
export interface GatewayListener {
  readonly port: number;
  readonly servers: readonly GatewayServer[];
  /** For plain HTTP. */
  readonly hosts: VirtualHosts | undefined;
  /** For plain TCP. */
  readonly tcp: GatewayServer | undefined;
  readonly chains: readonly TlsChain[];
}

const httpProtocols: ReadonlySet<string> = new Set(['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB']);

/** Makes and keeps the listeners of gateways. */
export class GatewayRoutes {
  private readonly made = new Map<Workload, Map<number, GatewayListener | undefined>>();
  private readonly byGateway = new Map<string, RoutingConfig[]>();

  constructor(
    private readonly servers: readonly GatewayServer[],
    configs: readonly RoutingConfig[],
    private readonly ports: ServerPorts,
  ) {
    for (const config of configs) {
      for (const gateway of config.gateways) {
        this.byGateway.set(gateway, [...(this.byGateway.get(gateway) ?? []), config]);
      }
    }
  }

  /** Configuration bound to a gateway that pods of a namespace may use: private first, then exported, then public. */
  configsFor(gateway: string, namespace: string): readonly RoutingConfig[] {
    const rank = (config: RoutingConfig): number =>
      config.visibility === '*' ? 2 : config.namespace === namespace ? 0 : 1;
    return (this.byGateway.get(gateway) ?? [])
      .filter(({ visibility }) => isVisibleIn(visibility, namespace))
      .map((config, index) => ({ config, index }))
      .sort((one, other) => rank(one.config) - rank(other.config) || one.index - other.index)
      .map(({ config }) => config);
  }

  /** Configuration for connections that a server of a gateway takes: that with a host of the server. */
  connectionConfigsFor(server: GatewayServer, namespace: string): readonly RoutingConfig[] {
    return this.configsFor(server.gateway, namespace).filter((config) =>
      hostsFor(server.hosts, config.namespace).some((host) => config.hosts.some((own) => hostsOverlap(host, own))),
    );
  }

  /** What a gateway has on a port of its pods; undefined when nothing listens there. */
  listener(workload: Workload, port: number): GatewayListener | undefined {
    let listeners = this.made.get(workload);
    if (listeners === undefined) {
      listeners = new Map();
      this.made.set(workload, listeners);
    }
    if (!listeners.has(port)) {
      listeners.set(port, this.make(workload, port));
    }
    return listeners.get(port);
  }

  private make(workload: Workload, port: number): GatewayListener | undefined {
    const bound = this.servers
      .filter((server) => server.selects(workload) && podPortsOf(server, this.ports.of(workload)).includes(port))
      .map((server, index) => ({ server, index }))
      .sort((one, other) => compareAge(one.server, other.server) || one.index - other.index)
      .map(({ server }) => server);
    if (bound.length === 0) {
      return undefined;
    }
    const plain = bound.filter(({ tls, protocol }) => tls === undefined && protocol !== 'HTTPS' && protocol !== 'TLS');
    const isHttp = plain[0] !== undefined && httpProtocols.has(plain[0].protocol);
    const http = isHttp ? plain.filter(({ protocol }) => httpProtocols.has(protocol)) : [];
    const chains: TlsChain[] = [];
    const taken = new Set<string>();
    for (const server of bound.filter((one) => one.tls !== undefined)) {
      const sniHosts = server.hosts.map((host) => host.slice(host.indexOf('/') + 1));
      if (sniHosts.some((host) => taken.has(host))) {
        continue;
      }
      for (const host of sniHosts) {
        taken.add(host);
      }
      const terminates = !['PASSTHROUGH', 'AUTO_PASSTHROUGH'].includes(server.tls?.mode ?? '');
      const hosts = terminates && server.protocol === 'HTTPS' ? this.virtualHosts(workload, [server]) : undefined;
      chains.push({ sniHosts, server, hosts });
    }
    return {
      port,
      servers: bound,
      hosts: http.length > 0 ? this.virtualHosts(workload, http) : undefined,
      tcp: isHttp ? undefined : plain[0],
      chains,
    };
  }

  private virtualHosts(workload: Workload, servers: readonly GatewayServer[]): VirtualHosts {
    const rules = new Map<string, BoundRule[]>();
    const redirects = new Set<string>();
    for (const server of servers) {
      for (const config of this.configsFor(server.gateway, workload.namespace)) {
        const hosts = intersection(hostsFor(server.hosts, config.namespace), config.hosts);
        if (hosts.length === 0) {
          continue;
        }
        const scope = {
          labels: workload.labels,
          namespace: workload.namespace,
          gateway: server.gateway,
          port: server.port,
        };
        const bound = bindRules(config, scope);
        for (const host of bound.length > 0 ? hosts : []) {
          rules.set(host, [...(rules.get(host) ?? []), ...bound]);
          if (server.httpsRedirect) {
            redirects.add(host);
          }
        }
      }
      for (const host of server.httpsRedirect ? server.hosts : []) {
        redirects.add(host);
      }
    }
    const table = new VirtualHosts();
    for (const name of new Set([...rules.keys(), ...redirects])) {
      const host: VirtualHost = {
        name,
        config: undefined,
        rules: catchAllLast(rules.get(name) ?? []),
        service: undefined,
        redirectsToHttps: redirects.has(name),
      };
      table.add(host, [name]);
    }
    return table;
  }
}

/** The hosts of a server that routes of a namespace may use. */
function hostsFor(hosts: readonly string[], namespace: string): readonly string[] {
  return hosts.flatMap((host) => hostForRoutes(host, namespace));
}

/** For each pair that overlaps the narrower of the two. */
function intersection(servers: readonly string[], routes: readonly string[]): readonly string[] {
  const hosts = new Set<string>();
  for (const server of servers) {
    for (const route of routes) {
      if (isWithin(server, route)) {
        hosts.add(server);
      } else if (isWithin(route, server)) {
        hosts.add(route);
      }
    }
  }
  return [...hosts];
}

function isWithin(host: string, pattern: string): boolean {
  return isWildcard(host) && !isWildcard(pattern) ? false : coversHost(pattern, host);
}

/** Rules with one condition each, those that take every request moved to the end, as Istio orders the routes of a gateway. */
function catchAllLast(rules: readonly BoundRule[]): readonly BoundRule[] {
  const single = rules.flatMap(({ rule, conditions }) => conditions.map((index) => ({ rule, conditions: [index] })));
  const isCatchAll = ({ rule, conditions }: BoundRule): boolean =>
    rule.conditions[conditions[0] ?? 0]?.isCatchAll === true;
  return [...single.filter((rule) => !isCatchAll(rule)), ...single.filter(isCatchAll)];
}
