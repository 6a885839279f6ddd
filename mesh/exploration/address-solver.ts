import { compileIpRange, ipFamily } from '../text/ip-address.js';
import type { Solution } from './solution.js';

/** What is asked of an address: to be in one of some ranges, or in none of them. */
export interface AddressConstraint {
  readonly ranges: readonly string[];
  readonly outcome: boolean;
}

/**
 * An address that is in some ranges and not in others; undefined stands for one of which nothing is known. Ranges hold one another or
 * have nothing in common, so that the first address of one, the first after one, or the first of all is an answer if there is any.
 */
export function solveAddress(constraints: readonly AddressConstraint[]): Solution<string | undefined> {
  const tests = constraints.map(({ ranges, outcome }) => ({ tests: ranges.map(compileIpRange), outcome }));
  const fits = (address: string | undefined): boolean =>
    tests.every((one) => one.tests.some((test) => test(address)) === one.outcome);
  const ranges = [...new Set(constraints.flatMap((constraint) => constraint.ranges))];
  for (const value of [undefined, ...ranges.flatMap(edgesOf), '192.0.2.1', '0.0.0.0', '::']) {
    if (fits(value)) {
      return { kind: 'found', value };
    }
  }
  return { kind: 'none' };
}

/** The second address of a range, which looks like one of a host, its first, and the one after its last. */
function edgesOf(range: string): readonly string[] {
  const [address = '', length] = range.split('/');
  const isV4 = ipFamily(address) === 4;
  const bits = isV4 ? 32 : 128;
  const size = 1n << BigInt(bits - (length === undefined ? bits : Number(length)));
  const value = isV4 ? numberOfV4(address) : numberOfV6(address);
  if (value === undefined || size < 1n) {
    return [];
  }
  const first = (value / size) * size;
  const write = isV4 ? textOfV4 : textOfV6;
  const next = first + size < 1n << BigInt(bits) ? [write(first + size)] : [];
  return [...(size > 2n ? [write(first + 1n)] : []), write(first), ...next];
}

function numberOfV4(address: string): bigint {
  return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function numberOfV6(address: string): bigint | undefined {
  const url = URL.canParse(`http://[${address}]/`) ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : undefined;
  if (url === undefined) {
    return undefined;
  }
  const [head = '', tail] = url.split('::');
  const [left, right] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array.from({ length: 8 - (left?.length ?? 0) - (right?.length ?? 0) }, () => '0');
  return [...(left ?? []), ...zeros, ...(right ?? [])].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
}

function textOfV4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
}

function textOfV6(value: bigint): string {
  const parts = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((value >> shift) & 65535n).toString(16));
  return new URL(`http://[${parts.join(':')}]/`).hostname.slice(1, -1);
}
