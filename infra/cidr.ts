import type { Problem } from '../mesh/manifest/problem.js';
import { isIpRange } from '../mesh/text/ip-address.js';

/** An IPv4 range as numbers: first and last address, and the prefix length. */
export interface CidrRange {
  readonly text: string;
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

/** Reads `10.0.0.0/16`; `undefined` if it is not an IPv4 range, or has bits set behind the prefix. */
export function parseCidr(text: string): CidrRange | undefined {
  if (!isIpRange(text) || text.includes(':')) return undefined;
  const [address = '', length] = text.split('/');
  const prefix = Number(length);
  const first = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { text, first, last: first + size - 1, prefix } : undefined;
}

/** A number below 256 whose bits behind the first `length` ones are zero, as a regular expression. */
function octet(length: number): string {
  const step = 2 ** (8 - length);
  if (step === 1) return '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
  return `(?:${Array.from({ length: 256 / step }, (_, index) => index * step).join('|')})`;
}

/** What {@link parseCidr} reads, as a regular expression for JSON Schemas. */
export const cidrPattern = ((): string => {
  const prefixes = Array.from({ length: 32 }, (_, index) => index + 1).map((prefix) => {
    const whole = Math.ceil(prefix / 8) - 1;
    const last = octet(prefix - whole * 8);
    return `(?:${octet(8)}\\.){${whole}}${last}(?:\\.0){${3 - whole}}/${prefix}`;
  });
  return `^(?:0(?:\\.0){3}/0|${prefixes.join('|')})$`;
})();

/** Whether two ranges share an address. */
export function overlaps(a: CidrRange, b: CidrRange): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Whether `outer` holds all of `inner`. */
export function contains(outer: CidrRange, inner: CidrRange): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** A range together with the property that gives it. */
export interface NamedCidr {
  readonly path: string;
  readonly cidr: string;
}

/**
 * What is wrong with ranges that must be valid and must not share addresses; `place` is the property path.
 * Every pair that clashes is reported once, at the later of the two.
 */
export function cidrProblems(ranges: readonly NamedCidr[]): Problem[] {
  const problems: Problem[] = [];
  const read: { path: string; range: CidrRange }[] = [];
  for (const { path, cidr } of ranges) {
    const range = parseCidr(cidr);
    if (!range) {
      problems.push({
        code: 'ARG_CIDR',
        place: path,
        message: `'${cidr}' is not an IPv4 range`,
        fix: 'give an address with all bits behind the prefix zero, such as 10.1.0.0/20',
      });
      continue;
    }
    for (const other of read) {
      if (!overlaps(other.range, range)) continue;
      problems.push({
        code: 'ARG_CIDR_OVERLAP',
        place: path,
        message: `${cidr} overlaps ${other.range.text} of ${other.path}`,
        fix: 'give ranges that share no address',
      });
    }
    read.push({ path, range });
  }
  return problems;
}
