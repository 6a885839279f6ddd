/**
 * The full name of a host in Istio configuration: a name without a dot is a Service in the namespace of the object
 * that names it; a name with a dot and a wildcard are taken as given
 * (https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination). Lower case, as DNS compares.
 */
export function resolveHost(host: string, namespace: string, clusterDomain: string): string {
  const lower = lowerCase(host);
  if (lower === '' || lower.startsWith('*') || lower.includes('.')) {
    return lower;
  }
  return `${lower}.${namespace}.svc.${clusterDomain}`;
}

const upperCase = /[A-Z]/;

function lowerCase(host: string): string {
  return upperCase.test(host) ? host.toLowerCase() : host;
}

/**
 * The `namespace/name` of a gateway that a VirtualService names; `mesh` stays `mesh`. A name without a namespace, or with
 * the namespace `.`, is in the namespace of the VirtualService; the old form `name.namespace.svc…` is still understood.
 */
export function resolveGatewayName(gateway: string, namespace: string): string {
  if (gateway === 'mesh') {
    return gateway;
  }
  const slash = gateway.indexOf('/');
  if (slash >= 0) {
    return gateway.startsWith('./') ? `${namespace}/${gateway.slice(2)}` : gateway;
  }
  const [name, owner] = gateway.split('.');
  return owner === undefined ? `${namespace}/${gateway}` : `${owner}/${name}`;
}

/** Whether a host begins with a wildcard. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether every name that `host` stands for is one that `pattern` stands for; both may be wildcards. */
export function coversHost(pattern: string, host: string): boolean {
  if (!isWildcard(pattern)) {
    return pattern === host;
  }
  return (isWildcard(host) ? host.slice(1) : host).endsWith(pattern.slice(1));
}

/** Whether some name fits both hosts, either of which may be a wildcard. */
export function hostsOverlap(one: string, other: string): boolean {
  return coversHost(one, other) || coversHost(other, one);
}

/**
 * Sorts hosts the way Istio tries them: exact names before wildcards, longer wildcards first, then by name; `*` is last.
 */
export function compareSpecificity(one: string, other: string): number {
  const wildcards = Number(isWildcard(one)) - Number(isWildcard(other));
  if (wildcards !== 0) {
    return wildcards;
  }
  if (isWildcard(one) && one.length !== other.length) {
    return other.length - one.length;
  }
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Values by host, where a host may be a wildcard and the most specific one wins. */
export class HostIndex<T> {
  private readonly exact = new Map<string, T[]>();
  private readonly suffixes = new Map<string, T[]>();
  private freeSuffixes = false;

  /** Adds a value under a host such as `reviews.shop.svc.cluster.local`, `*.example.com` or `*`. */
  add(host: string, value: T): void {
    const wild = isWildcard(host);
    const key = wild ? host.slice(1) : host;
    const table = wild ? this.suffixes : this.exact;
    const values = table.get(key);
    if (values === undefined) {
      table.set(key, [value]);
    } else {
      values.push(value);
    }
    this.freeSuffixes ||= wild && key !== '' && !key.startsWith('.');
  }

  /** The values under exactly this host, in the order in which they were added. */
  at(host: string): readonly T[] {
    return (isWildcard(host) ? this.suffixes.get(host.slice(1)) : this.exact.get(host)) ?? [];
  }

  /** The values under the most specific host that covers this one. */
  mostSpecific(host: string): readonly T[] {
    for (const values of this.covering(host)) {
      return values;
    }
    return [];
  }

  /** The values of every host that covers this one, the most specific host first. */
  *covering(host: string): Generator<readonly T[]> {
    const wild = isWildcard(host);
    const exact = wild ? undefined : this.exact.get(host);
    if (exact !== undefined) {
      yield exact;
    }
    if (this.suffixes.size === 0) {
      return;
    }
    const name = wild ? host.slice(1) : host;
    let position = 0;
    while (position >= 0 && position < name.length) {
      const values = this.suffixes.get(position === 0 ? name : name.slice(position));
      if (values !== undefined) {
        yield values;
      }
      position = this.freeSuffixes ? position + 1 : name.indexOf('.', position + 1);
    }
    const everything = this.suffixes.get('');
    if (everything !== undefined) {
      yield everything;
    }
  }
}
