import { urlOfAddress } from '../exploration/addresses.js';
import { otherNamespace } from '../exploration/caller-groups.js';
import { isCallerOf, solveCaller } from '../exploration/caller-solver.js';
import type { RequestClass } from '../exploration/explore.js';
import { type ExploredSpace, exploreAll, usualLimit } from '../exploration/explore-all.js';
import type { Literal } from '../exploration/literal.js';
import type { Caller, Space } from '../exploration/space.js';
import { Spaces } from '../exploration/spaces.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import type { Answer } from '../request/index.js';
import { reachedBy } from '../request/reached.js';
import { acceptedMesh } from '../validation/accepted-mesh.js';
import { alternativesOfClasses, conditionWords } from './condition-words.js';
import { Targets } from './targets.js';

/** Callers that get through to a workload or a host in the same way. */
export interface MapRow {
  /** `namespace/workload`, `internet`, or pods that are in no file, in words. */
  readonly callers: readonly string[];
  /** Where they send requests, up to the path. */
  readonly url: string;
  /** Where the requests get through: `namespace/service`, or a host. */
  readonly to: string;
  /** Under which conditions: one of these lists is enough, of which all hold together; an empty list is every request. */
  readonly conditions: readonly (readonly string[])[];
}

/** Who gets through to what. */
export interface AccessMap {
  readonly rows: readonly MapRow[];
  /** Whether it is proved that no other caller and no other request gets through. */
  readonly isComplete: boolean;
  /** What stands in the way of that; empty when it is proved. */
  readonly obstacles: readonly string[];
}

/**
 * Who gets through to the services of a mesh, and with which requests, a row for each group of callers.
 *
 * @param limit how many requests are asked at most @default 100,000
 * @param to only what may lead to this service is asked @default every service
 */
export function accessMap(given: Mesh, limit = usualLimit, to?: MeshService): AccessMap {
  const mesh = acceptedMesh(given);
  const spaces = new Spaces([mesh]);
  const obstacles = new Set(spaces.obstacles);
  const rows = new Map<string, { readonly row: MapRow; readonly callers: Set<string> }>();
  const name = to?.registry === 'kubernetes' ? `${to.namespace}/${to.name}` : to?.host;
  const targets = name === undefined ? undefined : new Targets(mesh, [name], undefined);
  const addresses = targets?.addresses(spaces) ?? [...spaces.entries, ...spaces.services];
  for (const explored of exploreAll(spaces, addresses, limit, obstacles)) {
    for (const { answers } of explored.classes) {
      for (const { object, field } of answers[0]?.notModelled ?? []) {
        obstacles.add(`${object} ${field}, which is not modelled`);
      }
    }
    const isAbout = (answer: Answer): boolean => targets === undefined || targets.takes(explored.address, answer);
    for (const row of rowsOf(mesh, explored, isAbout)) {
      const key = JSON.stringify([row.url, row.to, row.conditions]);
      const known = rows.get(key) ?? { row, callers: new Set<string>() };
      rows.set(key, known);
      for (const caller of row.callers) {
        known.callers.add(caller);
      }
    }
  }
  return {
    rows: [...rows.values()].map(({ row, callers }) => ({ ...row, callers: [...callers].sort() })),
    isComplete: obstacles.size === 0,
    obstacles: [...obstacles].sort(),
  };
}

function rowsOf(
  mesh: Mesh,
  { address, space, classes }: ExploredSpace,
  isAbout: (answer: Answer) => boolean,
): readonly MapRow[] {
  const targets = new Set(classes.flatMap((one) => reachedNames(mesh, one, isAbout)));
  return [...targets].sort().flatMap((to) => {
    const counts = (one: RequestClass): boolean => reachedNames(mesh, one, isAbout).includes(to);
    return callerSets(space, classes, counts).flatMap(({ callers, own, identity }) => {
      const leaves = own.map((one) => ({ literals: one.literals.filter(isOfRequest), counts: counts(one) }));
      const conditions = alternativesOfClasses(leaves).map((term) => [...identity, ...term]);
      return conditions.length === 0 ? [] : [{ callers, url: urlOfAddress(address), to, conditions }];
    });
  });
}

function isOfRequest({ variable }: Literal): boolean {
  return variable.kind !== 'caller';
}

function reachedNames(
  mesh: Mesh,
  { answers: [answer] }: RequestClass,
  isAbout: (answer: Answer) => boolean,
): readonly string[] {
  const hosts = answer === undefined || !isAbout(answer) ? [] : reachedBy(answer).map(({ host }) => host);
  return [...new Set(hosts)].map((host) => {
    const [service] = mesh.servicesAt(host);
    return service?.registry === 'kubernetes' ? `${service.namespace}/${service.name}` : host;
  });
}

interface CallerSet {
  readonly callers: readonly string[];
  /** The classes of their requests. */
  readonly own: readonly RequestClass[];
  /** What is asked of the identity of callers that are in no file. */
  readonly identity: readonly string[];
}

/** The callers of a space that have the same classes; those that are in no file for each condition on their identity. */
function callerSets(
  { group }: Space,
  classes: readonly RequestClass[],
  counts: (one: RequestClass) => boolean,
): readonly CallerSet[] {
  const sets = new Map<string, { readonly callers: Caller[]; readonly own: readonly RequestClass[] }>();
  for (const caller of group.callers) {
    const own = classes.filter(({ literals }) => isCallerOf(caller, literals));
    const key = own.map((one) => classes.indexOf(one)).join(' ');
    const set = sets.get(key) ?? { callers: [], own };
    set.callers.push(caller);
    sets.set(key, set);
  }
  const named = [...sets.values()].map(({ callers, own }) => ({ callers: namesOf(callers), own, identity: [] }));
  if (group.unknown === undefined) {
    return named;
  }
  const unknown = new Map<string, { own: RequestClass[]; identity: readonly string[] }>();
  for (const one of classes) {
    const literals = one.literals.filter(({ variable }) => variable.kind === 'caller');
    const solved = solveCaller(literals, { callers: [], unknown: group.unknown });
    if (solved.kind === 'found') {
      const identity = literals.map(conditionWords);
      const key = identity.join('\n');
      const set = unknown.get(key) ?? { own: [], identity };
      set.own.push(one);
      unknown.set(key, set);
    }
  }
  return [
    ...named,
    ...[...unknown.values()]
      .filter(({ own }) => own.some(counts))
      .map(({ own, identity }) => ({ callers: ['pods with a sidecar that are in no file'], own, identity })),
  ];
}

/** Names of callers; pods that are in no file by what tells them apart from others, where those of no namespace are not among them. */
function namesOf(callers: readonly Caller[]): readonly string[] {
  const isAnywhere = callers.some(({ kind, namespace }) => kind === 'pod' && namespace === otherNamespace);
  const names = callers.map(({ from }) => {
    if (typeof from === 'string') {
      return from;
    }
    const labels = Object.entries(from.labels ?? {}).map(([name, value]) => `${name}=${value}`);
    const where = isAnywhere ? '' : ` of ${from.namespace}`;
    return `any pod${where} without a proxy${labels.length === 0 ? '' : ` with the labels ${labels.join(', ')}`}`;
  });
  return [...new Set(names)];
}
