import type { Literal } from './literal.js';
import { type Solution, solveText, type TextDomain } from './text-solver.js';

/** The values of a header or of a claim; none when it is not sent. */
export type Values = readonly string[];

/** Values for which tests have the outcomes that are asked for: none, one, else one for each test that wants a value of its own. */
export function solveValues(literals: readonly Literal[], domain: TextDomain): Solution<Values> {
  const fits = (values: Values): boolean => literals.every((literal) => holds(literal, values) === literal.outcome);
  if (fits([])) {
    return { kind: 'found', value: [] };
  }
  const constraints = literals.flatMap((literal) =>
    literal.text === undefined
      ? []
      : [{ ...literal.text, outcome: literal.outcome, isEach: literal.form?.isEach === true }],
  );
  const one = solveText(constraints, domain, ['x']);
  if (one.kind === 'found') {
    return { kind: 'found', value: [one.value] };
  }
  const wanted = constraints.filter(({ isEach, outcome }) => isEach && outcome);
  const unwanted = constraints.filter(({ isEach, outcome }) => isEach && !outcome);
  if (wanted.length === 0) {
    return one;
  }
  const found: string[] = [];
  for (const constraint of wanted) {
    const value = solveText([constraint, ...unwanted], domain, []);
    if (value.kind !== 'found') {
      return value.kind === 'none' ? value : { kind: 'unknown' };
    }
    found.push(value.value);
  }
  const distinct = [...new Set(found)];
  for (const values of [distinct, [...distinct, 'x'], ['x', ...distinct]]) {
    if (fits(values)) {
      return { kind: 'found', value: values };
    }
  }
  // Where all tests look at each value, what has been tried is all that there is.
  return { kind: constraints.every(({ isEach }) => isEach) ? 'none' : 'unknown' };
}

function holds({ text, form }: Literal, values: Values): boolean {
  if (text === undefined || values.length === 0) {
    return form?.whenAbsent === true;
  }
  return form?.isEach === true ? values.some(text.test) : text.test(values.join(','));
}
