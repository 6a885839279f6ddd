import { phaseOf } from '../../constructs/creation-phase.js';
import { describeManifest, type Manifest, PHASES, type Phase, type Problem } from '../../mesh/index.js';

/** An object to deploy, with what its order depends on. */
export interface PlannedObject {
  readonly manifest: Manifest;
  /** Name of the API server that it goes to. */
  readonly target: string;
  /** Construct path, for messages and for {@link PlannedObject.after}. */
  readonly path: string;
  /** Charts that declare it; phases hold inside a chart. */
  readonly charts: readonly string[];
  /** Construct paths of objects that the program wants before this one. */
  readonly after: readonly string[];
}

/** An object with the objects that must exist before it, as positions in the order. */
export interface OrderedObject {
  readonly object: PlannedObject;
  readonly dependencies: readonly number[];
}

/** The order, or what makes one impossible. */
export type CreationOrder =
  | { readonly ordered: readonly OrderedObject[]; readonly problems: readonly [] }
  | { readonly ordered: undefined; readonly problems: readonly Problem[] };

/**
 * Above this number of edges between two phases of one chart, an object waits only for those of the same service.
 * Every edge is a line in Pulumi's state: a chart of a thousand services would have millions.
 */
const MOST_EDGES_BETWEEN_PHASES = 2500;

/**
 * Puts objects in an order in which each can be created, and says what each depends on.
 *
 * Inside a chart, across its API servers: phase by phase (see {@link PHASES}). Across charts: an object after its
 * Namespace, a route after the DestinationRules, gateways and Services that it names. On top: the dependencies that the
 * program declared with `node.addDependency`.
 */
export function creationOrder(objects: readonly PlannedObject[]): CreationOrder {
  const dependencies = objects.map(() => new Set<number>());
  const depend = (from: number, to: number) => {
    if (from !== to) dependencies[from]?.add(to);
  };
  linkPhases(objects, depend);
  linkNamespaces(objects, depend);
  linkRoutes(objects, depend);
  linkDeclared(objects, depend);
  return sorted(objects, dependencies);
}

type Depend = (from: number, to: number) => void;

function linkPhases(objects: readonly PlannedObject[], depend: Depend): void {
  const charts = new Map<string, Map<Phase, number[]>>();
  for (const [index, object] of objects.entries()) {
    const phase = phaseOf(object.manifest);
    for (const name of object.charts) {
      const chart = groupAt(charts, name, () => new Map<Phase, number[]>());
      groupAt(chart, phase, () => []).push(index);
    }
  }
  for (const chart of charts.values()) {
    const filled = PHASES.map((phase) => chart.get(phase) ?? []).filter((members) => members.length > 0);
    for (const [position, members] of filled.entries()) {
      const earlier = filled[position - 1] ?? [];
      const all = members.length * earlier.length <= MOST_EDGES_BETWEEN_PHASES;
      const related = all ? undefined : byService(objects, earlier);
      for (const from of members) {
        const wanted =
          related === undefined ? earlier : servicesOf(objects[from]).flatMap((key) => related.get(key) ?? []);
        for (const to of wanted) depend(from, to);
      }
    }
  }
}

function linkNamespaces(objects: readonly PlannedObject[], depend: Depend): void {
  const namespaces = new Map<string, number>();
  for (const [index, { manifest, target }] of objects.entries()) {
    if (manifest.kind === 'Namespace') namespaces.set(`${target}|${manifest.metadata.name}`, index);
  }
  for (const [index, { manifest, target }] of objects.entries()) {
    const namespace = manifest.metadata.namespace;
    const found = namespace === undefined ? undefined : namespaces.get(`${target}|${namespace}`);
    if (found !== undefined) depend(index, found);
  }
}

/** Routes of one chart may name gateways, subsets and Services of another. */
function linkRoutes(objects: readonly PlannedObject[], depend: Depend): void {
  const named = new Map<string, number[]>();
  const name = (key: string, index: number) => groupAt(named, key, () => []).push(index);
  for (const [index, { manifest }] of objects.entries()) {
    const namespace = manifest.metadata.namespace ?? 'default';
    if (manifest.kind === 'Gateway') name(`gateway ${namespace}/${manifest.metadata.name}`, index);
    if (manifest.kind === 'Service') name(`host ${manifest.metadata.name}.${namespace}`, index);
    if (manifest.kind === 'DestinationRule')
      name(`host ${fullHost(textAt(manifest, 'spec', 'host'), namespace)}`, index);
  }
  for (const [index, { manifest }] of objects.entries()) {
    if (phaseOf(manifest) !== 'route' && manifest.kind !== 'DestinationRule') continue;
    for (const key of namesIn(manifest)) {
      for (const found of named.get(key) ?? []) {
        if (objects[found]?.manifest.kind !== manifest.kind) depend(index, found);
      }
    }
  }
}

