import type { Mesh } from '../model/mesh.js';
import { callersOf } from '../request/caller-workloads.js';
import { Downstreams } from '../request/downstream.js';
import type { CallerDescription, RequestQuery } from '../request/index.js';
import { CallerKeys } from './caller-key.js';
import { labelsOfCallers } from './pod-shapes.js';
import type { Caller, CallerGroup } from './space.js';

/** The namespace of pods that are in no namespace of the files. */
export const otherNamespace = 'outside';

/** Kinds of pods that are not in the files, of which more are not looked at. */
const mostShapes = 5000;

/** The callers inside the clusters, in groups that only their identity tells apart. */
export class CallerGroups {
  /** Why there may be callers that are in none. */
  readonly obstacles: readonly string[];
  private readonly groups = new Map<string, Group>();
  private readonly keys: readonly CallerKeys[];
  private readonly split = new Map<string, readonly CallerGroup[]>();
  private readonly namespaces: readonly string[];

  constructor(private readonly meshes: readonly Mesh[]) {
    this.keys = meshes.map((mesh) => new CallerKeys(mesh));
    const workloads = meshes.flatMap((mesh) => callersOf(mesh));
    for (const name of [...new Set(workloads.map((one) => `${one.namespace}/${one.name}`))].sort()) {
      this.add(this.caller(name, 'workload'));
    }
    this.namespaces = [
      ...new Set(meshes.flatMap((mesh) => [...mesh.namespaces.keys()]).concat(workloads.map((one) => one.namespace))),
    ].sort();
    const shapes = labelsOfCallers(meshes);
    const clusters = [...new Set(meshes.flatMap((mesh) => (mesh.clusters.length > 1 ? mesh.clusters : [])))];
    this.obstacles =
      shapes.length * (this.namespaces.length + 1) > mostShapes
        ? ['the number of labels that are asked of callers']
        : [];
    for (const namespace of [otherNamespace, ...this.namespaces]) {
      for (const labels of this.obstacles.length > 0 ? [{}] : shapes) {
        for (const cluster of clusters.length > 0 ? clusters : [undefined]) {
          const pod = {
            namespace,
            ...(Object.keys(labels).length === 0 ? {} : { labels }),
            ...(cluster === undefined ? {} : { cluster }),
          };
          this.addPod({ ...pod, sidecar: false });
          this.addUnknown({ ...pod, sidecar: true });
        }
      }
    }
  }

  /** The groups of those who call a service of a namespace: its neighbours, who know it by a shorter name, apart from others. */
  forNamespace(namespace: string | undefined): readonly CallerGroup[] {
    const own = namespace !== undefined && this.namespaces.includes(namespace) ? namespace : '';
    let found = this.split.get(own);
    if (found === undefined) {
      found = [...this.groups.values()].flatMap((group) => this.splitGroup(group, own));
      this.split.set(own, found);
    }
    return found;
  }

  private splitGroup({ callers, unknown, hasSidecar }: Group, own: string): readonly CallerGroup[] {
    if (!hasSidecar || own === '') {
      return [this.groupOf(callers, unknown)];
    }
    const neighbours = callers.filter(({ namespace }) => namespace === own);
    const others = callers.filter(({ namespace }) => namespace !== own);
    const elsewhere = new Map([...unknown].filter(([namespace]) => namespace !== own));
    const here = new Map([...unknown].filter(([namespace]) => namespace === own));
    return [
      ...(neighbours.length + here.size === 0 ? [] : [this.groupOf(neighbours, here)]),
      ...(others.length + elsewhere.size === 0 ? [] : [this.groupOf(others, elsewhere)]),
    ];
  }

  /** Callers, and pods that are not in the files by their namespace. */
  private groupOf(callers: readonly Caller[], unknown: ReadonlyMap<string, CallerDescription>): CallerGroup {
    const [first] = unknown.values();
    if (first === undefined) {
      return { callers };
    }
    const isAnywhere = unknown.has(otherNamespace);
    const trustDomain = this.meshes[0]?.config.trustDomain ?? '';
    return {
      callers,
      unknown: {
        trustDomain,
        namespaces: isAnywhere ? undefined : [...unknown.keys()],
        exceptNamespaces: isAnywhere ? this.namespaces.filter((namespace) => !unknown.has(namespace)) : [],
        make: (namespace, serviceAccount) => {
          const like = unknown.get(namespace) ?? first;
          return this.caller({ ...like, namespace, serviceAccount }, 'pod');
        },
      },
    };
  }

  private caller(from: RequestQuery['from'], kind: Caller['kind']): Caller {
    const ends = this.meshes.map((mesh) => Downstreams.of(mesh).find(from));
    return {
      from,
      kind,
      namespace: typeof from === 'string' ? from.slice(0, from.indexOf('/')) : from.namespace,
      principals: ends.map(({ hasSidecar, isAmbient, node }) => (hasSidecar || isAmbient ? node.principal : undefined)),
    };
  }

  private add(caller: Caller): void {
    this.group(caller.from).callers.push(caller);
  }

  /** A pod without a proxy, which ambient mode may give an identity all the same. */
  private addPod(description: CallerDescription): void {
    if (this.meshes.some((mesh) => Downstreams.of(mesh).find(description).isAmbient)) {
      this.addUnknown(description);
    } else {
      this.add(this.caller(description, 'pod'));
    }
  }

  private addUnknown(description: CallerDescription): void {
    const { unknown } = this.group(description);
    if (!unknown.has(description.namespace)) {
      unknown.set(description.namespace, description);
    }
  }

  private group(from: RequestQuery['from']): Group {
    const key = this.keys.map((keys) => keys.of(from)).join('\n');
    let group = this.groups.get(key);
    if (group === undefined) {
      const hasSidecar = this.meshes.some((mesh) => Downstreams.of(mesh).find(from).hasSidecar);
      group = { callers: [], unknown: new Map(), hasSidecar };
      this.groups.set(key, group);
    }
    return group;
  }
}

interface Group {
  readonly callers: Caller[];
  /** Pods with a sidecar that are not in the files, by namespace. */
  readonly unknown: Map<string, CallerDescription>;
  readonly hasSidecar: boolean;
}
