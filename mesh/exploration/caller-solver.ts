import { escapeText, languageOf } from './language.js';
import { keyOfLiterals, type Literal } from './literal.js';
import type { Solution } from './solution.js';
import type { Caller, CallerGroup, UnknownCallers } from './space.js';
import { solveText, type TextConstraint, withOutcome } from './text-solver.js';
import { constraintsOf } from './value-solver.js';

/** Whether tests of who the caller is have the outcomes that are asked for. */
export function isCallerOf(caller: Caller, literals: readonly Literal[]): boolean {
  return literals.every((literal) => {
    const { variable, text, outcome, isCaller } = literal;
    if (variable.kind !== 'caller') {
      return true;
    }
    if (isCaller !== undefined) {
      return isCaller(caller) === outcome;
    }
    const principal = caller.principals[variable.side ?? 0];
    return principal !== undefined && text?.test(principal) === outcome;
  });
}

/** The first caller of a group for which tests have the outcomes that are asked for, one of the files before others. */
export function solveCaller(literals: readonly Literal[], { callers, unknown }: CallerGroup): Solution<Caller> {
  const own = literals.filter(({ variable }) => variable.kind === 'caller');
  const known = callers.find((caller) => isCallerOf(caller, own));
  if (known !== undefined) {
    return { kind: 'found', value: known };
  }
  if (unknown === undefined) {
    return { kind: 'none' };
  }
  // The group and the tests say by their keys all that it depends on.
  const solutions = solved.get(unknown) ?? new Map<string, Solution<Caller>>();
  solved.set(unknown, solutions);
  const key = keyOfLiterals(own);
  const solution = solutions.get(key) ?? solveUnknown(own, unknown);
  solutions.set(key, solution);
  return solution;
}

const solved = new WeakMap<UnknownCallers, Map<string, Solution<Caller>>>();

const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const account = '[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?';
const identity = /^[^/]+\/ns\/([^/]+)\/sa\/([^/]+)$/;

function solveUnknown(literals: readonly Literal[], unknown: UnknownCallers): Solution<Caller> {
  const { trustDomain, namespaces, exceptNamespaces, make } = unknown;
  const spaces = namespaces === undefined ? label : `(?:${namespaces.map(escapeText).join('|')})`;
  const source = `${escapeText(trustDomain)}\\/ns\\/${spaces}\\/sa\\/${account}`;
  const whole = new RegExp(`^(?:${source})$`);
  const made = (value: string): Caller | undefined => {
    const [, namespace, serviceAccount] = identity.exec(value) ?? [];
    return namespace === undefined || serviceAccount === undefined ? undefined : make(namespace, serviceAccount);
  };
  const fits = (value: string): boolean => {
    const caller = made(value);
    return caller !== undefined && isCallerOf(caller, literals);
  };
  const first = namespaces?.[0] ?? 'outside';
  const constraints: readonly TextConstraint[] = [
    ...constraintsOf(literals),
    ...exceptNamespaces.map((namespace) => outside(trustDomain, namespace)),
  ];
  const found = solveText(
    constraints,
    {
      source,
      isValid: (value) => whole.test(value) && fits(value),
      adapt: (hint) => {
        const namespace = /\/ns\/([^/]+)/.exec(hint)?.[1] ?? first;
        const name = /\/sa\/([^/]+)$/.exec(hint)?.[1] ?? 'default';
        return [`${trustDomain}/ns/${namespace}/sa/${name}`, `${trustDomain}/ns/${first}/sa/${name}`];
      },
    },
    [`${trustDomain}/ns/${first}/sa/default`],
  );
  const caller = found.kind === 'found' ? made(found.value) : undefined;
  return caller === undefined ? { kind: found.kind === 'none' ? 'none' : 'unknown' } : { kind: 'found', value: caller };
}

/** That an identity is not one of a namespace. */
function outside(trustDomain: string, namespace: string): TextConstraint {
  const start = `${trustDomain}/ns/${namespace}/sa/`;
  return withOutcome(
    {
      test: (value) => value.startsWith(start),
      hints: [],
      isExact: false,
      get language() {
        return languageOf({ kind: 'prefix', text: start });
      },
    },
    false,
  );
}
