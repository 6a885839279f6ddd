import type { MeshObject } from '../model/object.js';
import type { HttpFilter, NetworkFilter } from './http-filter.js';
import type { RouteConfiguration, WeightedCluster } from './route-configuration.js';
import type { DownstreamTls } from './transport-socket.js';

/** Which connections a filter chain takes; empty fields take every one. */
export interface FilterChainMatch {
  readonly destinationPort?: number | undefined;
  /** Blocks of destination addresses, such as `10.0.0.0/8`. */
  readonly prefixRanges: readonly string[];
  /** Names in the TLS handshake; one may begin with `*.`. */
  readonly serverNames: readonly string[];
  readonly transportProtocol: '' | 'tls' | 'raw_buffer';
  /** ALPN of TLS, or what the HTTP inspector finds: `http/1.1`, `h2c`. */
  readonly applicationProtocols: readonly string[];
}

/** Takes connections as bytes to one of some clusters. */
export interface TcpProxy {
  readonly name: 'envoy.filters.network.tcp_proxy';
  readonly clusters: readonly WeightedCluster[];
  /** What the route was made of: `VirtualService shop/db tcp[0]`; undefined where no route says where to. */
  readonly source: { readonly label: string; readonly object: MeshObject } | undefined;
}

/** Reads requests, and routes each by itself. */
export interface HttpConnectionManager {
  readonly name: 'envoy.filters.network.http_connection_manager';
  /** The route configuration, or the name of the one that istiod sends apart (RDS). */
  readonly routeConfiguration: string | RouteConfiguration;
  readonly httpFilters: readonly HttpFilter[];
  /** Whether the address of the client is that of the connection, behind `xffNumTrustedHops` proxies. */
  readonly useRemoteAddress: boolean;
  readonly xffNumTrustedHops: number;
}

/** What a listener does with the connections that match. */
export interface FilterChain {
  readonly name: string;
  readonly match: FilterChainMatch;
  /** How it ends TLS; undefined where it takes the connection as it is. */
  readonly tls: DownstreamTls | undefined;
  readonly networkFilters: readonly NetworkFilter[];
  /** The last network filter. */
  readonly terminal: HttpConnectionManager | TcpProxy;
  /** What of the configuration it was made of, where answers name that: `Gateway shop/front servers[0]`. */
  readonly source?: string | undefined;
}

/** A match that takes every connection. */
export const anyConnection: FilterChainMatch = {
  prefixRanges: [],
  serverNames: [],
  transportProtocol: '',
  applicationProtocols: [],
};
