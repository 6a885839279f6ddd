import { asText, type Fields, fieldsOf } from '../model/index.js';
import { append } from '../model/labels.js';

/** A place in the routes of a VirtualService: rule and match within it. */
export interface MatchPlace {
  readonly rule: number;
  readonly match: number;
}

/** Text that two values share when they are equal, whatever the order of their keys. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonicalText).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = value as Fields;
    const entries = Object.keys(fields).sort();
    return `{${entries.map((key) => `${JSON.stringify(key)}:${canonicalText(fields[key])}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? '';
}

/** Conditions that must be the same in both matches for one to take the requests of the other. */
const sameConditions = ['port', 'method', 'headers', 'withoutHeaders', 'queryParams'] as const;

interface PrefixMatch extends MatchPlace {
  readonly prefix: string;
  readonly written: Fields;
}

/**
 * Finds the matches of path prefixes that take the requests of a later one. As in istioctl, conditions on the caller, its gateway and the
 * scheme are not compared, nor is the case of letters.
 */
export class PrefixCoverage {
  private readonly byConditions = new Map<string, Map<string, PrefixMatch[]>>();

  /** The earlier matches that cover this one, which is remembered for those that come later. */
  add(match: Fields, place: MatchPlace): readonly PrefixMatch[] {
    const prefix = asText(fieldsOf(match['uri'])['prefix']) ?? '';
    if (prefix === '') {
      return [];
    }
    const conditions = canonicalText(sameConditions.map((field) => match[field] ?? null));
    const byPrefix = this.byConditions.get(conditions) ?? new Map<string, PrefixMatch[]>();
    this.byConditions.set(conditions, byPrefix);
    const covering: PrefixMatch[] = [];
    for (let length = 1; length < prefix.length; length += 1) {
      const candidates = byPrefix.get(prefix.slice(0, length)) ?? [];
      for (const one of candidates.filter((wide) => isWider(wide.written, match))) {
        covering.push(one);
      }
    }
    append(byPrefix, prefix, { ...place, prefix, written: match });
    return covering;
  }
}

/** An authority that only the wider match asks for does not tell them apart. */
function isWider(wide: Fields, narrow: Fields): boolean {
  return narrow['authority'] === undefined || canonicalText(wide['authority']) === canonicalText(narrow['authority']);
}
