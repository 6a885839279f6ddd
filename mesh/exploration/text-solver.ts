import type { TextPattern } from '../envoy/text-pattern.js';
import type { AuthorityNames } from './authority-names.js';
import { automatonOf } from './automaton.js';
import type { Beginning } from './beginning.js';
import { type Language, languageOfAutomaton } from './language.js';
import type { Solution } from './solution.js';
import { type Membership, searchWords } from './word-search.js';

/** What is asked of a text. */
export interface TextConstraint {
  readonly test: (value: string) => boolean;
  readonly outcome: boolean;
  /** The texts that pass the test; undefined when they cannot be computed. */
  readonly language: Language | undefined;
  /** Texts that may pass or may fail. */
  readonly hints: readonly string[];
  /** Whether no text but the hints can pass. */
  readonly isExact: boolean;
  /** What every text that passes begins with; undefined where that is not known. */
  readonly beginning?: Beginning | undefined;
  /** For authorities and server names: the names that an outcome depends on; undefined where it depends on more. */
  readonly names?: (outcome: boolean) => AuthorityNames | undefined;
}

/** A test of a text with the outcome that is asked for. Its language is made when it is asked for, so the text is not copied. */
export function withOutcome(text: Omit<TextConstraint, 'outcome'>, outcome: boolean): TextConstraint {
  return {
    test: text.test,
    hints: text.hints,
    isExact: text.isExact,
    outcome,
    beginning: text.beginning,
    ...(text.names === undefined ? {} : { names: text.names }),
    get language() {
      return text.language;
    },
  };
}

/** Which texts an attribute may have at all. */
export interface TextDomain {
  /** An expression of JavaScript that takes every such text. */
  readonly source: string;
  readonly isValid: (value: string) => boolean;
  /** Texts of the attribute that come close to one that a condition names. */
  readonly adapt: (hint: string) => readonly string[];
}

/** A text for which tests have the outcomes that are asked for: a usual one, one that the tests name, else the shortest. */
export function solveText(
  all: readonly TextConstraint[],
  domain: TextDomain,
  usual: readonly string[],
): Solution<string> {
  const constraints = thatMatter(all);
  if (constraints === undefined) {
    return { kind: 'none' };
  }
  const fits = fitting(constraints, domain);
  const hints = constraints.flatMap((constraint) => constraint.hints);
  const value = usual.find(fits) ?? hints.flatMap(domain.adapt).find(fits) ?? pairsOf(hints).find(fits);
  if (value !== undefined) {
    return { kind: 'found', value };
  }
  if (constraints.some(({ outcome, isExact }) => outcome && isExact)) {
    return { kind: 'none' };
  }
  const whole = automatonOf(domain.source);
  if (whole === undefined || constraints.some(({ language }) => language === undefined)) {
    return { kind: 'unknown' };
  }
  const memberships: Membership[] = [
    { language: languageOfAutomaton(whole), isIn: true },
    ...constraints.map(({ language, outcome }) => ({ language: language as Language, isIn: outcome })),
  ];
  return searchWords(memberships, hints.join(''), (word) => (fits(word) ? word : undefined));
}

/** The test whether an attribute may have a text, and each constraint has its outcome for it. */
export function fitting(constraints: readonly TextConstraint[], domain: TextDomain): (value: string) => boolean {
  return (value) => domain.isValid(value) && constraints.every(({ test, outcome }) => test(value) === outcome);
}

/**
 * The constraints, those to pass first, without those to fail that no text with the asked beginning passes; undefined where one to fail
 * takes every text with that beginning. So of a thousand prefixes, the few that have to do with each other are left.
 */
function thatMatter(constraints: readonly TextConstraint[]): readonly TextConstraint[] | undefined {
  const passed = constraints.filter(({ outcome }) => outcome);
  const failed = constraints.filter(({ outcome }) => !outcome);
  let asked = '';
  for (const { beginning } of passed) {
    if (beginning !== undefined && !asked.startsWith(beginning.text)) {
      if (!beginning.text.startsWith(asked)) {
        return undefined;
      }
      asked = beginning.text;
    }
  }
  if (failed.some(({ beginning }) => beginning?.isEnough === true && asked.startsWith(beginning.text))) {
    return undefined;
  }
  const canPass = ({ beginning }: TextConstraint): boolean =>
    beginning === undefined || asked.startsWith(beginning.text) || beginning.text.startsWith(asked);
  return [...passed, ...failed.filter(canPass)];
}

/** Hints of which pairs are tried. */
const pairedHints = 12;

/** What begins as one condition wants and ends as another does, the shortest first. */
function pairsOf(hints: readonly string[]): readonly string[] {
  const few = [...new Set(hints)].slice(0, pairedHints);
  return few
    .flatMap((one) => few.map((other) => one + other))
    .sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
}

/** Texts near the edges of a pattern. */
export function hintsOf(pattern: TextPattern): readonly string[] {
  switch (pattern.kind) {
    case 'any':
      return [];
    case 'filled':
      return ['x'];
    case 'exact':
      return [pattern.text];
    case 'prefix':
      return [...below(pattern.text), `${pattern.text}x`, pattern.text];
    case 'suffix':
      return [`x${pattern.text}`, pattern.text];
    case 'glob': {
      const start = pattern.text.replace(/\*$/, '');
      return [...(start.includes('*') ? [] : below(start)), pattern.text.replaceAll('*', 'x')];
    }
    case 'regex':
      return [pattern.text.replaceAll('\\', '').replaceAll(/\[\/?[^\]]*\][+*]|\.[*+]/g, 'x')];
    case 'not':
      return hintsOf(pattern.pattern);
    default:
      return pattern.patterns.flatMap(hintsOf);
  }
}

/** A path below one that a segment ends, as a person would write it. */
function below(path: string): readonly string[] {
  return path.startsWith('/') && !path.endsWith('/') ? [`${path}/x`] : [];
}

/** Whether a pattern takes only its hints. */
export function isExact(pattern: TextPattern): boolean {
  return pattern.kind === 'exact'
    ? pattern.ignoreCase !== true
    : pattern.kind === 'one of' && pattern.patterns.every(isExact);
}
