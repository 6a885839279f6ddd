import { observing } from '../envoy/observer.js';
import type { Mesh } from '../model/mesh.js';
import { Downstreams } from '../request/downstream.js';
import { type Answer, type RequestQuery, request } from '../request/index.js';
import { type Space, solve } from './assignment.js';
import { idOf, type Literal, turned } from './literal.js';
import { Recorder } from './recorder.js';

/** Requests that meshes cannot tell apart, by one of them. */
export interface RequestClass {
  readonly query: RequestQuery;
  /** The answer of each mesh. */
  readonly answers: readonly Answer[];
}

/** What an exploration found. */
export interface Exploration {
  readonly classes: readonly RequestClass[];
  /** Why there may be more; empty when there are not. */
  readonly obstacles: ReadonlySet<string>;
}

/** A class that is to be visited: the first literals of its requests. */
interface Visit {
  readonly query: RequestQuery;
  readonly prefix: readonly Literal[];
}

/**
 * Finds the classes of the requests of a space that meshes can tell apart: each request is evaluated, the conditions that decided about
 * it are written down, and each of them is turned round after those before it, until nothing is left to turn.
 *
 * @param seeds requests that are asked first
 * @param limit how many requests are asked at most
 */
export function explore(
  meshes: readonly Mesh[],
  space: Space,
  seeds: readonly RequestQuery[],
  limit: number,
): Exploration {
  const classes: RequestClass[] = [];
  const obstacles = new Set<string>();
  const tried = new Set<string>();
  const first = solve([], space);
  const visits: Visit[] = seeds.map((query) => ({ query, prefix: [] }));
  if (first.kind === 'found') {
    visits.push({ query: first.value, prefix: [] });
  }
  for (let index = 0; index < visits.length; index += 1) {
    const { query, prefix } = visits[index] as Visit;
    if (index >= limit) {
      obstacles.add(`the limit of ${limit} requests`);
      break;
    }
    const { literals, answers, isElsewhere } = evaluate(meshes, query, space);
    if (prefix.some((literal, at) => at >= literals.length || idOf(literals[at] as Literal) !== idOf(literal))) {
      obstacles.add('a condition that depends on more than one part of a request');
    }
    const all = literals.map(idOf);
    if (!tried.has(`= ${all.join('\n')}`) && !isElsewhere) {
      classes.push({ query, answers });
    }
    tried.add(`= ${all.join('\n')}`);
    for (const [at, literal] of literals.entries()) {
      const next = [...literals.slice(0, at), turned(literal)];
      const key = next.map(idOf).join('\n');
      // What was turned on the way to this request has been visited before.
      if (literal.isSettled === true || tried.has(key)) {
        continue;
      }
      tried.add(key);
      tried.add([...literals.slice(0, at), literal].map(idOf).join('\n'));
      if (literal.obstacle !== undefined) {
        obstacles.add(literal.obstacle);
        continue;
      }
      const solved = solve(next, space);
      if (solved.kind === 'found') {
        visits.push({ query: solved.value, prefix: next });
      } else if (solved.kind === 'unknown') {
        obstacles.add(`a condition on the ${literal.variable.kind}`);
      }
    }
  }
  return { classes, obstacles };
}

function evaluate(
  meshes: readonly Mesh[],
  query: RequestQuery,
  { authority }: Space,
): { readonly literals: readonly Literal[]; readonly answers: readonly Answer[]; readonly isElsewhere: boolean } {
  const literals: Literal[] = [];
  const seen = new Set<string>();
  let isElsewhere = false;
  const answers = meshes.map((mesh, side) => {
    const { principal } = Downstreams.of(mesh).find(query.from).node;
    const isOutside = query.from === 'internet';
    const recorder = new Recorder(
      { side, principal: principal || undefined, serverName: '', isOutside, homeAuthority: authority },
      literals,
      seen,
    );
    const answer = observing(recorder, () => request(mesh, query));
    isElsewhere ||= recorder.isElsewhere;
    return answer;
  });
  return { literals, answers, isElsewhere };
}
