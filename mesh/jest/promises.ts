import { Mesh } from '../model/mesh.js';
import { type PromiseInput, type PromiseResult, promiseNameProblems, toPromises, verify } from '../promises/index.js';
import { callerWords, requestWords } from '../survey/describe-changes.js';

/** What a matcher gives to `expect`. */
export interface Result {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Whether a mesh keeps promises.
 *
 * @throws TypeError for no promises, for names that the mesh does not have, and where it is not decided
 */
export function keepingPromises(received: unknown, inputs: readonly PromiseInput[]): Result {
  if (!(received instanceof Mesh)) {
    throw new TypeError('expect a mesh: expect(buildMesh(resources))');
  }
  if (inputs.length === 0) {
    throw new TypeError(
      "give promises: { name: 'no plain text', requests: { to: 'shop' }, expect: { mtls: 'mutual' } }",
    );
  }
  const promises = toPromises({ promises: inputs });
  const [unknown] = promiseNameProblems(received, promises);
  if (unknown !== undefined) {
    throw new TypeError(`${promises[unknown.index]?.name}: ${unknown.place}: ${unknown.message}; ${unknown.fix}`);
  }
  const results = verify(received, promises);
  const open = results.filter(({ result }) => result === 'undecided');
  if (open.length > 0) {
    throw new TypeError(open.map(({ name, reason }) => `${name}: ${reason}`).join('\n'));
  }
  const broken = results.filter(({ result }) => result === 'broken');
  return {
    pass: broken.length === 0,
    message: () =>
      broken.length === 0
        ? `expected some request not to keep ${results.map(({ name }) => name).join(', ')}, but each does`
        : broken.flatMap(linesOf).join('\n'),
  };
}

function linesOf({ name, request, answer, object, reason }: PromiseResult): readonly string[] {
  return [
    `expected every request to keep: ${name}`,
    ...(request === null ? [] : [`but ${callerWords(request)} → ${requestWords(request)}: ${reason}`]),
    ...(answer?.trace ?? []).map((line) => `  ${line}`),
    ...(object === null ? [] : [`look at: ${object}`]),
  ];
}
