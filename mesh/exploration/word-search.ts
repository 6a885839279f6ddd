import type { Automaton } from './automaton.js';
import type { Language } from './language.js';
import { Numbering } from './numbering.js';
import type { Solution } from './solution.js';

/** A language that a text has to be in, or must not be in. */
export interface Membership {
  readonly language: Language;
  readonly isIn: boolean;
}

/** Combinations of states that a search looks at before it gives up. */
const largestSearch = 5000;

/** Printable characters, those that people write first. */
const preferred = [
  ...'xabcdefghijklmnopqrstuvwyz0123456789-/._ABCDEFGHIJKLMNOPQRSTUVWXYZ:,=~@!$&\'()*+;%?#"<>[]\\^`{|} ',
];

/** A place in a search: the state of every automaton, and the text that leads there. */
interface Place {
  readonly states: readonly unknown[];
  readonly text: string;
}

/** Words that are tried before a search is given up. */
const triedWords = 50;

/** What the first word that can be used is read as. @param read undefined for a word that cannot be used */
export function searchWords<T>(
  memberships: readonly Membership[],
  further: Iterable<string>,
  read: (word: string) => T | undefined,
): Solution<T> {
  let isDecided = true;
  let tried = 0;
  for (const word of findWords(memberships, further, () => {
    isDecided = false;
  })) {
    const value = read(word);
    if (value !== undefined) {
      return { kind: 'found', value };
    }
    // The automata take more than the proxies do: perhaps another word is one for both.
    isDecided = false;
    tried += 1;
    if (tried >= triedWords) {
      break;
    }
  }
  return { kind: isDecided ? 'none' : 'unknown' };
}

/**
 * The shortest texts that are in some languages and not in others, shorter ones first: texts of printable ASCII and of further
 * characters. Ends after the last one; `gaveUp` is called when the search grows too large.
 */
function* findWords(
  memberships: readonly Membership[],
  further: Iterable<string>,
  gaveUp: () => void,
): Generator<string> {
  // Languages share automata: each is walked once.
  const automata = [...new Set(memberships.flatMap(({ language }) => language.automata))];
  const needed = automata.map((automaton) =>
    memberships.some(
      ({ language, isIn }) => isIn && language.isPlain === true && language.automata.includes(automaton),
    ),
  );
  const characters = [...new Set([...preferred, ...further])].map((text) => [text, text.codePointAt(0) ?? 0] as const);
  const numbers = new Numbering();
  const keyOf = (states: readonly unknown[]): string => states.map((state) => numbers.of(state)).join(' ');
  const known = automata.map(() => new Map<unknown, readonly unknown[]>());
  /** Where each character leads from a state of an automaton. */
  const rowOf = (index: number, state: unknown): readonly unknown[] => {
    let row = known[index]?.get(state);
    if (row === undefined) {
      row = characters.map(([, code]) => (state === undefined ? undefined : automata[index]?.step(state, code)));
      known[index]?.set(state, row);
    }
    return row;
  };
  const first: Place = { states: automata.map(({ start }) => start), text: '' };
  const seen = new Set([keyOf(first.states)]);
  const places = [first];
  for (const place of places) {
    if (isTaken(memberships, automata, place.states)) {
      yield place.text;
    }
    if (seen.size > largestSearch) {
      gaveUp();
      return;
    }
    const rows = place.states.map((state, index) => rowOf(index, state));
    // Most characters lead to the same states, so each way is looked at once.
    const ways: number[] = [];
    for (let at = 0; at < characters.length; at += 1) {
      if (!ways.some((way) => rows.every((row) => row[way] === row[at]))) {
        ways.push(at);
      }
    }
    for (const way of ways) {
      const states = rows.map((row) => row[way]);
      if (states.some((state, index) => state === undefined && needed[index] === true)) {
        continue;
      }
      const key = keyOf(states);
      if (!seen.has(key)) {
        seen.add(key);
        places.push({ states, text: place.text + characters[way]?.[0] });
      }
    }
  }
}

function isTaken(
  memberships: readonly Membership[],
  automata: readonly Automaton[],
  states: readonly unknown[],
): boolean {
  const taking = new Set(automata.filter((one, at) => states[at] !== undefined && one.isFinal(states[at])));
  return memberships.every(
    ({ language, isIn }) => language.accepts(language.automata.map((one) => taking.has(one))) === isIn,
  );
}
