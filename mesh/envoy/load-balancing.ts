import type { Endpoint } from '../model/service.js';
import type { Cluster } from '../proxy/cluster.js';
import type { TransportSocket } from '../proxy/transport-socket.js';
import type { Exchange } from './exchange.js';

/** An endpoint that a cluster sends to. */
export class Host {
  /** What comes of connections by their kind, where that is fixed. */
  readonly fixed: Exchange[] = [];

  readonly endpoint: Endpoint;
  /** Its share of the requests, from 0 to 1. */
  readonly share: number;
  readonly transportSocket: TransportSocket;
  /** As {@link LbEndpoint} has it. */
  readonly isTunnelled: boolean;

  constructor(parts: Pick<Host, 'endpoint' | 'share' | 'transportSocket' | 'isTunnelled'>) {
    this.endpoint = parts.endpoint;
    this.share = parts.share;
    this.transportSocket = parts.transportSocket;
    this.isTunnelled = parts.isTunnelled;
  }
}

const balanced = new WeakMap<Cluster, readonly Host[]>();

/**
 * How requests spread over the endpoints of a cluster when all are healthy: over those of priority 0, by the weights of their places if those
 * have some, and in a place by the weights of endpoints.
 */
export function hostsOf(cluster: Cluster): readonly Host[] {
  let hosts = balanced.get(cluster);
  if (hosts === undefined) {
    hosts = balance(cluster);
    balanced.set(cluster, hosts);
  }
  return hosts;
}

function balance({ loadAssignment }: Cluster): readonly Host[] {
  const first = loadAssignment.filter(({ priority }) => priority === 0);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  if (first.every(({ weight }) => weight === undefined)) {
    const all = first.flatMap(({ endpoints }) => endpoints);
    const total = sum(all.map(({ weight }) => weight));
    return all.map((one) => new Host({ ...one, share: one.weight / total }));
  }
  const total = sum(first.map(({ weight = 0 }) => weight));
  return first.flatMap(({ endpoints, weight: part = 0 }) => {
    const own = sum(endpoints.map(({ weight }) => weight));
    return total === 0 ? [] : endpoints.map((one) => new Host({ ...one, share: ((one.weight / own) * part) / total }));
  });
}
