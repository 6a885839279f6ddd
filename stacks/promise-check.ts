import type { Mesh, MeshPromise, Problem } from '../mesh/index.js';
import { type PromiseResult, promiseNameProblems, verify } from '../mesh/promises/index.js';
import { callerWords, requestWords } from '../mesh/survey/index.js';

/** What became of the promises of an environment. */
export interface PromiseCheck {
  /** Promises that are broken, and names in them that the mesh does not have. */
  readonly problems: readonly Problem[];
  /** A line for each promise that is neither proved nor broken. */
  readonly undecided: readonly string[];
}

/** Verifies the promises of an environment on the mesh that its objects make. */
export function checkPromises(mesh: Mesh, promises: readonly MeshPromise[]): PromiseCheck {
  const unknown = unknownNames(mesh, promises);
  if (unknown.length > 0) return { problems: unknown, undecided: [] };
  const results = verify(mesh, promises);
  return {
    problems: results.flatMap((result, index) => (result.result === 'broken' ? [brokenProblem(result, index)] : [])),
    undecided: results.flatMap(({ result, name, reason }) =>
      result === 'undecided' ? [`the promise "${name}" is ${reason}`] : [],
    ),
  };
}

function unknownNames(mesh: Mesh, promises: readonly MeshPromise[]): readonly Problem[] {
  return promiseNameProblems(mesh, promises).map(({ index, place, ...rest }) => ({
    ...rest,
    place: `${placeOf(index)}.${place}`,
  }));
}

function brokenProblem({ name, request, reason, object }: PromiseResult, index: number): Problem {
  const asked = request === null ? '' : `${callerWords(request)} → ${requestWords(request)}: `;
  return {
    code: 'PROMISES_BROKEN',
    place: placeOf(index),
    message: `"${name}" is broken: ${asked}${reason}`,
    fix: `change ${object ?? 'the mesh'}, or what is promised`,
  };
}

function placeOf(index: number): string {
  return `asm-blueprints:promises[${index}]`;
}
