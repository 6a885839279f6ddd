import type { Endpoint } from '../model/service.js';
import type { TransportSocket } from './transport-socket.js';

/** An endpoint of a cluster. */
export interface LbEndpoint {
  readonly endpoint: Endpoint;
  /** Its part of the load of its locality: the replicas of a workload. */
  readonly weight: number;
  readonly transportSocket: TransportSocket;
  /** Whether connections go through a tunnel (HBONE) with mTLS of the mesh; TLS of the user's own then goes inside of it. */
  readonly isTunnelled: boolean;
}

/** The endpoints of one place. */
export interface LocalityLbEndpoints {
  /** `region/zone/subzone`, empty when unknown; where traffic is distributed by place, the pattern of the place. */
  readonly locality: string;
  /** From 0; a proxy uses the next only when nothing of those before it is healthy. */
  readonly priority: number;
  /** Part of the load of the priority; undefined where that follows from the endpoints alone. */
  readonly weight: number | undefined;
  readonly endpoints: readonly LbEndpoint[];
}

/** The endpoints of a cluster as istiod sends them (EDS). */
export type ClusterLoadAssignment = readonly LocalityLbEndpoints[];
