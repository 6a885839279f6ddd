import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compilePattern, type TextPattern } from '../../../mesh/envoy/text-pattern.js';
import { solveAddress } from '../../../mesh/exploration/address-solver.js';
import { automatonOf, beforeChange } from '../../../mesh/exploration/automaton.js';
import { languageOf } from '../../../mesh/exploration/language.js';
import { changedPath } from '../../../mesh/exploration/provenance.js';
import { fromRe2 } from '../../../mesh/exploration/re2-syntax.js';
import { hintsOf, isExact, solveText, type TextConstraint } from '../../../mesh/exploration/text-solver.js';
import { compileIpRange } from '../../../mesh/text/ip-address.js';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'A'), maxLength: 4 });
const pattern: fc.Arbitrary<TextPattern> = fc.oneof(
  fc.record({ kind: fc.constantFrom('exact', 'prefix', 'suffix'), text, ignoreCase: fc.boolean() }),
  fc.record({ kind: fc.constant('glob' as const), text: fc.constantFrom('a*b', '*a*', '*', 'b') }),
  fc.record({ kind: fc.constant('regex' as const), text: fc.constantFrom('a+b?', '(?i)ab', '^/[^/]+$', 'a|b/', '.*') }),
  fc.constant({ kind: 'filled' as const }),
);

/** What automata say of a text. */
function isIn(one: TextPattern, value: string): boolean | undefined {
  const language = languageOf(one);
  return language?.accepts(
    language.automata.map((automaton) => {
      let state: unknown = automaton.start;
      for (const character of value) {
        state = state === undefined ? undefined : automaton.step(state, character.charCodeAt(0));
      }
      return state !== undefined && automaton.isFinal(state);
    }),
  );
}

describe('languages', () => {
  test('take what the proxies take', () => {
    const composed = fc.oneof(
      pattern,
      fc.record({ kind: fc.constant('not' as const), pattern }),
      fc.record({ kind: fc.constant('one of' as const), patterns: fc.array(pattern, { maxLength: 3 }) }),
    );
    fc.assert(
      fc.property(composed, text, (one, value) => {
        expect(isIn(one, value)).toBe(compilePattern(one)(value));
      }),
      { numRuns: 500, seed: 15 },
    );
  });

  test('are followed back through a path that is rewritten', () => {
    const change = fc.record({ cut: fc.nat(3), put: fc.constantFrom('', '/', '/a'), isSegment: fc.boolean() });
    const automaton = automatonOf('\\/a[^]*b?');
    if (automaton === undefined) {
      throw new Error('there is no automaton');
    }
    fc.assert(
      fc.property(change, text, (one, value) => {
        const before = beforeChange(automaton, one);
        let state: unknown = before.start;
        for (const character of value) {
          state = state === undefined ? undefined : before.step(state, character.charCodeAt(0));
        }
        const taken = state !== undefined && before.isFinal(state);
        expect(taken).toBe(/^\/a[\s\S]*b?$/.test(changedPath(value, [one])));
      }),
      { numRuns: 300, seed: 15 },
    );
  });

  test.each([['\\pL'], ['a$b'], ['^a|b$'], ['(?s).'], ['[[:nothing:]]']])('of %s are not made up', (expression) => {
    expect(fromRe2(expression)).toBeUndefined();
  });
});

const domain = { source: '[ab/A]*', isValid: () => true, adapt: (hint: string) => [hint] };
const asked = (one: TextPattern, outcome: boolean): TextConstraint => ({
  test: compilePattern(one),
  outcome,
  language: languageOf(one),
  hints: hintsOf(one),
  isExact: isExact(one),
});

test('a text is found if there is any', () => {
  const all = ['', 'a', 'b', '/', 'A'];
  const grid = all.flatMap((one) => all.flatMap((two) => all.map((three) => one + two + three)));
  fc.assert(
    fc.property(fc.array(fc.tuple(pattern, fc.boolean()), { maxLength: 3 }), (pairs) => {
      const constraints = pairs.map(([one, outcome]) => asked(one, outcome));
      const fits = (value: string): boolean => constraints.every((one) => one.test(value) === one.outcome);
      const solved = solveText(constraints, domain, []);
      expect(solved.kind).not.toBe('unknown');
      expect(solved.kind === 'found' ? fits(solved.value) : !grid.some(fits)).toBe(true);
    }),
    { numRuns: 300, seed: 15 },
  );
});

test('an address is found if there is any', () => {
  const range = fc.constantFrom(
    '10.0.0.0/8',
    '10.0.0.0/9',
    '10.128.0.0/9',
    '0.0.0.0/0',
    '10.1.2.3',
    'fd00::/8',
    '::/0',
  );
  const known = [undefined, '10.0.0.1', '10.1.2.3', '10.200.0.1', '1.1.1.1', 'fd00::1', 'fe80::1'];
  fc.assert(
    fc.property(fc.array(fc.record({ ranges: fc.array(range), outcome: fc.boolean() }), { maxLength: 4 }), (all) => {
      const fits = (address: string | undefined): boolean =>
        all.every(({ ranges, outcome }) => ranges.some((one) => compileIpRange(one)(address)) === outcome);
      const solved = solveAddress(all);
      expect(solved.kind === 'found' ? fits(solved.value) : !known.some(fits)).toBe(true);
    }),
    { numRuns: 300, seed: 15 },
  );
});
