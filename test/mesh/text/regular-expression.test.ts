import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expressionMistake, quoteMeta, RegularExpression } from '../../../mesh/text/regular-expression.js';

/** Each kind of syntax that https://github.com/google/re2/wiki/Syntax documents, with texts that it takes and texts that it does not. */
const syntax: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['a.c', ['abc', 'a\rc', 'a\u2028c', 'a😀c'], ['a\nc', 'ac']],
  ['[a-c]x', ['bx'], ['dx']],
  ['[^a-c]x', ['dx', '\nx'], ['ax', 'x']],
  ['\\d\\D\\w\\W\\s\\S', ['1a_- b'], ['aa_- b', '١a_- b', '1aé- b']],
  ['\\s', [' ', '\t', '\n', '\f', '\r'], ['\v', '\u00a0']],
  ['[[:alpha:]]+[[:^digit:]][[:punct:]]', ['abx!', 'ab\n~'], ['ab1!', 'abxx']],
  ['[[:word:][:space:]]+', ['a_1 \v'], ['-']],
  ['/\\pL+/[0-9]+', ['/abc/1', '/äß/2'], ['/a1/1']],
  ['\\pN\\PN', ['1a', '½x'], ['a1']],
  ['\\p{Greek}+\\P{Greek}', ['αβa'], ['aα', 'ααα']],
  ['[\\p{Lu}-]+', ['A-É'], ['a']],
  ['ab|cd', ['ab', 'cd'], ['abcd', 'acd']],
  ['a*b+c?', ['b', 'aabbc'], ['ac']],
  ['a{2}b{1,}c{1,2}', ['aabcc', 'aabbc'], ['abc', 'aabccc']],
  ['a{,2}', ['a{,2}'], ['aa']],
  ['a*?b+?c??d{1,2}?', ['aabcd', 'bdd'], ['d']],
  ['(a)(?:b)(?P<name>c)(?<other>d)', ['abcd'], ['abc']],
  ['(?i)straße-k', ['STRAßE-K', 'straße-\u212a'], ['strasse-k']],
  ['/x(?i)ab', ['/xAB'], ['/Xab']],
  ['/(?i:ab)c', ['/ABc'], ['/ABC']],
  ['(a(?i)b)c', ['aBc'], ['aBC']],
  ['(?i)a(?-i)b', ['Ab'], ['AB']],
  ['(?s).', ['\n'], ['']],
  ['(?m)^a$\n^b$', ['a\nb'], ['ab']],
  ['(?U)a+b*', ['aabb'], ['b']],
  ['^a$', ['a'], ['a\n']],
  ['\\Aa\\z', ['a'], ['a\n']],
  ['\\ba\\b.\\B', ['a-'], ['aa', 'a']],
  ['\\a\\f\\t\\n\\r\\v', ['\x07\f\t\n\r\v'], ['']],
  ['\\101\\x41\\x{1F600}', ['AA😀'], ['AA']],
  ['\\Qa.b*\\E+', ['a.b*', 'a.b**'], ['aab*']],
  ['\\Q.(', ['.('], ['x(']],
  ['\\*\\.\\/\\-\\_\\]', ['*./-_]'], ['']],
  ['[]a]+[^]a]', [']ab'], ['ab]']],
  ['', [''], ['a']],
];

const refused: readonly (readonly [string, string])[] = [
  ['(?=a)', 'look-ahead'],
  ['(?!a)', 'look-ahead'],
  ['(?<=a)b', 'look-behind'],
  ['(?<!a)b', 'look-behind'],
  ['(?>a)', 'an atomic group'],
  ['a++', 'possessive repetition'],
  ['a*+', 'possessive repetition'],
  ['a**', 'doubled repetition'],
  ['a{2}{3}', 'doubled repetition'],
  ['(a)\\1', 'a back-reference'],
  ['(?P=name)', 'a back-reference'],
  ['(?#comment)a', 'a comment'],
  ['a\\Z', 'the end before a line feed'],
  ['\\C', 'a single byte, which the validation of Istio refuses'],
  ['\\R', 'any end of line'],
  ['\\X', 'a grapheme'],
  ['\\u0041', 'a code of JavaScript'],
  ['\\cA', 'a control code'],
  ['\\h', 'horizontal space'],
  ['\\é', 'an escaped letter'],
  ['a{1001}', 'more than 1,000 repetitions'],
  ['((a{100}){100}){100}', 'repetitions that multiply'],
  ['a{2,1}', 'a range backwards'],
  ['[z-a]', 'a class backwards'],
  ['[a', 'an open class'],
  ['(a', 'an open group'],
  ['a)', 'a closed group'],
  ['*', 'repetition of nothing'],
  ['(?i', 'open flags'],
  ['(?x)a', 'an unknown flag'],
  ['\\p{Klingon}', 'an unknown script'],
  ['(?P<n>a)(?P<n>b)', 'one name for two groups'],
  ['a\\', 'a trailing backslash'],
  [`(?:${'x'.repeat(40)}){1000}`, 'more instructions than Istio allows'],
];

