import type { Duration } from 'cdk8s';
import type { TrafficPolicySpec } from '../api/index.js';
import { definedOrNothing } from './defined-fields.js';
import { durationText } from './duration.js';

/** Limits of the connections of one proxy to a service. HTTP limits act only where the proxy sees HTTP. */
export interface ConnectionPool {
  /** Connections at the same time. @default unlimited */
  readonly maxConnections?: number;
  /** Time to connect. @default 10 s */
  readonly connectTimeout?: Duration;
  /** HTTP/1.1 requests that wait for a connection. @default unlimited */
  readonly http1MaxPendingRequests?: number;
  /** HTTP requests at the same time. @default unlimited */
  readonly http2MaxRequests?: number;
  /** Requests on one connection before it is closed. @default unlimited */
  readonly maxRequestsPerConnection?: number;
  /** Retries at the same time. @default unlimited */
  readonly maxRetries?: number;
}

/** When an endpoint is taken out of load balancing. */
export interface OutlierDetection {
  /** 5xx answers in a row; for TCP, failed connections. @default 5 */
  readonly consecutive5xxErrors?: number;
  /** 502, 503, 504 and connection errors in a row. @default not counted apart */
  readonly consecutiveGatewayErrors?: number;
  /**
   * The name that Istio used before 1.5; still accepted.
   * @deprecated use {@link consecutive5xxErrors} or {@link consecutiveGatewayErrors}
   */
  readonly consecutiveErrors?: number;
  /** Time between two looks. @default 10 s */
  readonly interval?: Duration;
  /** How long the first ejection lasts; it grows with each. @default 30 s */
  readonly baseEjectionTime?: Duration;
  /** Share of the endpoints that may be out at once, in percent. @default 10 */
  readonly maxEjectionPercent?: number;
}

/** How a proxy picks an endpoint. */
export type LoadBalancing =
  | 'LEAST_REQUEST'
  | 'ROUND_ROBIN'
  | 'RANDOM'
  | 'PASSTHROUGH'
  | { readonly consistentHash: { readonly header: string } | { readonly cookie: string; readonly ttl?: Duration } };

/** How connections to a service or a version are made. */
export interface TrafficPolicy {
  /** @default no limits */
  readonly connectionPool?: ConnectionPool;
  /** @default no ejection */
  readonly outlierDetection?: OutlierDetection;
  /** @default LEAST_REQUEST */
  readonly loadBalancing?: LoadBalancing;
  /** TLS to the service. @default Istio's mTLS where both sides are in the mesh */
  readonly tls?: {
    readonly mode: 'DISABLE' | 'SIMPLE' | 'ISTIO_MUTUAL';
    /** Host name that is asked for. @default the host of the request */
    readonly sni?: string;
    /** Certificates that the server is checked against; `system` for those of the proxy. @default Istio's choice */
    readonly caCertificates?: string;
  };
}

function istioConnectionPool(pool: ConnectionPool): TrafficPolicySpec['connectionPool'] {
  const tcp = definedOrNothing({
    maxConnections: pool.maxConnections,
    connectTimeout: pool.connectTimeout && durationText(pool.connectTimeout),
  });
  const http = definedOrNothing({
    http1MaxPendingRequests: pool.http1MaxPendingRequests,
    http2MaxRequests: pool.http2MaxRequests,
    maxRequestsPerConnection: pool.maxRequestsPerConnection,
    maxRetries: pool.maxRetries,
  });
  return definedOrNothing({ tcp, http });
}

function istioOutlierDetection(detection: OutlierDetection): TrafficPolicySpec['outlierDetection'] {
  return definedOrNothing({
    consecutive5xxErrors: detection.consecutive5xxErrors,
    consecutiveGatewayErrors: detection.consecutiveGatewayErrors,
    consecutiveErrors: detection.consecutiveErrors,
    interval: detection.interval && durationText(detection.interval),
    baseEjectionTime: detection.baseEjectionTime && durationText(detection.baseEjectionTime),
    maxEjectionPercent: detection.maxEjectionPercent,
  });
}

function istioLoadBalancer(balancing: LoadBalancing): TrafficPolicySpec['loadBalancer'] {
  if (typeof balancing === 'string') return { simple: balancing };
  const hash = balancing.consistentHash;
  if ('header' in hash) return { consistentHash: { httpHeaderName: hash.header } };
  const ttl = hash.ttl === undefined ? '0s' : durationText(hash.ttl);
  return { consistentHash: { httpCookie: { name: hash.cookie, ttl } } };
}

/** The policy in DestinationRule's form; undefined when it says nothing. */
export function toIstioTrafficPolicy(policy: TrafficPolicy): TrafficPolicySpec | undefined {
  return definedOrNothing({
    connectionPool: policy.connectionPool && istioConnectionPool(policy.connectionPool),
    outlierDetection: policy.outlierDetection && istioOutlierDetection(policy.outlierDetection),
    loadBalancer: policy.loadBalancing && istioLoadBalancer(policy.loadBalancing),
    tls: policy.tls,
  });
}
