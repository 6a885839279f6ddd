import type { Sender } from '../envoy/journey.js';
import type { RouteDestination } from '../istio/route-source.js';
import type { Cluster } from './cluster.js';
import type { Indexes } from './push-context.js';

/** A cluster as the trace names it. */
export function describeCluster({ host, port, subset }: Cluster): string {
  return `${host || '(no backend)'}:${port}${subset === '' ? '' : ` subset ${subset}`}`;
}

/** A share as the trace writes it. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}

/** The cluster of a destination; without a port it is that of a gateway's only port, else the one that the caller used. */
export function findCluster(
  indexes: Indexes,
  sender: Sender,
  destination: RouteDestination,
  listenPort: number,
): Cluster {
  const { host, subset } = destination;
  let port = destination.port;
  if (port === undefined) {
    const ports = sender.client.isGateway ? sender.scope.services.get(host)?.service.ports : undefined;
    port = ports?.length === 1 ? (ports[0]?.number ?? listenPort) : listenPort;
  }
  return indexes.clusters.find(sender.scope, sender.client, host, port, subset);
}