describe('regular expressions', () => {
  test.each(syntax)('%j', (source, taken, left) => {
    const expression = new RegularExpression(source);
    expect(expressionMistake(source)).toBeUndefined();
    expect(taken.filter((text) => !expression.matches(text))).toEqual([]);
    expect(left.filter((text) => expression.matches(text))).toEqual([]);
  });

  test.each(refused)('%j is refused: %s', (source: string, _what: string) => {
    expect(expressionMistake(source)).toEqual(expect.any(String));
    expect(new RegularExpression(source).matches(source)).toBe(false);
    expect(new RegularExpression(source).replaceAll(source, 'x')).toBe(source);
  });

  test('say what is wrong in the words of RE2', () => {
    expect(expressionMistake('a(?=b)')).toBe('invalid or unsupported Perl syntax: `(?=`');
    expect(expressionMistake('x'.repeat(5000).concat('?'))).toBe('it is longer than 4096 characters');
  });

  test('of literals and gaps take what RE2 takes, with and without it', () => {
    const source = fc
      .tuple(
        fc.constantFrom('', '^'),
        fc.array(fc.constantFrom('a', 'b/', '\\.', '\\-', '.*', '.+', '-'), { maxLength: 6 }),
        fc.constantFrom('', '$'),
      )
      .map(([start, middle, end]) => start + middle.join('') + end);
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '-', '\n', '😀'), maxLength: 9 });
    fc.assert(
      fc.property(source, text, (expression, value) => {
        expect(new RegularExpression(expression).matches(value)).toBe(RE2JS.compile(expression).matches(value));
      }),
      { seed: 13, numRuns: 3000 },
    );
  });

  test('take linear time where a backtracking engine takes exponential time', () => {
    for (const source of ['(a+)+b', '(a|a)*b', '(.*)*x', '(?:a?){40}a{40}b', '([a-z]+)*!']) {
      expect(new RegularExpression(source).matches('a'.repeat(20_000))).toBe(false);
    }
  });

  test('that fill the memory are forgotten and compiled again', () => {
    const text = 'ab'.repeat(15_000);
    const sources = Array.from({ length: 9 }, (_, index) => `${'[ab]{1000}'.repeat(30)}c{0,${index + 1}}`);
    const taken = [...sources, sources[0] ?? ''].filter((source) => new RegularExpression(source).matches(text));
    expect(taken).toHaveLength(10);
  });

  test('quote a text so that it is taken alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 6 }), (text) => {
        expect(new RegularExpression(quoteMeta(text)).matches(text)).toBe(true);
        expect(new RegularExpression(quoteMeta(text)).matches(`${text}x`)).toBe(false);
      }),
      { seed: 13, numRuns: 300 },
    );
  });
});

describe('rewriting by an expression', () => {
  test.each([
    ['/old/1', '^/old', '/new', '/new/1'],
    ['/a/b/c', '/', '-', '-a-b-c'],
    ['/service/foo/v1/api', '^/service/([^/]+)(/.*)$', '\\2/instance/\\1', '/v1/api/instance/foo'],
    ['/xx/', '(?i)/X(x)', '\\0-\\1', '/xx-x/'],
    ['/a', 'a', '$1$&', '/$1$&'],
    ['/a', 'a', '\\\\1', '/\\1'],
    ['/a', '(a)|b', '[\\1]', '/[a]'],
    ['/b', '(a)|b', '[\\1]', '/[]'],
    ['/a', 'a', '\\1', '/a'],
    ['/a', 'a', 'x\\yz', '/x'],
    ['abab', 'b*', 'X', 'XaXaX'],
    ['bb', 'b*', 'X', 'X'],
    ['aab', 'a*|b', 'X', 'XbX'],
    ['a😀', '', '-', '-a-😀-'],
    ['/none', 'x', 'y', '/none'],
  ])('%j with %j to %j is %j', (text, source, substitution, result) => {
    expect(new RegularExpression(source).replaceAll(text, substitution)).toBe(result);
  });
});
