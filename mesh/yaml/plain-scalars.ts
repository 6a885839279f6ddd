/** Thrown where the text leaves what this reader knows. One value for all, since a stack trace costs more than a short document. */
export const needsGeneralParser = Symbol('needs the general parser');

/** Words that are no text. As a key they need the general parser. */
export const wordValues: ReadonlyMap<string, boolean | null> = new Map(
  (
    [
      ['true', true],
      ['yes', true],
      ['on', true],
      ['y', true],
      ['false', false],
      ['no', false],
      ['off', false],
      ['n', false],
      ['null', null],
    ] as const
  ).flatMap(([word, value]) =>
    [word, word.toUpperCase(), `${word.charAt(0).toUpperCase()}${word.slice(1)}`].map((form) => [form, value] as const),
  ),
);
export const longestWord = 5;

/** Numbers that JavaScript reads as YAML does; what only may be a number is left to the general parser. */
const simpleNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/;
const maybeNumber = /^[-+]?(?:\.?\d[\dA-Fa-foxX_.+-]*|\.(?:inf|nan))$/i;

/** The number that a plain scalar is, else its text. */
export function numberOrText(text: string): unknown {
  if (simpleNumber.test(text)) {
    return Number(text);
  }
  if (maybeNumber.test(text)) {
    throw needsGeneralParser;
  }
  return text;
}
