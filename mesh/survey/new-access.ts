import { exploreAll, usualLimit } from '../exploration/explore-all.js';
import { Spaces } from '../exploration/spaces.js';
import type { Mesh } from '../model/mesh.js';
import { type Answer, type RequestQuery, request } from '../request/index.js';
import { reachedBy } from '../request/reached.js';
import { shrink, smallestOf } from '../request/smallest-request.js';
import { acceptedMesh } from '../validation/accepted-mesh.js';
import { isSameMesh } from './same-mesh.js';
import { unmodelledChanges } from './unmodelled-changes.js';

/** What is known of the access that a change gives. */
export interface NewAccess {
  /** `none`: proved that no request gets through that did not; `some`: the request shows one; `undecided`: neither is known. */
  readonly result: 'none' | 'some' | 'undecided';
  /** The smallest request that gets through now; null when none is known. */
  readonly request: RequestQuery | null;
  /** Its answer now; null when there is none. */
  readonly answer: Answer | null;
  /** Where it gets through now, or what stands in the way of a proof; empty for none. */
  readonly reason: string;
}

/**
 * Whether a request gets through after a change that did not before, or gets through to a host that it did not reach.
 *
 * @param isPublic whether only requests from the Internet count
 * @param limit how many requests are asked at most @default 100,000
 */
export function newAccess(given: Mesh, changed: Mesh, isPublic: boolean, limit = usualLimit): NewAccess {
  const none = { request: null, answer: null };
  if (isSameMesh(given, changed)) {
    return { ...none, result: 'none', reason: '' };
  }
  const [before, after] = [acceptedMesh(given), acceptedMesh(changed)] as const;
  const spaces = new Spaces([before, after]);
  const unmodelled = unmodelledChanges(given, changed).map(
    ({ object, field }) => `${object} ${field}, which is not modelled`,
  );
  const obstacles = new Set([...spaces.obstacles, ...unmodelled]);
  const isNew = (query: RequestQuery): boolean => addedHosts(request(before, query), request(after, query)).length > 0;
  const found: { readonly query: RequestQuery }[] = [];
  for (const { classes } of exploreAll(spaces, isPublic ? spaces.entries : spaces.all, limit, obstacles)) {
    for (const { query, answers } of classes) {
      if (addedHosts(answers[0] as Answer, answers[1] as Answer).length > 0) {
        found.push({ query });
      }
    }
  }
  const smallest = smallestOf(found);
  if (smallest !== undefined) {
    const query = shrink(smallest.query, isNew);
    const answer = request(after, query);
    const hosts = addedHosts(request(before, query), answer);
    return {
      result: 'some',
      request: query,
      answer,
      reason: `it gets through to ${hosts.join(' and ')}, which it did not`,
    };
  }
  return obstacles.size === 0
    ? { ...none, result: 'none', reason: '' }
    : { ...none, result: 'undecided', reason: `not decided because of ${[...obstacles].sort().join('; ')}` };
}

/** The hosts that requests get through to after, and did not before. */
function addedHosts(before: Answer, after: Answer): readonly string[] {
  const known = new Set(reachedBy(before).map(({ host }) => host));
  return [...new Set(reachedBy(after).map(({ host }) => host))].filter((host) => !known.has(host));
}
