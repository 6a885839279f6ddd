import type { Automaton } from './automaton.js';
import type { Language } from './language.js';
import { Numbering } from './numbering.js';

/** Stands between the values of a list that is written as one text; no value has it. */
export const separator = '\u{1}';

const separatorCode = separator.charCodeAt(0);
const comma = ','.charCodeAt(0);

/** A place in a list: the states in the value that is read, and whether one before was taken. */
interface Place {
  readonly states: readonly unknown[];
  readonly isTaken: boolean;
}

/** The lists, as texts with separators, in which a language takes one value at least. */
export function someValue({ automata, accepts }: Language): Language {
  const starts = automata.map(({ start }) => start);
  const isFinal = ({ states, isTaken }: Place): boolean =>
    isTaken || accepts(states.map((state, index) => state !== undefined && automata[index]?.isFinal(state) === true));
  const numbers = new Numbering();
  const places = new Map<string, Place>();
  // Places that are alike are one, so that a search knows them again.
  const known = (place: Place): Place => {
    const key = [place.isTaken, ...place.states.map((state) => numbers.of(state))].join(' ');
    const found = places.get(key) ?? place;
    places.set(key, found);
    return found;
  };
  const automaton: Automaton = {
    start: known({ states: starts, isTaken: false }),
    step: (state, character) => {
      const place = state as Place;
      return character === separatorCode
        ? known({ states: starts, isTaken: isFinal(place) })
        : known({
            states: place.states.map((one, index) =>
              one === undefined ? undefined : automata[index]?.step(one, character),
            ),
            isTaken: place.isTaken,
          });
    },
    isFinal: (state) => isFinal(state as Place),
  };
  return { automata: [automaton], accepts: ([taken]) => taken === true };
}

/** The lists that a language takes when their values are one text with commas between. */
export function joinedValues({ automata, accepts }: Language): Language {
  return {
    automata: automata.map(({ start, step, isFinal }) => ({
      start,
      isFinal,
      step: (state, character) => step(state, character === separatorCode ? comma : character),
    })),
    accepts,
  };
}
