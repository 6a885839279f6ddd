import type { TextPattern } from '../envoy/text-pattern.js';
import { type Automaton, automatonOf } from './automaton.js';
import { fromRe2 } from './re2-syntax.js';

/** A regular language: what some automata say of a text, and whether that puts it into the language. */
export interface Language {
  readonly automata: readonly Automaton[];
  readonly accepts: (taken: readonly boolean[]) => boolean;
  /** Whether it is what its only automaton takes, so that a text which leads nowhere there is not the beginning of any in it. */
  readonly isPlain?: boolean;
}

const everything: Language = { automata: [], accepts: () => true };

const languages = new Map<string, Language | undefined>();

/** The texts that a pattern takes; undefined when they cannot be computed. */
export function languageOf(pattern: TextPattern): Language | undefined {
  const key = JSON.stringify(pattern);
  if (!languages.has(key)) {
    if (languages.size > 5000) {
      languages.clear();
    }
    languages.set(key, make(pattern));
  }
  return languages.get(key);
}

function make(pattern: TextPattern): Language | undefined {
  switch (pattern.kind) {
    case 'any':
      return everything;
    case 'not': {
      const inner = languageOf(pattern.pattern);
      return inner === undefined ? undefined : complementOf(inner);
    }
    case 'one of':
      return oneOfAll(pattern.patterns);
    case 'regex': {
      const source = fromRe2(pattern.text);
      return source === undefined ? undefined : single(automatonOf(source.source, source.ignoreCase));
    }
    default:
      return single(automatonOf(sourceOf(pattern), 'ignoreCase' in pattern && pattern.ignoreCase === true));
  }
}

/** The texts that an automaton takes. */
export function languageOfAutomaton(automaton: Automaton): Language {
  return { automata: [automaton], accepts: ([taken]) => taken === true, isPlain: true };
}

function single(automaton: Automaton | undefined): Language | undefined {
  return automaton === undefined ? undefined : languageOfAutomaton(automaton);
}

/** What a language does not take. */
export function complementOf({ automata, accepts }: Language): Language {
  return { automata, accepts: (taken) => !accepts(taken) };
}

/** Literal patterns of the same case share an automaton; the others keep their own. */
function oneOfAll(patterns: readonly TextPattern[]): Language | undefined {
  const parts: (Language | undefined)[] = [];
  for (const ignoreCase of [false, true]) {
    const sources = patterns
      .filter(isLiteral)
      .filter((one) => ('ignoreCase' in one && one.ignoreCase === true) === ignoreCase);
    if (sources.length > 0) {
      parts.push(single(automatonOf(sources.map((one) => `(?:${sourceOf(one)})`).join('|'), ignoreCase)));
    }
  }
  parts.push(...patterns.filter((one) => !isLiteral(one)).map(languageOf));
  return anyOf(parts);
}

/** What is in one of some languages. */
export function anyOf(parts: readonly (Language | undefined)[]): Language | undefined {
  const automata: Automaton[] = [];
  const tests: ((taken: readonly boolean[]) => boolean)[] = [];
  for (const part of parts) {
    if (part === undefined) {
      return undefined;
    }
    const [from, to] = [automata.length, automata.length + part.automata.length];
    tests.push((taken) => part.accepts(taken.slice(from, to)));
    automata.push(...part.automata);
  }
  return { automata, accepts: (taken) => tests.some((test) => test(taken)) };
}

type Literal = Exclude<TextPattern, { kind: 'any' | 'not' | 'one of' | 'regex' }>;

function isLiteral(pattern: TextPattern): pattern is Literal {
  return !['any', 'not', 'one of', 'regex'].includes(pattern.kind);
}

function sourceOf(pattern: Literal): string {
  switch (pattern.kind) {
    case 'filled':
      return '[^]+';
    case 'glob':
      return pattern.text.split('*').map(escapeText).join('[^]*');
    case 'exact':
      return escapeText(pattern.text);
    case 'prefix':
      return `${escapeText(pattern.text)}[^]*`;
    default:
      return `[^]*${escapeText(pattern.text)}`;
  }
}

/** A text as an expression of JavaScript that takes it alone. */
export function escapeText(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
