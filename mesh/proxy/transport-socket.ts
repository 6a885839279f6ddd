/**
 * What a proxy puts on a connection to an endpoint (`transport_socket` of a cluster): mTLS of the mesh, TLS of the user's own, or nothing.
 */
export type TransportSocket = 'mutual' | 'tls' | 'plaintext';

/**
 * How a filter chain ends TLS of the downstream; the modes are those of a Gateway's `tls.mode`, and HBONE for a tunnel that the listener
 * before has ended.
 */
export interface DownstreamTls {
  readonly mode: 'SIMPLE' | 'MUTUAL' | 'OPTIONAL_MUTUAL' | 'ISTIO_MUTUAL' | 'HBONE';
}
