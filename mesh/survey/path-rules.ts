import type { Mesh } from '../model/mesh.js';
import { PushContext } from '../proxy/push-context.js';
import type { Answer } from '../request/index.js';

/**
 * Why two answers that look alike may differ for other requests of their class: a redirect or a rewrite makes another path of each, and the
 * rules of the two meshes do not do it alike. Undefined where nothing does.
 */
export function unlikePaths(meshes: readonly [Mesh, Mesh], answers: readonly [Answer, Answer]): string | undefined {
  const [before, after] = answers;
  const isChanging = [before, after].every(({ redirect, rewrite }) => redirect !== null || rewrite !== null);
  if (!isChanging) {
    return undefined;
  }
  const [old, now] = [pathRule(meshes[0], before), pathRule(meshes[1], after)];
  return old === now ? undefined : `paths that ${after.route ?? 'a rule'} changes in another way`;
}

/** What the rule of an answer does to paths, and to which. */
function pathRule(mesh: Mesh, { route }: Answer): string {
  const rule = PushContext.of(mesh)
    .sources.flatMap(({ http }) => http)
    .find(({ label }) => label === route);
  const matches = rule?.matches.map(({ uri, segmentPrefix }) => [uri, segmentPrefix]);
  return JSON.stringify([rule?.redirect, rule?.rewrite, matches]);
}
