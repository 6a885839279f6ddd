import { budgetOf, explore } from '../exploration/explore.js';
import { Spaces } from '../exploration/spaces.js';
import type { Mesh } from '../model/mesh.js';
import type { Answer, RequestQuery } from '../request/index.js';
import { unlikePaths } from './path-rules.js';

/** Requests that are tried when no limit is given. */
export const usualLimit = 100_000;

/** What two meshes were asked, and whether that is everything. */
export interface ExploredQuestions {
  /** One request of each class that either mesh tells apart. */
  readonly queries: readonly RequestQuery[];
  /** Why there may be requests in other classes; empty when there are none. */
  readonly obstacles: readonly string[];
}

/**
 * A request of each class that two meshes together tell apart: paths, methods, hosts, headers, tokens, addresses and callers, also callers
 * that are not in the files, are found by turning round each condition that decides.
 */
export function exploredQuestions(before: Mesh, after: Mesh, limit: number): ExploredQuestions {
  const meshes = [before, after];
  const spaces = new Spaces(meshes);
  const obstacles = new Set(spaces.obstacles);
  const budget = budgetOf(limit);
  const queries: RequestQuery[] = [];
  for (const address of [...spaces.entries, ...spaces.services, ...spaces.hosts]) {
    for (const space of spaces.at(address)) {
      const { classes, obstacles: own } = explore(meshes, space, { budget });
      for (const { query, answers } of classes) {
        queries.push(query);
        const unlike = unlikePaths([before, after], answers as [Answer, Answer]);
        if (unlike !== undefined) {
          obstacles.add(unlike);
        }
      }
      for (const obstacle of own) {
        obstacles.add(obstacle);
      }
    }
  }
  return { queries, obstacles: [...obstacles].sort() };
}
