import { isDeepStrictEqual } from 'node:util';
import { exploreAll, usualLimit } from '../exploration/explore-all.js';
import { Spaces } from '../exploration/spaces.js';
import { carried, distinctInputs, type ModelledInPart } from '../inputs/unmodelled-inputs.js';
import type { HeaderChanges } from '../istio/route-source.js';
import { append } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import { type Answer, type Outcome, type RequestQuery, readTarget, request } from '../request/index.js';
import { unlikePaths } from './path-rules.js';
import { questionsOf } from './questions.js';
import { isSameMesh } from './same-mesh.js';
import { unmodelledChanges } from './unmodelled-changes.js';

/** A part of an answer, as it is and as it will be. */
export interface Change {
  readonly before: unknown;
  readonly after: unknown;
}

/** The parts of an answer that a difference is told by. */
export type ChangedPart =
  | 'verdict'
  | 'policy'
  | 'mtls'
  | 'status'
  /** Shares by `namespace/workload in cluster`, or by host where a request leaves the mesh. */
  | 'versions'
  | 'redirect'
  | 'rewrite'
  | 'headers'
  /** Changes of headers for single destinations, by `namespace/workload in cluster` or host. */
  | 'destinationHeaders'
  | 'fault'
  | 'timeout'
  | 'retries'
  | 'mirrors';

/** A request whose answer changes. */
export interface ChangedAnswer extends ModelledInPart {
  /** Who asks what; it can be asked again with `request`. */
  readonly query: RequestQuery;
  readonly changes: Readonly<Partial<Record<ChangedPart, Change>>>;
}

/** What the comparison of two states of a mesh found, and of how many requests. */
export interface MeshDifference {
  /** By address and then by caller. */
  readonly changes: readonly ChangedAnswer[];
  /** Whether every request that is not in `changes`, and does not follow from one that is, has the same answer as before. */
  readonly isComplete: boolean;
  /** What stands in the way of that; empty when it is proved. */
  readonly obstacles: readonly string[];
  /** Number of requests that both meshes were asked. */
  readonly asked: number;
}

/**
 * Compares two states of a mesh by what they answer: one request of each class that either of them tells apart, so that the changes are
 * all that there are. What a reader would ask first is asked first: see {@link questionsOf}. A request that changes just as the plain one of
 * the same caller to the same address is left out. The same meshes give the same result, whatever the order of their objects.
 *
 * @param limit how many requests are asked at most @default 100,000
 */
export function compareMeshes(before: Mesh, after: Mesh, limit = usualLimit): MeshDifference {
  if (isSameMesh(before, after)) {
    return { changes: [], isComplete: true, obstacles: [], asked: 0 };
  }
  const samples = questionsOf(before, after);
  const known = new Set(samples.map((query) => JSON.stringify(query)));
  const found = withoutRepeated(
    samples.flatMap((query) => changeOf(query, [request(before, query), request(after, query)])),
  );
  const explored = exploredChanges([before, after], known, limit);
  const further = withoutOddities(samples, found, withoutImplied(found, explored.changes));
  const obstacles = [
    ...explored.obstacles,
    ...unmodelledChanges(before, after).map(({ object, field }) => `${object} ${field}, which is not modelled`),
  ];
  return {
    changes: [...found, ...further],
    isComplete: obstacles.length === 0,
    obstacles,
    asked: samples.length + explored.asked,
  };
}

/** The changes that {@link compareMeshes} finds. */
export function diffMeshes(before: Mesh, after: Mesh): readonly ChangedAnswer[] {
  return compareMeshes(before, after).changes;
}

/** One request of each class that the meshes tell apart, beside those that are known: what changes, and how many were asked. */
function exploredChanges(meshes: readonly [Mesh, Mesh], known: ReadonlySet<string>, limit: number): MeshDifferencePart {
  const spaces = new Spaces(meshes);
  const obstacles = new Set(spaces.obstacles);
  const changed: ChangedAnswer[] = [];
  let asked = 0;
  for (const { classes } of exploreAll(spaces, spaces.all, limit, obstacles)) {
    for (const { query, answers: both } of classes) {
      const answers = both as readonly [Answer, Answer];
      const unlike = unlikePaths(meshes, answers);
      if (unlike !== undefined) {
        obstacles.add(unlike);
      }
      if (!known.has(JSON.stringify(query))) {
        asked += 1;
        changed.push(...changeOf(query, answers));
      }
    }
  }
  return { changes: withoutRepeated(changed), obstacles: [...obstacles].sort(), asked };
}

type MeshDifferencePart = Omit<MeshDifference, 'isComplete'>;

/** What changes of the answer to a request, if anything does. */
function changeOf(query: RequestQuery, [old, now]: readonly [Answer, Answer]): readonly ChangedAnswer[] {
  const changes = compare(old, now);
  return Object.keys(changes).length === 0
    ? []
    : [{ query, changes, ...carried(distinctInputs([...old.notModelled, ...now.notModelled])) }];
}

/** Changes that are not those of the plain request of the same caller to the same address. */
function withoutRepeated(changed: readonly ChangedAnswer[]): readonly ChangedAnswer[] {
  const plain = new Map(
    changed.flatMap(({ query, changes }) =>
      isPlain(query) ? [[addressee(query), JSON.stringify(changes)] as const] : [],
    ),
  );
  return changed.filter(
    ({ query, changes }) => isPlain(query) || plain.get(addressee(query)) !== JSON.stringify(changes),
  );
}

