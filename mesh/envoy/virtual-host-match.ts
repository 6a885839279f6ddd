import type { RouteConfiguration, VirtualHost } from '../proxy/route-configuration.js';
import { hostOf } from './authority.js';

/** Virtual hosts by their names. */
interface DomainIndex {
  readonly exact: ReadonlyMap<string, VirtualHost>;
  readonly suffixes: ReadonlyMap<string, VirtualHost>;
  /** Lengths of the suffixes, the longest first. */
  readonly lengths: readonly number[];
  readonly everything: VirtualHost | undefined;
}

const indexed = new WeakMap<RouteConfiguration['virtualHosts'], DomainIndex>();

/**
 * The virtual host for an authority, whose port does not count, as Envoy finds it: exact name, longest `*suffix`, `*`
 * (https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-virtualhost).
 */
export function findVirtualHost(
  { virtualHosts, shortNames }: RouteConfiguration,
  authority: string,
): VirtualHost | undefined {
  let index = indexed.get(virtualHosts);
  if (index === undefined) {
    index = indexOf(virtualHosts);
    indexed.set(virtualHosts, index);
  }
  const { exact, suffixes, lengths, everything } = index;
  const same = exact.get(authority);
  if (same !== undefined) {
    return same;
  }
  const host = hostOf(authority);
  const named = exact.get(host);
  if (named !== undefined) {
    return named;
  }
  const short = shortNames === undefined || host.includes('.') ? undefined : exact.get(host + shortNames.suffix);
  if (short !== undefined) {
    return short;
  }
  for (const length of lengths) {
    const found = length < host.length ? suffixes.get(host.slice(host.length - length)) : undefined;
    if (found !== undefined) {
      return found;
    }
  }
  return everything;
}

function indexOf(virtualHosts: readonly VirtualHost[]): DomainIndex {
  const exact = new Map<string, VirtualHost>();
  const suffixes = new Map<string, VirtualHost>();
  let everything: VirtualHost | undefined;
  for (const virtualHost of virtualHosts) {
    for (const domain of virtualHost.domains) {
      if (domain === '*') {
        everything ??= virtualHost;
      } else if (domain.startsWith('*')) {
        suffixes.set(domain.slice(1), virtualHost);
      } else {
        exact.set(domain, virtualHost);
      }
    }
  }
  const lengths = [...new Set([...suffixes.keys()].map(({ length }) => length))].sort((one, other) => other - one);
  return { exact, suffixes, lengths, everything };
}
