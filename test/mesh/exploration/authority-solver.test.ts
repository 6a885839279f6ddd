import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TextPattern } from '../../../mesh/envoy/text-pattern.js';
import { solveAuthority } from '../../../mesh/exploration/authority-solver.js';
import { textParts } from '../../../mesh/exploration/text-parts.js';
import { solveText, type TextConstraint, type TextDomain, withOutcome } from '../../../mesh/exploration/text-solver.js';
import { domainConstraint } from '../../../mesh/exploration/virtual-host-language.js';
import type { RouteConfiguration } from '../../../mesh/proxy/route-configuration.js';

const source = '[-A-Za-z0-9._*]+(?::[0-9]{1,5})?';
const domain: TextDomain = {
  source,
  isValid: (value) => new RegExp(`^(?:${source})$`).test(value),
  adapt: (hint) => [hint],
};

const name = fc.constantFrom(
  'a',
  'x',
  'a.b',
  'x.b',
  'x.a.b',
  'a:80',
  'a.b:80',
  '*',
  '*b',
  '*.b',
  '*.a.b',
  '*x.b',
  '*.example',
);

/** A route configuration whose virtual hosts have these names, each name once. */
function configuration(names: readonly (readonly string[])[]): RouteConfiguration {
  const taken = new Set<string>();
  const virtualHosts = names.map((own, index) => ({
    name: String(index),
    domains: own.filter((one) => !taken.has(one) && taken.add(one)),
    routes: [],
    requiresTls: false,
  }));
  return { name: '80', virtualHosts, shortNames: undefined };
}

const ofHost: fc.Arbitrary<TextConstraint> = fc
  .tuple(fc.array(fc.array(name, { maxLength: 3 }), { minLength: 1, maxLength: 3 }), fc.nat(3), fc.boolean())
  .map(([names, index, outcome]) => {
    const all = configuration(names);
    return withOutcome(domainConstraint(all, all.virtualHosts[index], 'a').text, outcome);
  });
const pattern: fc.Arbitrary<TextPattern> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('exact' as const, 'suffix' as const),
    text: fc.constantFrom('a', 'a.b', '.b', 'b', 'A.b', 'a:80'),
    ignoreCase: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('glob' as const), text: fc.constantFrom('*.b', '*', 'x.b') }),
);
const ofPattern = fc
  .tuple(pattern, fc.boolean())
  .map(([one, outcome]): TextConstraint => withOutcome(textParts(one), outcome));

test('an authority is found where a search finds one, and there is none where the search ends without one', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(fc.array(fc.oneof(ofHost, ofPattern), { minLength: 1, maxLength: 3 }), (constraints) => {
      const found = solveAuthority(constraints, domain, []);
      const searched = solveText(constraints, domain, []);
      kinds.add(found.kind);
      if (constraints.every(({ names, outcome }) => names?.(outcome) !== undefined)) {
        expect(found.kind).not.toBe('unknown');
      }
      if (searched.kind !== 'unknown') {
        expect(found.kind).toBe(searched.kind);
      }
      if (found.kind === 'found') {
        expect(constraints.map(({ test: passes }) => passes(found.value))).toEqual(
          constraints.map(({ outcome }) => outcome),
        );
      }
    }),
    { numRuns: 400, seed: 15 },
  );
  expect([...kinds].sort()).toEqual(['found', 'none', 'unknown']);
});
