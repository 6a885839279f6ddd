import type { HttpMatch } from '../istio/http-match.js';
import type { HttpRule, RouteDestination } from '../istio/route-source.js';

/** A cluster and its part of the traffic. */
export interface WeightedCluster extends ClusterReference {
  readonly weight: number;
  /** What the route was made of; undefined for a route that no configuration declares. */
  readonly destination?: RouteDestination | undefined;
}

/** A cluster by its name and what the name is made of. */
export interface ClusterReference {
  /** `outbound|9080|v1|reviews.shop.svc.cluster.local`, `PassthroughCluster`, `BlackHoleCluster`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly subset: string;
}

/** What a proxy does with requests that match. */
export interface Route {
  /** How answers and messages name it: `VirtualService shop/reviews http[0]`, `default`. */
  readonly label: string;
  /** Undefined for every request. */
  readonly match: HttpMatch | undefined;
  /** Which match of its rule it is; undefined for the only one. */
  readonly matchIndex?: number | undefined;
  /** The rule that it was made of, with its redirect, direct response, rewrite, faults, retries; undefined where none is declared. */
  readonly rule: HttpRule | undefined;
  /** Number of the port, as the configuration has it. */
  readonly port: number;
  /** Status that the proxy answers itself with, where no rule says so; undefined to send requests on. */
  readonly directStatus?: number | undefined;
  readonly clusters: readonly WeightedCluster[];
  /** After which the proxy gives up, as it is written; undefined for never. */
  readonly timeout?: string | undefined;
  /** Undefined for a route that is not tried again. */
  readonly retryPolicy?: RetryPolicy | undefined;
}

/** When a proxy tries again. */
export interface RetryPolicy {
  /** Tries after the first. */
  readonly attempts: number;
  /** Conditions such as `connect-failure` or `5xx`, and statuses. */
  readonly retryOn: readonly string[];
  /** As it is written; undefined for none. */
  readonly perTryTimeout: string | undefined;
  /** Whether a retry avoids the hosts that were tried; undefined where that depends on whether requests are hashed. */
  readonly ignoresPreviousHosts: boolean | undefined;
}

/** Names that share a list of routes. */
export interface VirtualHost {
  /** `reviews.shop.svc.cluster.local:9080`, `allow_any`, `block_all`, `blackhole:80`. */
  readonly name: string;
  /** Names of requests; one may begin or end with a wildcard. */
  readonly domains: readonly string[];
  readonly routes: readonly Route[];
  /** Whether plain requests are answered with a redirect to https. */
  readonly requiresTls: boolean;
}

/** The virtual hosts of an HTTP connection manager. */
export interface RouteConfiguration {
  /** `9080`, `mysql.shop.svc.cluster.local:3306`, `inbound|8080||`, `http.8080`, `https.443.https.gw.ns`. */
  readonly name: string;
  readonly virtualHosts: readonly VirtualHost[];
  /**
   * The namespace of the proxy and the suffix of full names there, where names without a dot are also those of the namespace:
   * proxies of all namespaces share their virtual hosts.
   */
  readonly shortNames: { readonly namespace: string; readonly suffix: string } | undefined;
}

/** The names of a virtual host in a route configuration, those that only the namespace of the proxy has included. */
export function domainsOf({ domains }: VirtualHost, { shortNames }: RouteConfiguration): readonly string[] {
  if (shortNames === undefined) {
    return domains;
  }
  const { suffix } = shortNames;
  const short = domains.flatMap((domain) =>
    domain.endsWith(suffix) && !domain.startsWith('*') ? [domain.slice(0, -suffix.length)] : [],
  );
  return [...domains, ...short];
}

/** The cluster of connections that keep the address that the caller used. */
export const passthroughCluster: ClusterReference = { name: 'PassthroughCluster', host: '', port: 0, subset: '' };

/** The cluster that takes nothing. */
export const blackHoleCluster: ClusterReference = { name: 'BlackHoleCluster', host: '', port: 0, subset: '' };

/** The cluster `outbound|port|subset|host`; a backend of a route that is not valid has no host, and is in no list of clusters. */
export function outboundCluster(host: string, port: number, subset: string): ClusterReference {
  return host === ''
    ? { name: 'UnknownService', host, port, subset: '' }
    : { name: `outbound|${port}|${subset}|${host}`, host, port, subset };
}
