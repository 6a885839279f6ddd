import { asText, type Fields, fieldsOf, type MeshObject } from '../../../model/index.js';
import type { FieldPath } from '../../../yaml/positions.js';
import type { Check } from '../../check.js';
import type { FindingType } from '../../finding-type.js';
import { istioCodes } from '../../istio-codes.js';

const { IST0151, IST0152, IST0153, IST0154, IST0155 } = istioCodes;

/** Operations whose outcome depends on the filters that are there before them. */
const relativeOperations: ReadonlySet<string> = new Set(['INSERT_BEFORE', 'INSERT_AFTER', 'REMOVE', 'REPLACE']);

/** What REPLACE can stand on. */
const replaceable: ReadonlySet<string> = new Set(['HTTP_FILTER', 'NETWORK_FILTER', 'VIRTUAL_HOST']);

/** Parts of a route configuration, on which ADD and REMOVE have no effect. */
const routeParts: ReadonlySet<string> = new Set(['ROUTE_CONFIGURATION', 'HTTP_ROUTE']);

/** Whether the patches of an EnvoyFilter have an effect, and the same one every time. */
export const envoyFilterOperations: Check = {
  name: 'envoy-filter-operations',
  types: [IST0151, IST0152, IST0153, IST0154, IST0155],
  run(mesh, report) {
    const namesForVersions = new Set<string>();
    for (const { object, spec } of inFileOrder(mesh.istio('EnvoyFilter'))) {
      const hasPriority = (spec.priority ?? 0) !== 0;
      const found = new Map<FindingType, FieldPath>();
      spec.configPatches?.forEach((configPatch, index) => {
        const patch = fieldsOf(configPatch.patch);
        const name = asText(fieldsOf(patch['value'])['name']) ?? '';
        for (const type of problemsOf(configPatch.applyTo ?? '', patch, hasPriority, namesForVersions.has(name))) {
          if (!found.has(type)) {
            found.set(type, ['spec', 'configPatches', index]);
          }
        }
        if (fieldsOf(fieldsOf(configPatch.match)['proxy'])['proxyVersion'] !== undefined) {
          namesForVersions.add(name);
        }
      });
      for (const [type, field] of found) {
        report(type, object, {}, field);
      }
    }
  },
};

/** Patches of one file are applied, and so looked at, from top to bottom. */
function inFileOrder<T extends { readonly object: MeshObject }>(objects: readonly T[]): readonly T[] {
  return [...objects].sort(({ object: { resource: one } }, { object: { resource: other } }) =>
    one.path === other.path ? (one.line ?? 0) - (other.line ?? 0) : one.path < other.path ? -1 : 1,
  );
}

function problemsOf(
  applyTo: string,
  patch: Fields,
  hasPriority: boolean,
  isForVersion: boolean,
): readonly FindingType[] {
  const operation = asText(patch['operation']) ?? '';
  const problems: FindingType[] = [];
  if (operation === 'REPLACE' && !replaceable.has(applyTo)) {
    return [IST0152];
  }
  if (operation === 'ADD' && routeParts.has(applyTo)) {
    problems.push(IST0153);
  }
  if (operation === 'REMOVE' && routeParts.has(applyTo)) {
    problems.push(IST0154);
  } else if (relativeOperations.has(operation) && !hasPriority) {
    problems.push(isForVersion ? IST0155 : IST0151);
  }
  return problems;
}
