import { coversHost } from '../model/hosts.js';

/** A host that a Sidecar imports, or keeps out: an entry of `egress.hosts` such as `shop/*.example.com`. */
export interface EgressHost {
  /** Namespace of what is imported; `*` for any. */
  readonly namespace: string;
  readonly host: string;
  readonly isExcluded: boolean;
}

/**
 * Reads an entry of a Sidecar of a namespace; none for one that is not valid. A `~` before the namespace keeps out, and alone it is for any
 * namespace (https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener).
 */
export function readEgressHost(text: string, namespace: string): readonly EgressHost[] {
  const slash = text.indexOf('/');
  if (slash < 0 || text.indexOf('/', slash + 1) >= 0) {
    return [];
  }
  const raw = text.slice(0, slash);
  const isExcluded = raw.startsWith('~');
  const owner = isExcluded ? raw.slice(1) || '*' : raw;
  return [{ namespace: owner === '.' ? namespace : owner, host: text.slice(slash + 1).toLowerCase(), isExcluded }];
}

/**
 * Whether a host of a namespace is imported, and not kept out. What is kept out has to cover the host; how an import has to fit it is for
 * the caller to say (Istio, `hostClassification`).
 */
export function isImported(
  imports: readonly EgressHost[],
  namespace: string,
  host: string,
  fits: (wanted: string, host: string) => boolean = coversHost,
): boolean {
  const near = imports.filter(({ namespace: owner }) => owner === namespace || owner === '*');
  return (
    near.some((one) => !one.isExcluded && fits(one.host, host)) &&
    !near.some((one) => one.isExcluded && coversHost(one.host, host))
  );
}
