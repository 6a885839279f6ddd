import type { ConnectionMatch, ConnectionRule } from '../../istio/route-source.js';
import { matchesLabels } from '../../model/labels.js';
import type { TcpProxy } from '../filter-chain.js';
import { type ClusterReference, outboundCluster, type WeightedCluster } from '../route-configuration.js';
import { type DefaultPort, type RouteScope, weightedClusters } from './routes.js';

/** The matches of a rule for connections that can hold at a proxy. Gateways look at the port and at their own name only. */
export function matchesAt(rule: ConnectionRule, scope: RouteScope): readonly ConnectionMatch[] {
  return rule.matches.filter(
    (match) =>
      (match.port === undefined || match.port === scope.port) &&
      (match.gateways.length === 0 || match.gateways.includes(scope.gateway)) &&
      (scope.gateway !== 'mesh' ||
        (matchesLabels(scope.labels, match.sourceLabels) &&
          (match.sourceNamespace === '' || match.sourceNamespace === scope.namespace))),
  );
}

/** Takes connections where a rule says. */
export function tcpProxyOf(rule: ConnectionRule, defaultPort: DefaultPort): TcpProxy {
  const { label, object, destinations } = rule;
  return {
    name: 'envoy.filters.network.tcp_proxy',
    clusters: weightedClusters(destinations, defaultPort),
    source: { label, object },
  };
}

/** Takes connections to one cluster. */
export function tcpProxyTo(cluster: ClusterReference): TcpProxy {
  const weighted: WeightedCluster = { ...cluster, weight: 1 };
  return { name: 'envoy.filters.network.tcp_proxy', clusters: [weighted], source: undefined };
}

/** Takes connections to a service. */
export function tcpProxyToService(host: string, port: number): TcpProxy {
  return tcpProxyTo(outboundCluster(host, port, ''));
}
