/**
 * Istio's standard metrics, by the names that Prometheus shows.
 *
 * @see https://istio.io/latest/docs/reference/config/metrics/
 */
export const ISTIO_METRICS = {
  requests: 'istio_requests_total',
  /** Buckets of {@link LATENCY_BOUNDS}, in milliseconds. */
  requestDuration: 'istio_request_duration_milliseconds_bucket',
  connectionsOpened: 'istio_tcp_connections_opened_total',
  connectionsClosed: 'istio_tcp_connections_closed_total',
  bytesSent: 'istio_tcp_sent_bytes_total',
  bytesReceived: 'istio_tcp_received_bytes_total',
  build: 'istio_build',
} as const;

/** Labels of Istio's standard metrics that queries here use. */
export type IstioLabel =
  | 'reporter'
  | 'source_app'
  | 'source_workload'
  | 'source_workload_namespace'
  | 'destination_service_name'
  | 'destination_service_namespace'
  | 'destination_version'
  | 'response_code'
  | 'response_flags'
  | 'grpc_response_status'
  | 'connection_security_policy';

/** Which proxy counted a request. Both sides count each; a query over both counts it twice. */
export type Reporter = 'source' | 'destination' | 'waypoint';

/**
 * Upper bounds of the buckets of request durations, in milliseconds: those of Envoy, which Istio leaves as they are.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/metrics/v3/stats.proto
 */
export const LATENCY_BOUNDS: readonly number[] = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
];

/**
 * Statuses of gRPC that say that the server failed: UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE and DATA_LOSS, which
 * are 5xx in HTTP.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 */
export const GRPC_SERVER_FAULTS = ['2', '4', '12', '13', '14', '15'] as const;