/** The hosts and gateways that a route or DestinationRule names. */
function namesIn(manifest: Manifest): Set<string> {
  const namespace = manifest.metadata.namespace ?? 'default';
  const names = new Set<string>();
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, key);
    } else if (typeof value === 'object' && value !== null) {
      const ref = value as { readonly name?: unknown; readonly namespace?: unknown; readonly kind?: unknown };
      const home = typeof ref.namespace === 'string' ? ref.namespace : namespace;
      if (key === 'parentRefs' && ref.kind !== 'Service') names.add(`gateway ${home}/${String(ref.name)}`);
      if (key === 'parentRefs' || key === 'backendRefs') names.add(`host ${String(ref.name)}.${home}`);
      for (const [inner, item] of Object.entries(value)) visit(item, inner);
    } else if (typeof value === 'string') {
      if (key === 'host') names.add(`host ${fullHost(value, namespace)}`);
      if (key === 'gateways') names.add(`gateway ${value.includes('/') ? value : `${namespace}/${value}`}`);
    }
  };
  visit(manifest['spec'], 'spec');
  return names;
}

/** `reviews` and `reviews.shop.svc.cluster.local` in shop are both `reviews.shop`. */
function fullHost(host: string, namespace: string): string {
  const short = /^([^.]+)\.([^.]+)(?:\.svc(?:\..+)?)?$/.exec(host);
  if (short !== null && (host.includes('.svc') || host.split('.').length === 2)) return `${short[1]}.${short[2]}`;
  return host.includes('.') ? host : `${host}.${namespace}`;
}

function linkDeclared(objects: readonly PlannedObject[], depend: Depend): void {
  const byPath = new Map<string, number[]>();
  for (const [index, { path }] of objects.entries()) groupAt(byPath, path, () => []).push(index);
  for (const [index, { after }] of objects.entries()) {
    for (const to of after.flatMap((path) => byPath.get(path) ?? [])) depend(index, to);
  }
}

/** The services that an object is about: its app label and the hosts that it names, in its namespace. */
function servicesOf(object: PlannedObject | undefined): string[] {
  if (object === undefined) return [];
  const { manifest } = object;
  const namespace = manifest.metadata.namespace ?? 'default';
  const own = [manifest.metadata.labels?.['app'], manifest.metadata.name].flatMap((service) =>
    service === undefined ? [] : [`host ${service}.${namespace}`],
  );
  return [...new Set([...own, ...namesIn(manifest)])];
}

function byService(objects: readonly PlannedObject[], members: readonly number[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const index of members) {
    for (const key of servicesOf(objects[index])) groupAt(found, key, () => []).push(index);
  }
  return found;
}

/** Kahn's algorithm; among objects that are free to go, the order of declaration. */
function sorted(objects: readonly PlannedObject[], dependencies: readonly ReadonlySet<number>[]): CreationOrder {
  const position = new Map<number, number>();
  const ordered: OrderedObject[] = [];
  const reached: Reached[] = [];
  const waiting = dependencies.map((set) => set.size);
  const dependents = objects.map((): number[] => []);
  for (const [from, set] of dependencies.entries()) for (const to of set) dependents[to]?.push(from);
  let free = waiting.flatMap((count, index) => (count === 0 ? [index] : []));
  while (free.length > 0) {
    const next: number[] = [];
    for (const index of free) {
      const object = objects[index];
      if (object === undefined) continue;
      const places = [...(dependencies[index] ?? [])].map((to) => position.get(to) ?? -1);
      position.set(index, ordered.length);
      ordered.push({ object, dependencies: nearest(places, reached) });
      for (const dependent of dependents[index] ?? []) {
        waiting[dependent] = (waiting[dependent] ?? 0) - 1;
        if (waiting[dependent] === 0) next.push(dependent);
      }
    }
    free = next.sort((a, b) => a - b);
  }
  if (ordered.length === objects.length) return { ordered, problems: [] };
  const stuck = objects.filter((object, index) => !position.has(index) && object.after.length > 0);
  return {
    ordered: undefined,
    problems: stuck.map(({ path, manifest }) => ({
      code: 'ORDER_CYCLE',
      place: path,
      message: `${describeManifest(manifest)} waits for objects that have to wait for it`,
      fix: 'remove the node.addDependency that goes against the order of creation (workloads, gateways, DestinationRules, routes)',
    })),
  };
}

/** Positions before an object that it waits for, directly or through others; a bit each. */
type Reached = Uint32Array;

/**
 * Leaves out what an object waits for through another anyhow, and notes what it waits for. The engine walks every path
 * through what a resource depends on when one cannot be deleted, and paths multiply from phase to phase.
 */
function nearest(places: number[], reached: Reached[]): number[] {
  const through = new Uint32Array(Math.ceil((reached.length + 1) / 32));
  const needed: number[] = [];
  for (const place of places.sort((a, b) => b - a)) {
    if (((through[place >>> 5] ?? 0) >>> (place & 31)) & 1) continue;
    needed.push(place);
    const before = reached[place] ?? new Uint32Array();
    for (let word = 0; word < before.length; word += 1) through[word] = (through[word] ?? 0) | (before[word] ?? 0);
    through[place >>> 5] = (through[place >>> 5] ?? 0) | (1 << (place & 31));
  }
  reached.push(through);
  return needed.reverse();
}

function textAt(manifest: Manifest, parent: string, key: string): string {
  const found = (manifest[parent] as Readonly<Record<string, unknown>> | undefined)?.[key];
  return typeof found === 'string' ? found : '';
}

function groupAt<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let group = map.get(key);
  if (group === undefined) {
    group = make();
    map.set(key, group);
  }
  return group;
}
