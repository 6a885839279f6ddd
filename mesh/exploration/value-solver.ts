import { automatonOf } from './automaton.js';
import { complementOf, type Language, languageOfAutomaton } from './language.js';
import type { Literal } from './literal.js';
import type { Solution } from './solution.js';
import { solveText, type TextConstraint, type TextDomain, withOutcome } from './text-solver.js';
import { joinedValues, separator, someValue } from './value-list.js';
import { type Membership, searchWords } from './word-search.js';

/** The values of a header or of a claim; none when it is not sent. */
export type Values = readonly string[];

/** The values of a header for which tests have the outcomes that are asked for: none, else one, else several. */
export function solveHeader(literals: readonly Literal[], domain: TextDomain): Solution<Values> {
  const holds = ({ text, form }: Literal, values: Values): boolean => {
    if (text === undefined || values.length === 0) {
      return form?.whenAbsent === true;
    }
    return form?.isEach === true ? values.some(text.test) : text.test(values.join(','));
  };
  const fits = (values: Values): boolean => literals.every((literal) => holds(literal, values) === literal.outcome);
  const one = noneOrOne(literals, domain, fits);
  // Where each test looks at all values as one text, several are no more than one with commas.
  return one.kind !== 'none' || literals.every(({ form }) => form?.isEach !== true)
    ? one
    : solveList(literals, domain, fits);
}

/** The value of a claim: none, else a text, else a list of texts, which passes no test for one text. */
export function solveClaim(literals: readonly Literal[], domain: TextDomain): Solution<Values> {
  const isOne = ({ form }: Literal): boolean => form?.isEach !== true;
  const fits = (values: Values): boolean =>
    literals.every((literal) => {
      const { text, outcome } = literal;
      const isHeld = values.length > 1 && isOne(literal) ? false : text !== undefined && values.some(text.test);
      return isHeld === outcome;
    });
  const single = noneOrOne(literals, domain, fits);
  if (single.kind !== 'none' || literals.some((literal) => isOne(literal) && literal.outcome)) {
    return single;
  }
  const constraints = constraintsOf(literals.filter((literal) => !isOne(literal)));
  const unwanted = constraints.filter(({ outcome }) => !outcome);
  const found: string[] = [];
  for (const constraint of constraints.filter(({ outcome }) => outcome)) {
    const value = solveText([constraint, ...unwanted], domain, []);
    if (value.kind !== 'found') {
      return value;
    }
    found.push(value.value);
  }
  const distinct = [...new Set(found)];
  for (const values of [distinct, [...distinct, 'x'], ['x', ...distinct]]) {
    if (values.length > 1 && fits(values)) {
      return { kind: 'found', value: values };
    }
  }
  return { kind: 'unknown' };
}

function noneOrOne(
  literals: readonly Literal[],
  domain: TextDomain,
  fits: (values: Values) => boolean,
): Solution<Values> {
  if (fits([])) {
    return { kind: 'found', value: [] };
  }
  const one = solveText(constraintsOf(literals), domain, ['x']);
  return one.kind === 'found' ? { kind: 'found', value: [one.value] } : one;
}

function solveList(
  literals: readonly Literal[],
  domain: TextDomain,
  fits: (values: Values) => boolean,
): Solution<Values> {
  const whole = automatonOf(domain.source);
  if (whole === undefined || literals.some(({ text }) => text?.language === undefined)) {
    return { kind: 'unknown' };
  }
  const memberships: Membership[] = [
    { language: someValue(complementOf(languageOfAutomaton(whole))), isIn: false },
    ...literals.map(({ text, form, outcome }) => {
      const language = text?.language as Language;
      return { language: form?.isEach === true ? someValue(language) : joinedValues(language), isIn: outcome };
    }),
  ];
  const hints = literals.flatMap(({ text }) => text?.hints ?? []).join('');
  return searchWords(memberships, separator + hints, (word) => {
    const values = word.split(separator);
    return values.every(domain.isValid) && fits(values) ? values : undefined;
  });
}

const made = new WeakMap<Literal, TextConstraint>();

/** What tests ask of a text, made once for each. */
export function constraintsOf(literals: readonly Literal[]): readonly TextConstraint[] {
  const found: TextConstraint[] = [];
  for (const literal of literals) {
    const { text, outcome } = literal;
    if (text === undefined) {
      continue;
    }
    let constraint = made.get(literal);
    if (constraint === undefined) {
      constraint = withOutcome(text, outcome);
      made.set(literal, constraint);
    }
    found.push(constraint);
  }
  return found;
}
