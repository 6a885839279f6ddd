import { observing } from '../envoy/observer.js';
import type { Mesh } from '../model/mesh.js';
import { Downstreams } from '../request/downstream.js';
import { type Answer, type RequestQuery, readTarget, request } from '../request/index.js';
import { solve } from './assignment.js';
import { isInHaste } from './haste.js';
import { alternativesOf, isSameLiteral, type Literal } from './literal.js';
import { Recorder } from './recorder.js';
import type { Caller, Space } from './space.js';

/** Requests that meshes cannot tell apart, by one of them. */
export interface RequestClass {
  readonly query: RequestQuery;
  /** Who asks it; others of the group ask it alike when they pass the tests of who the caller is. */
  readonly caller: Caller;
  /** What all its requests have in common. */
  readonly literals: readonly Literal[];
  /** The answer of each mesh. */
  readonly answers: readonly Answer[];
}

/** What an exploration found. */
export interface Exploration {
  readonly classes: readonly RequestClass[];
  /** Whether every request of the space is in one of the classes. */
  readonly isComplete: boolean;
  /** Why there may be others, in sentences that go on after "because of"; empty when there are none. */
  readonly obstacles: readonly string[];
}

/** Which requests of a space are wanted: tests of the recorder decide, so that the classes do not cross the border. */
export type Filter = (query: RequestQuery, caller: Caller, recorder: Recorder) => boolean;

/** How much is explored. */
export interface ExploreOptions {
  /** @default every request */
  readonly filter?: Filter;
  /** Requests that may be evaluated; counted down, so that explorations can share one. */
  readonly budget: Budget;
}

/** A number of requests that explorations may evaluate together. */
export interface Budget {
  readonly limit: number;
  left: number;
}

/** A budget of so many requests. */
export function budgetOf(limit: number): Budget {
  return { limit, left: limit };
}

/** A class that is to be visited: the first literals of its requests, and one of them. */
interface Visit {
  readonly query: RequestQuery;
  readonly caller: Caller;
  readonly prefix: readonly Literal[];
}

/** Why there may be more classes where time or memory is short. */
const haste = 'the limit of what an answer may use up';

/**
 * Finds the classes of the requests of a space that meshes can tell apart: a request is evaluated, the tests that decided about it are
 * written down, and each of them is turned round after those before it, until nothing is left to turn. So each class is visited once, and
 * the work follows what the configuration asks of requests, not the product of all that they could have.
 */
export function explore(meshes: readonly Mesh[], space: Space, { filter, budget }: ExploreOptions): Exploration {
  const classes: RequestClass[] = [];
  const obstacles = new Set<string>();
  const visits: Visit[] = [];
  const plan = (prefix: readonly Literal[]): void => {
    const solved = solve(prefix, space);
    if (solved.kind === 'found') {
      visits.push({ ...solved.value, prefix });
    } else if (solved.kind === 'unknown') {
      obstacles.add(`a condition on the ${nameOf(prefix.at(-1))}`);
    }
  };
  plan([]);
  for (let index = 0; index < visits.length; index += 1) {
    const { query, caller, prefix } = visits[index] as Visit;
    if (budget.left <= 0 || isInHaste()) {
      obstacles.add(budget.left <= 0 ? `the limit of ${budget.limit} requests` : haste);
      break;
    }
    budget.left -= 1;
    const { literals, answers, isWanted } = evaluate(meshes, { query, caller, space, filter });
    if (prefix.some((literal, at) => literals[at] === undefined || !isSameLiteral(literals[at], literal))) {
      obstacles.add(`a condition on the ${nameOf(prefix.at(-1))} that depends on other parts of the request`);
      continue;
    }
    if (isWanted) {
      classes.push({ query, caller, literals, answers });
    }
    for (let at = prefix.length; at < literals.length; at += 1) {
      if (isInHaste()) {
        obstacles.add(haste);
        break;
      }
      const literal = literals[at] as Literal;
      if (literal.obstacle !== undefined) {
        obstacles.add(literal.obstacle);
        continue;
      }
      for (const other of alternativesOf(literal)) {
        plan([...literals.slice(0, at), other]);
      }
    }
  }
  return { classes, isComplete: obstacles.size === 0, obstacles: [...obstacles].sort() };
}

function nameOf(literal: Literal | undefined): string {
  if (literal === undefined) {
    return 'request';
  }
  const { variable } = literal;
  switch (variable.kind) {
    case 'header':
      return `header ${variable.name}`;
    case 'parameter':
      return `query parameter ${variable.name}`;
    case 'claim':
      return `claim ${variable.path.join('.')}`;
    default:
      return variable.kind;
  }
}

interface Evaluated {
  readonly literals: readonly Literal[];
  readonly answers: readonly Answer[];
  /** Whether the filter takes it, and it goes where its address says. */
  readonly isWanted: boolean;
}

function evaluate(
  meshes: readonly Mesh[],
  { query, caller, space, filter }: Pick<Visit, 'query' | 'caller'> & Pick<ExploreOptions, 'filter'> & { space: Space },
): Evaluated {
  const literals: Literal[] = [];
  const seen = new Set<string>();
  const serverName = space.isTls ? readTarget(query.to).host : '';
  let isWanted = true;
  const answers: Answer[] = [];
  for (const [side, mesh] of meshes.entries()) {
    const { hasSidecar } = Downstreams.of(mesh).find(query.from);
    const recorder = new Recorder(
      {
        side,
        principal: caller.principals[side],
        serverName,
        isOutside: caller.kind === 'internet',
        hasSidecar,
        homeAuthority: space.authority,
      },
      literals,
      seen,
    );
    if (side === 0 && filter?.(query, caller, recorder) === false) {
      return { literals, answers, isWanted: false };
    }
    answers.push(observing(recorder, () => request(mesh, query)));
    isWanted &&= !recorder.isElsewhere;
  }
  return { literals, answers, isWanted };
}
