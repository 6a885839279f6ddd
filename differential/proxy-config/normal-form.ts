/** What is compared of the configuration of a proxy: all that decides where connections and requests go. */
export interface ProxyConfiguration {
  readonly listeners: readonly NormalListener[];
  readonly routes: readonly NormalRoutes[];
  readonly clusters: readonly NormalCluster[];
}

/** A listener with its filter chains in order. */
export interface NormalListener {
  readonly name: string;
  readonly chains: readonly NormalChain[];
}

/** A filter chain; empty parts are left out. */
export interface NormalChain {
  readonly name: string;
  /** `port=80 ranges=10.0.0.0/8 sni=a.com transport=tls alpn=istio,h2`, the parts that it has. */
  readonly match: string;
  /** How it ends TLS: `mutual`, `simple`, `optional`, or empty. */
  readonly tls: string;
  /** `http 80` with the route configuration, or `tcp` with clusters and weights. */
  readonly to: string;
  /** Route configuration that is in the chain itself. */
  readonly inline?: NormalRoutes | undefined;
}

/** A route configuration. */
export interface NormalRoutes {
  readonly name: string;
  readonly virtualHosts: readonly NormalVirtualHost[];
}

/** A virtual host with its routes in order. */
export interface NormalVirtualHost {
  readonly name: string;
  /** Sorted. */
  readonly domains: readonly string[];
  readonly requiresTls: boolean;
  /** `prefix=/beta header:x-a exact=1 -> outbound|80|v2|cart…=100`. */
  readonly routes: readonly string[];
}

/** A cluster. */
export interface NormalCluster {
  readonly name: string;
  readonly type: string;
  /** What is on connections: `by endpoint`, `mutual`, `tls`, or `plaintext`. */
  readonly tls: string;
}
