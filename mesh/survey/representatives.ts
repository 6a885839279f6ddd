import { TrustDomains } from '../istio/trust-domain.js';
import { append, type Labels, matchesLabels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import type { CallerDescription } from '../request/index.js';
import { callersOf } from './caller-workloads.js';

/** Somebody who sends a request: a workload by name, or a pod that no manifest has. */
export type Asker = string | CallerDescription;

/** A pod without a proxy in a namespace that no manifest names: whoever is not in the mesh. */
export const outsideCaller: CallerDescription = { namespace: 'outside', sidecar: false };

/** Callers that stand for all of their kind. */
export class Representatives {
  private readonly byNamespace = new Map<string, Workload[]>();
  private readonly byPrincipal = new Map<string, string>();
  private readonly spaces: readonly string[];
  private readonly workloads: readonly Workload[];
  private readonly stranger: string | undefined;
  private readonly domains: TrustDomains;

  constructor(mesh: Mesh) {
    this.workloads = callersOf(mesh);
    this.domains = new TrustDomains(mesh.config);
    for (const workload of this.workloads) {
      const name = nameOf(workload);
      const principal = workload.principal(mesh.config.trustDomain);
      this.byPrincipal.set(principal, this.byPrincipal.get(principal) ?? name);
      if (workload.isInMesh) {
        append(this.byNamespace, workload.namespace, workload);
      }
    }
    const outside = this.workloads.find(({ isInMesh }) => !isInMesh);
    this.stranger = outside === undefined ? undefined : nameOf(outside);
    this.spaces = [...this.byNamespace.keys()];
  }

  /** One of the mesh for each namespace. */
  get ofNamespaces(): readonly string[] {
    return [...this.byNamespace.values()].flatMap(([first]) => (first === undefined ? [] : [nameOf(first)]));
  }

  /** Who calls a service: one of its namespace, another than its own pods where there is one, one of another namespace, and those without a proxy. */
  for({ namespace, workloads }: MeshService): readonly Asker[] {
    const other = this.spaces.find((one) => one !== namespace);
    const beside = this.byNamespace.get(namespace)?.find((one) => !workloads.includes(one));
    return [
      ...(beside === undefined ? this.ofNamespace(namespace) : [nameOf(beside)]),
      ...(other === undefined ? [] : this.ofNamespace(other)),
      ...(this.stranger === undefined ? [] : [this.stranger]),
      outsideCaller,
    ];
  }

  /** One of the mesh in a namespace, if there is any. */
  ofNamespace(namespace: string): readonly string[] {
    const first = this.byNamespace.get(namespace)?.[0];
    return first === undefined ? [] : [nameOf(first)];
  }

  /** The first workload whose identity is this one, or begins or ends as a pattern with `*` says. */
  ofPrincipal(pattern: string): readonly string[] {
    const exact = this.domains
      .principals(pattern)
      .map((principal) => this.byPrincipal.get(principal))
      .find((name) => name !== undefined);
    if (exact !== undefined || !pattern.includes('*')) {
      return exact === undefined ? [] : [exact];
    }
    const [start, end] = [
      pattern.endsWith('*') ? pattern.slice(0, -1) : '',
      pattern.startsWith('*') ? pattern.slice(1) : '',
    ];
    for (const [principal, name] of this.byPrincipal) {
      if (principal.startsWith(start) && principal.endsWith(end)) {
        return [name];
      }
    }
    return [];
  }

  /** The first workload with these labels, in a namespace or, for `''`, in any. */
  withLabels(namespace: string, labels: Labels): readonly string[] {
    const found = this.workloads.find(
      (workload) => (namespace === '' || workload.namespace === namespace) && matchesLabels(workload.labels, labels),
    );
    return found === undefined ? [] : [nameOf(found)];
  }
}

function nameOf({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}