/** Changes that are not those of a request to the same address which asks for less, from a caller of the same kind. */
function withoutImplied(known: readonly ChangedAnswer[], further: readonly ChangedAnswer[]): readonly ChangedAnswer[] {
  const kept: ChangedAnswer[] = [];
  const byChange = new Map<string, ChangedAnswer[]>();
  const keyOf = ({ query: { to, from, via }, changes }: ChangedAnswer): string =>
    JSON.stringify([to, via, typeof from !== 'string' && from.sidecar === false, changes]);
  for (const changed of known) {
    append(byChange, keyOf(changed), changed);
  }
  for (const changed of further) {
    const key = keyOf(changed);
    if (byChange.get(key)?.some(({ query }) => asksForLess(query, changed.query)) !== true) {
      kept.push(changed);
      append(byChange, key, changed);
    }
  }
  return kept;
}

/**
 * Changes of requests that few would send, in a protocol that a port does not speak or to a gateway from inside, count only where no usual
 * request to the port changes, and none changes in the same way.
 */
function withoutOddities(
  samples: readonly RequestQuery[],
  known: readonly ChangedAnswer[],
  further: readonly ChangedAnswer[],
): readonly ChangedAnswer[] {
  const spoken = new Set(samples.map(keyOfTarget));
  const isUsual = ({ query }: ChangedAnswer): boolean => spoken.has(keyOfTarget(query));
  const portOf = ({ query: { from, to, via } }: ChangedAnswer): string => {
    const { host, port } = readTarget(to);
    return from === 'internet' ? `${via} ${port}` : `${host} ${port}`;
  };
  const usual = [...known, ...further.filter(isUsual)];
  const changing = new Set(usual.map(portOf));
  const ways = new Set(usual.map(wayOf));
  return further.filter((changed) => isUsual(changed) || !(changing.has(portOf(changed)) || ways.has(wayOf(changed))));
}

/** Whether requests get through before and after; where that stays, what changes. */
function wayOf({ changes }: ChangedAnswer): string {
  const { verdict } = changes;
  const [before, after] = [verdict?.before === 'allowed', verdict?.after === 'allowed'];
  return verdict === undefined || before === after ? JSON.stringify(changes) : `${before} ${after}`;
}

/** What is asked: the URL, or for the Internet, which may ask for any host, what is spoken at a port. */
function keyOfTarget({ from, to, via }: RequestQuery): string {
  const { scheme, port } = readTarget(to);
  return from === 'internet' ? `${via} ${scheme} ${port}` : to;
}

function asksForLess(one: RequestQuery, other: RequestQuery): boolean {
  const { from: _, headers = {}, ...probe } = one;
  return (
    Object.entries(probe).every(([part, value]) => isDeepStrictEqual(value, other[part as keyof RequestQuery])) &&
    Object.entries(headers).every(([name, value]) => isDeepStrictEqual(value, other.headers?.[name]))
  );
}

/** Whether a query says no more than who asks whom. */
function isPlain({ from, to, via, ...probe }: RequestQuery): boolean {
  return Object.keys(probe).length === 0;
}

function addressee({ from, to, via }: RequestQuery): string {
  return JSON.stringify([from, to, via]);
}

function compare(before: Answer, after: Answer): ChangedAnswer['changes'] {
  const changes: Partial<Record<ChangedPart, Change>> = {};
  const note = (part: ChangedPart, one: unknown, other: unknown): void => {
    if (one !== other && JSON.stringify(one) !== JSON.stringify(other)) {
      changes[part] = { before: one, after: other };
    }
  };
  note('verdict', before.verdict, after.verdict);
  if (changes.verdict !== undefined && (before.verdict === 'denied' || after.verdict === 'denied')) {
    // Who denies is part of the news, also when the same policy allowed it before.
    changes.policy = { before: before.policy, after: after.policy };
  } else {
    note('policy', before.policy, after.policy);
  }
  note('mtls', before.mtls, after.mtls);
  note('status', rounded(before.status), rounded(after.status));
  note('versions', rounded(shares(before)), rounded(shares(after)));
  for (const part of ['redirect', 'rewrite', 'headers', 'fault', 'timeout', 'retries', 'mirrors'] as const) {
    note(part, before[part], after[part]);
  }
  note('destinationHeaders', destinationHeaders(before), destinationHeaders(after));
  return changes;
}

function shares(answer: Answer): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const outcome of answer.outcomes) {
    const name = placeOf(outcome);
    found[name] = (found[name] ?? 0) + outcome.probability;
  }
  return found;
}

/** `namespace/workload in cluster`, or a host. */
function placeOf({ namespace, workload, host, cluster }: Outcome): string {
  return workload === '' ? host : `${namespace}/${workload}${cluster === '' ? '' : ` in ${cluster}`}`;
}

function destinationHeaders({ outcomes }: Answer): Readonly<Record<string, readonly HeaderChanges[]>> {
  const found: Record<string, HeaderChanges[]> = {};
  for (const outcome of outcomes) {
    if (outcome.headers !== undefined) {
      const place = placeOf(outcome);
      found[place] = [...(found[place] ?? []), outcome.headers];
    }
  }
  return found;
}

function rounded(shares: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const names = Object.keys(shares).sort();
  return Object.fromEntries(names.map((name) => [name, Number((shares[name] ?? 0).toFixed(6))]));
}
