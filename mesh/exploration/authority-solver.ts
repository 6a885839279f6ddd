import { hostOf } from '../envoy/authority.js';
import { type AuthorityNames, joinNames } from './authority-names.js';
import type { Solution } from './solution.js';
import { fitting, solveText, type TextConstraint, type TextDomain } from './text-solver.js';

/**
 * An authority or a server name for which tests have the outcomes that are asked for. Most tests know names and endings only; then a text
 * of each way to hit or miss them is an answer if there is any, and there is no need to search.
 */
export function solveAuthority(
  constraints: readonly TextConstraint[],
  domain: TextDomain,
  usual: readonly string[],
): Solution<string> {
  const names = constraints.map(({ names: namesOf, outcome }) => namesOf?.(outcome));
  if (names.includes(undefined)) {
    return solveText(constraints, domain, usual);
  }
  const hints = constraints.flatMap((constraint) => constraint.hints);
  const all = joinNames(names.filter((one) => one !== undefined));
  const fits = fitting(constraints, domain);
  for (const value of textsOf(usual, hints.flatMap(domain.adapt), all)) {
    if (fits(value)) {
      return { kind: 'found', value };
    }
  }
  return { kind: 'none' };
}

/** A port that no configuration names. */
const otherPort = 65432;

/** The texts that are tried: usual ones, those that the tests suggest, then each way to hit or miss the names. */
function* textsOf(usual: readonly string[], hints: readonly string[], names: AuthorityNames): Generator<string> {
  yield* usual;
  yield* hints;
  const start = 'x'.repeat(names.leading + 1);
  const unlisted = [`${start}.example`, `${start}.invalid`, start];
  const ending = names.suffixes.map((suffix) => start + suffix);
  const hosts = [...names.exact.map(hostOf), ...ending, ...unlisted, ...names.suffixes];
  for (const host of new Set([...names.exact, ...hosts])) {
    yield host;
    yield host.toUpperCase();
  }
  for (const host of new Set(hosts)) {
    yield `${host}:${otherPort}`;
  }
}
