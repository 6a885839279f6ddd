import { isWildcard } from '../model/hosts.js';

/** Hosts that are written alike. */
interface Group {
  /** The host from its end to its beginning, without the star. */
  readonly reversed: string;
  readonly isWildcard: boolean;
  /** Where it is first. */
  readonly first: number;
  /** The first place of a host that overlaps it. */
  earliest: number;
}

/**
 * For each host that some earlier one of a list overlaps, the place of the first such: an equal one, a wildcard over it, or one that it is a wildcard
 * over. Sorted from their ends, hosts under a wildcard follow it without a gap, so nearly all pairs need not be compared.
 */
export function overlappingHosts(hosts: readonly string[]): ReadonlyMap<number, number> {
  const groups = new Map<string, Group>();
  for (const [index, host] of hosts.entries()) {
    if (!groups.has(host)) {
      const isWild = isWildcard(host);
      const reversed = Array.from(isWild ? host.slice(1) : host)
        .reverse()
        .join('');
      groups.set(host, { reversed, isWildcard: isWild, first: index, earliest: index });
    }
  }
  meet([...groups.values()].sort(byReversed));
  const overlaps = new Map<number, number>();
  for (const [index, host] of hosts.entries()) {
    const earliest = groups.get(host)?.earliest ?? index;
    if (earliest < index) {
      overlaps.set(index, earliest);
    }
  }
  return overlaps;
}

/** Lets each group know of the wildcards over it, and these of it. */
function meet(sorted: readonly Group[]): void {
  const above: Group[] = [];
  for (const group of sorted) {
    while (above.length > 0 && !group.reversed.startsWith(above.at(-1)?.reversed ?? '')) {
      above.pop();
    }
    for (const wildcard of above) {
      group.earliest = Math.min(group.earliest, wildcard.first);
      wildcard.earliest = Math.min(wildcard.earliest, group.first);
    }
    if (group.isWildcard) {
      above.push(group);
    }
  }
}

/** A wildcard comes before the equal host without a star, which it covers. */
function byReversed(one: Group, other: Group): number {
  if (one.reversed === other.reversed) {
    return Number(other.isWildcard) - Number(one.isWildcard);
  }
  return one.reversed < other.reversed ? -1 : 1;
}
