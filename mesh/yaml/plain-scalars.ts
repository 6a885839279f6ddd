/** What a plain scalar is to Kubernetes: one of YAML 1.1's words, a number as Go writes them, else a text. */
export type Resolved =
  | { readonly type: 'str'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'null'; readonly value: null }
  /** A whole number of at most 64 bits, exactly. */
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number };

/** Words that are not texts. */
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

const namedNumbers: ReadonlyMap<string, number> = new Map([
  ...['.nan', '.NaN', '.NAN'].map((name): [string, number] => [name, Number.NaN]),
  ...['.inf', '.Inf', '.INF'].flatMap((name): [string, number][] => [
    [name, Number.POSITIVE_INFINITY],
    [`+${name}`, Number.POSITIVE_INFINITY],
    [`-${name}`, Number.NEGATIVE_INFINITY],
  ]),
]);

const mayBeNumber = /^[-+.\d]/;
const decimal = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const whole = /^(?<sign>[-+]?)(?<digits>0[xX][\dA-Fa-f]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/;
/** Go takes a sign after `0b`. */
const signedBinary = /^0b(?<sign>[-+])(?<digits>[01]+)$/;

/** What a plain scalar is. */
export function resolvePlain(text: string): Resolved {
  const word = text.length <= longestWord ? wordValues.get(text) : undefined;
  if (word === null || text === '' || text === '~') {
    return { type: 'null', value: null };
  }
  if (word !== undefined) {
    return { type: 'bool', value: word };
  }
  return (mayBeNumber.test(text) ? resolveNumber(text) : undefined) ?? { type: 'str', value: text };
}

function resolveNumber(text: string): Resolved | undefined {
  const named = namedNumbers.get(text);
  if (named !== undefined) {
    return { type: 'float', value: named };
  }
  // Underscores may stand between digits, but not in what begins with a point.
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '');
  const integer = wholeNumber(digits);
  if (integer !== undefined) {
    return { type: 'int', value: integer };
  }
  const float = decimal.test(digits) ? Number(digits) : Number.NaN;
  return Number.isFinite(float) ? { type: 'float', value: float } : undefined;
}

const mostUnsigned = 2n ** 64n - 1n;
export const mostSigned = 2n ** 63n - 1n;

/** A whole number in any base; undefined when it needs more than 64 bits. */
function wholeNumber(text: string): number | bigint | undefined {
  const binary = signedBinary.exec(text)?.groups;
  const { sign, digits } = binary ?? whole.exec(text)?.groups ?? {};
  if (digits === undefined) {
    return undefined;
  }
  const number = binary === undefined ? digits.replace(/^0(?=[0-7])/, '0o') : `0b${digits}`;
  if (number.length <= 15) {
    const value = Number(number);
    return sign === '-' && value !== 0 ? -value : value;
  }
  const value = BigInt(number);
  if (sign === '-') {
    return value <= mostSigned + 1n ? -value : undefined;
  }
  return value <= (sign === '' ? mostUnsigned : mostSigned) ? value : undefined;
}
