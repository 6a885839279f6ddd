import { coversHost, isWildcard } from '../model/hosts.js';

/** A host that a Sidecar imports, or keeps out: an entry of `egress.hosts` such as `shop/*.example.com`. */
export interface EgressHost {
  /** Namespace of what is imported; `*` for any. */
  readonly namespace: string;
  readonly host: string;
  readonly isExcluded: boolean;
}

/** Reads an entry of a Sidecar of a namespace; none for one that is not valid. */
export function readEgressHost(text: string, namespace: string): readonly EgressHost[] {
  const slash = text.indexOf('/');
  if (slash < 0 || text.indexOf('/', slash + 1) >= 0) {
    return [];
  }
  const raw = text.slice(0, slash);
  const isExcluded = raw.startsWith('~') && raw !== '~';
  const owner = isExcluded ? raw.slice(1) || '*' : raw;
  return [{ namespace: owner === '.' ? namespace : owner, host: text.slice(slash + 1).toLowerCase(), isExcluded }];
}

/** Whether a namespace and hosts that fit are imported, and not kept out. */
export function isImported(
  imports: readonly EgressHost[],
  namespace: string,
  fits: (host: string) => boolean,
): boolean {
  let found = false;
  for (const { namespace: owner, host, isExcluded } of imports) {
    if ((owner === namespace || owner === '*') && fits(host)) {
      if (isExcluded) {
        return false;
      }
      found = true;
    }
  }
  return found;
}

/** Whether an imported host covers the host of a service. */
export function coversImport(wanted: string, host: string): boolean {
  return isWildcard(host) && !isWildcard(wanted) ? false : coversHost(wanted, host);
}
