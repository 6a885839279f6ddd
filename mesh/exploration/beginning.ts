import type { TextPattern } from '../envoy/text-pattern.js';

/** What all texts that a pattern takes begin with. */
export interface Beginning {
  readonly text: string;
  /** Whether every text that begins so is taken. */
  readonly isEnough: boolean;
}

/** The beginning that a pattern asks for; undefined where it asks for none, or not to the letter. */
export function beginningOf(pattern: TextPattern): Beginning | undefined {
  switch (pattern.kind) {
    case 'exact':
      return pattern.ignoreCase === true ? undefined : { text: pattern.text, isEnough: false };
    case 'prefix':
      return pattern.ignoreCase === true ? undefined : { text: pattern.text, isEnough: true };
    case 'glob': {
      const [start = '', ...rest] = pattern.text.split('*');
      return { text: start, isEnough: rest.length === 1 && rest[0] === '' };
    }
    case 'one of': {
      const parts = pattern.patterns.map(beginningOf);
      const known = parts.filter((one) => one !== undefined);
      const [first] = known;
      if (first === undefined || known.length < parts.length) {
        return undefined;
      }
      const text = known.reduce((common, one) => commonStart(common, one.text), first.text);
      return { text, isEnough: known.some((one) => one.isEnough && one.text === text) };
    }
    default:
      return undefined;
  }
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) {
    length += 1;
  }
  return one.slice(0, length);
}
