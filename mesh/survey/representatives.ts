import { TrustDomains } from '../istio/trust-domain.js';
import { type Labels, matchesLabels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import { callersOf } from '../request/caller-workloads.js';
import type { CallerDescription } from '../request/index.js';

/** Somebody who sends a request: a workload by name, or a pod that no manifest has. */
export type Asker = string | CallerDescription;

/** A pod without a proxy in a namespace that no manifest names: whoever is not in the mesh. */
export const outsideCaller: CallerDescription = { namespace: 'outside', sidecar: false };

/** Callers that stand for all of their kind. */
export class Representatives {
  private readonly byNamespace = new Map<string, string>();
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
        this.byNamespace.set(workload.namespace, this.byNamespace.get(workload.namespace) ?? name);
      }
    }
    const outside = this.workloads.find(({ isInMesh }) => !isInMesh);
    this.stranger = outside === undefined ? undefined : nameOf(outside);
    this.spaces = [...this.byNamespace.keys()];
  }

  /** One of the mesh for each namespace. */
  get ofNamespaces(): readonly string[] {
    return [...this.byNamespace.values()];
  }

  /** Who calls a service of a namespace: one of the same namespace, one of another, and those without a proxy. */
  for(namespace: string): readonly Asker[] {
    const other = this.spaces.find((one) => one !== namespace);
    return [
      ...this.ofNamespace(namespace),
      ...(other === undefined ? [] : this.ofNamespace(other)),
      ...(this.stranger === undefined ? [] : [this.stranger]),
      outsideCaller,
    ];
  }

  /** One of the mesh in a namespace, if there is any. */
  ofNamespace(namespace: string): readonly string[] {
    const name = this.byNamespace.get(namespace);
    return name === undefined ? [] : [name];
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
