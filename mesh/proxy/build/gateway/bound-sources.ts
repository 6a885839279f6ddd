import { type GatewayServer, hostForRoutes } from '../../../istio/gateway-servers.js';
import type { RouteSource } from '../../../istio/route-source.js';
import { coversHost, hostsOverlap } from '../../../model/hosts.js';
import { append } from '../../../model/labels.js';
import { isVisibleIn } from '../../../model/visibility.js';

/** The sources of routes that are bound to gateways. */
export class BoundSources {
  private readonly byGateway = new Map<string, RouteSource[]>();

  constructor(sources: readonly RouteSource[]) {
    for (const source of sources) {
      for (const gateway of source.gateways) {
        append(this.byGateway, gateway, source);
      }
    }
  }

  /** Those bound to a gateway that pods of a namespace may use: private first, then exported, then public. */
  of(gateway: string, namespace: string): readonly RouteSource[] {
    const rank = (source: RouteSource): number =>
      source.visibility === '*' ? 2 : source.namespace === namespace ? 0 : 1;
    return (this.byGateway.get(gateway) ?? [])
      .filter(({ visibility }) => isVisibleIn(visibility, namespace))
      .map((source, index) => ({ source, index }))
      .sort((one, other) => rank(one.source) - rank(other.source) || one.index - other.index)
      .map(({ source }) => source);
  }

  /** Those for connections that a server of a gateway takes: with a host of the server. */
  forConnections(server: GatewayServer, namespace: string): readonly RouteSource[] {
    return this.of(server.gateway, namespace).filter((source) =>
      hostsFor(server.hosts, source.namespace).some((host) => source.hosts.some((own) => hostsOverlap(host, own))),
    );
  }
}

/** The hosts that a server and a source have in common: for each pair that overlaps the narrower of the two. */
export function commonHosts(server: GatewayServer, source: RouteSource): readonly string[] {
  const hosts = new Set<string>();
  for (const own of hostsFor(server.hosts, source.namespace)) {
    for (const other of source.hosts) {
      if (coversHost(other, own)) {
        hosts.add(own);
      } else if (coversHost(own, other)) {
        hosts.add(other);
      }
    }
  }
  return [...hosts];
}

/** The hosts of a server that routes of a namespace may use. */
function hostsFor(hosts: readonly string[], namespace: string): readonly string[] {
  return hosts.flatMap((host) => hostForRoutes(host, namespace));
}
