import { kindOf, kindsOfGroup } from '../../mesh/kinds/index.js';
import { groupOf } from '../../mesh/manifest/identity.js';
import type { Problem } from '../../mesh/manifest/problem.js';
import type { Resource } from '../../mesh/manifest/resource.js';
import { closestName } from '../../mesh/validation/closest-name.js';

/** One problem for each kind that has no row in mesh/kinds, at the first object of it. Such objects take no part in the analysis. */
export function unknownKinds(resources: readonly Resource[]): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const { manifest, path, line } of resources) {
    const { apiVersion, kind } = manifest;
    const group = groupOf(apiVersion);
    const key = `${apiVersion} ${kind}`;
    if (kindOf(group, kind) === undefined && !problems.has(key)) {
      const known = kindsOfGroup(group).map((row) => row.kind);
      const meant = closestName(kind, known);
      problems.set(key, {
        code: 'MANIFEST_UNKNOWN_KIND',
        place: line === undefined ? path : `${path}:${line}`,
        message: `the kind ${kind} of ${apiVersion} is unknown here, so its objects are not analyzed`,
        fix: meant === undefined ? 'nothing to do when it belongs to another program' : `did you mean ${meant}?`,
      });
    }
  }
  return [...problems.values()];
}
