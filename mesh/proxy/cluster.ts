import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import type { ClusterLoadAssignment } from './endpoint.js';
import type { ClusterReference } from './route-configuration.js';
import type { TransportSocket } from './transport-socket.js';

/** How a proxy chooses among endpoints. */
export type LbPolicy =
  | 'LEAST_REQUEST'
  | 'ROUND_ROBIN'
  | 'RANDOM'
  | 'RING_HASH'
  | 'MAGLEV'
  /** The address that the caller used. */
  | 'CLUSTER_PROVIDED';

/** After how many failures in a row an endpoint is taken out; 0 for never. */
export interface OutlierDetection {
  /** Of any kind: answers 5xx and connections that fail. */
  readonly consecutive5xx: number;
  /** 502, 503, 504 and connections that fail. */
  readonly consecutiveGatewayErrors: number;
}

/** Where a proxy sends what a route gives it. */
export interface Cluster extends ClusterReference {
  /** Where its endpoints come from: istiod, DNS, or the address that the caller used. */
  readonly type: 'EDS' | 'STRICT_DNS' | 'ORIGINAL_DST';
  readonly service: MeshService;
  readonly lbPolicy: LbPolicy;
  /** What requests are hashed by, where the same key goes to the same endpoint: `header x-user`, `source IP`; empty for none. */
  readonly hashedBy: string;
  readonly loadAssignment: ClusterLoadAssignment;
  /** What is on connections to an original address; others have it by endpoint. */
  readonly transportSocket: TransportSocket;
  /** Whether each connection carries mTLS of the mesh where its endpoint takes it, and nothing else where not. */
  readonly isAutoMtls: boolean;
  /** Server name that a DestinationRule sets for TLS; empty when it sets none. */
  readonly sni: string;
  /** Ids of the DestinationRules that hold. */
  readonly destinationRules: readonly string[];
  /** When endpoints that fail are taken out for a while; undefined for never. */
  readonly outlierDetection: OutlierDetection | undefined;
  /** Workloads that would be its endpoints and run no pod; empty where some do. */
  readonly idle: readonly Workload[];
  /** Milliseconds after which a connection that is not made fails; undefined for as long as the mesh says. */
  readonly connectTimeout: number | undefined;
  /** Why no connection can be made with the TLS that is set; empty when one can. */
  readonly failure: string;
  /** Why connections carry what they do. */
  readonly transportSocketReason: string;
}

/**
 * The server name that a proxy's TLS asks for. Without one of the user's, mTLS of the mesh names the cluster, and TLS of another kind
 * the host that the request is for.
 */
export function serverNameOf(
  { host, port, subset, sni }: Pick<Cluster, 'host' | 'port' | 'subset' | 'sni'>,
  socket: TransportSocket,
  authority: string,
): string {
  if (sni !== '') {
    return sni;
  }
  return socket === 'mutual' ? `outbound_.${port}_.${subset}_.${host}` : authority;
}
