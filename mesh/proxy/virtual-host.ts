import type { HttpRule, RoutingConfig } from '../istio/route-source.js';

/** A rule as one proxy has it: only the matches that can hold there. */
export interface BoundRule {
  readonly rule: HttpRule;
  /** Indexes of the rule's conditions that this proxy has. */
  readonly conditions: readonly number[];
}

/** Names that share a list of rules in a proxy. */
export interface VirtualHost {
  /** What answers and messages call it: the host. */
  readonly name: string;
  /** The configuration that made it; undefined for the route that every service has. */
  readonly config: RoutingConfig | undefined;
  readonly rules: readonly BoundRule[];
  /** Host and port of the service that a request goes to when no configuration says otherwise. */
  readonly service: { readonly host: string; readonly port: number } | undefined;
  /** Whether plain requests are answered with a redirect to https. */
  readonly redirectsToHttps: boolean;
}

/** The virtual hosts of a listener, found as Envoy does: exact name, longest `*suffix`, longest `prefix*`, `*`. */
export class VirtualHosts {
  private readonly exact = new Map<string, VirtualHost>();
  private readonly suffixes = new Map<string, VirtualHost>();
  private readonly lengths = new Set<number>();
  private everything: VirtualHost | undefined;
  readonly hosts: VirtualHost[] = [];

  /** `clusterDomain` is needed where short names of Services are looked up. */
  constructor(private readonly clusterDomain = '') {}

  get isEmpty(): boolean {
    return this.hosts.length === 0;
  }

  /** Adds names that no virtual host has yet; false when none was left. */
  add(host: VirtualHost, domains: readonly string[], skip?: (domain: string) => boolean): boolean {
    let added = false;
    for (const domain of domains) {
      if (skip?.(domain) === true) {
        continue;
      }
      if (domain === '*') {
        added ||= this.everything === undefined;
        this.everything ??= host;
      } else if (domain.startsWith('*')) {
        const suffix = domain.slice(1);
        if (!this.suffixes.has(suffix)) {
          this.suffixes.set(suffix, host);
          this.lengths.add(suffix.length);
          added = true;
        }
      } else if (!this.exact.has(domain)) {
        this.exact.set(domain, host);
        added = true;
      }
    }
    if (added) {
      this.hosts.push(host);
    }
    return added;
  }

  /** The virtual host for an authority, whose port does not count; a name without a dot may be one of the namespace. */
  find(authority: string, namespace = ''): VirtualHost | undefined {
    const same = this.exact.get(authority);
    if (same !== undefined) {
      return same;
    }
    const host = hostOf(authority);
    const exact = this.exact.get(host);
    if (exact !== undefined) {
      return exact;
    }
    const short =
      namespace === '' || host.includes('.')
        ? undefined
        : this.exact.get(`${host}.${namespace}.svc.${this.clusterDomain}`);
    if (short !== undefined) {
      return short;
    }
    if (this.suffixes.size > 0) {
      const lengths = [...this.lengths].sort((one, other) => other - one);
      for (const length of lengths) {
        const found = length < host.length ? this.suffixes.get(host.slice(host.length - length)) : undefined;
        if (found !== undefined) {
          return found;
        }
      }
    }
    return this.everything;
  }
}

/** The lower-case host of an authority. */
export function hostOf(authority: string): string {
  const colon = authority.lastIndexOf(':');
  const host = colon > authority.lastIndexOf(']') ? authority.slice(0, colon) : authority;
  return host.toLowerCase();
}
