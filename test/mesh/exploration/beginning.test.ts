import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compilePattern, type TextPattern } from '../../../mesh/envoy/text-pattern.js';
import { beginningOf } from '../../../mesh/exploration/beginning.js';
import { textParts } from '../../../mesh/exploration/text-parts.js';
import { solveText, type TextDomain, withOutcome } from '../../../mesh/exploration/text-solver.js';

const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 });
const single: fc.Arbitrary<TextPattern> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('exact' as const, 'prefix' as const, 'suffix' as const),
    text,
    ignoreCase: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('glob' as const), text: fc.constantFrom('a*', 'ab', '*', 'a*b', '*b', 'aa*') }),
);
const pattern = fc.oneof(
  single,
  fc.record({ kind: fc.constant('one of' as const), patterns: fc.array(single, { maxLength: 3 }) }),
);
const texts = ['', ...'ab'].flatMap((one) => ['', 'a', 'b', 'aa', 'ab', 'ba', 'bb'].map((other) => one + other));

test('all texts of a pattern begin so, and where that is enough, all that begin so are taken', () => {
  let known = 0;
  fc.assert(
    fc.property(pattern, (one) => {
      const beginning = beginningOf(one);
      const passes = compilePattern(one);
      if (beginning === undefined) {
        return;
      }
      known += 1;
      expect(texts.filter(passes).filter((value) => !value.startsWith(beginning.text))).toEqual([]);
      if (beginning.isEnough) {
        expect(texts.map((value) => beginning.text + value).filter((value) => !passes(value))).toEqual([]);
      }
    }),
    { numRuns: 500, seed: 15 },
  );
  expect(known).toBeGreaterThan(100);
});

test('a text is found wherever there is one', () => {
  const domain: TextDomain = { source: '[ab]*', isValid: (value) => /^[ab]*$/.test(value), adapt: (hint) => [hint] };
  const constraint = fc.tuple(pattern, fc.boolean()).map(([one, outcome]) => withOutcome(textParts(one), outcome));
  const kinds = new Set<string>();
  fc.assert(
    fc.property(fc.array(constraint, { minLength: 1, maxLength: 4 }), (constraints) => {
      const found = solveText(constraints, domain, []);
      kinds.add(found.kind);
      const there = texts.filter((value) =>
        constraints.every(({ test: passes, outcome }) => passes(value) === outcome),
      );
      if (found.kind === 'found') {
        const { value } = found;
        expect(constraints.every(({ test: passes, outcome }) => passes(value) === outcome)).toBe(true);
      } else {
        expect(there).toEqual([]);
      }
    }),
    { numRuns: 500, seed: 15 },
  );
  expect([...kinds].sort()).toEqual(['found', 'none']);
});
