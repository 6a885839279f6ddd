import refa from 'refa';

/** A deterministic automaton, walked a character at a time. */
export interface Automaton {
  readonly start: unknown;
  /** The state after a character; undefined when no text goes on from there. */
  step(state: unknown, character: number): unknown;
  isFinal(state: unknown): boolean;
}

/** States that an automaton may have: larger ones are not made, and what would need them is not decided. */
const largestAutomaton = 4000;

const made = new Map<string, Automaton | undefined>();

/** How many automata are kept; all are forgotten before more are made. */
const keptAutomata = 2000;

/** The automaton of an expression of JavaScript that takes whole texts; undefined for one that is too large or no regular language. */
export function automatonOf(source: string, ignoreCase = false): Automaton | undefined {
  const key = `${ignoreCase} ${source}`;
  if (!made.has(key)) {
    if (made.size >= keptAutomata) {
      made.clear();
    }
    made.set(key, make(source, ignoreCase));
  }
  return made.get(key);
}

function make(source: string, ignoreCase: boolean): Automaton | undefined {
  try {
    const parser = refa.JS.Parser.fromLiteral({ source, flags: ignoreCase ? 'i' : '' });
    const { expression, maxCharacter } = parser.parse({ assertions: 'throw', maxNodes: largestAutomaton });
    const factory = new refa.NFA.LimitedNodeFactory(largestAutomaton);
    const nfa = refa.NFA.fromRegex(expression, { maxCharacter }, {}, factory);
    const dfa = refa.DFA.fromFA(nfa, new refa.DFA.LimitedNodeFactory(largestAutomaton));
    return {
      start: dfa.initial,
      step: (state, character) => (state as (typeof dfa)['initial']).out.get(character),
      isFinal: (state) => dfa.finals.has(state as (typeof dfa)['initial']),
    };
  } catch {
    return undefined;
  }
}

/** A state before the characters that are cut off. */
interface Cut {
  readonly left: number;
}

/**
 * The automaton of the texts that another takes once their first `cut` characters are replaced by `put`; with `isSegment`, a slash is put
 * before what is left and does not begin with one.
 */
export function beforeChange(
  { start, step, isFinal }: Automaton,
  { cut, put, isSegment }: { readonly cut: number; readonly put: string; readonly isSegment: boolean },
): Automaton {
  const walk = (state: unknown, text: string): unknown =>
    [...text].reduce<unknown>(
      (at, character) => (at === undefined ? undefined : step(at, character.codePointAt(0) ?? 0)),
      state,
    );
  const afterPut = walk(start, put);
  const ended = isSegment ? walk(afterPut, '/') : afterPut;
  const isEndFinal = ended !== undefined && isFinal(ended);
  const cuts = Array.from({ length: Number.isFinite(cut) ? cut + 1 : 1 }, (_, left): Cut => ({ left }));
  const isCut = (state: unknown): state is Cut => cuts.includes(state as Cut);
  const last = Number.isFinite(cut) ? cut : 0;
  return {
    start: cuts[last],
    step: (state, character) => {
      if (!isCut(state)) {
        return step(state, character);
      }
      if (!Number.isFinite(cut)) {
        return state;
      }
      if (state.left > 0) {
        return cuts[state.left - 1];
      }
      const from = isSegment && character !== 47 ? ended : afterPut;
      return from === undefined ? undefined : step(from, character);
    },
    isFinal: (state) => (isCut(state) ? isEndFinal : isFinal(state)),
  };
}
