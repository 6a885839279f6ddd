/** Thrown where the text leaves what the block reader knows. One value for all, since a stack trace costs more than a short document. */
export const needsGeneralParser = Symbol('needs the general parser');

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
