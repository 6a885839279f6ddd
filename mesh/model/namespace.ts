import type { Resource } from '../manifest/resource.js';
import { namespaceInjection } from './injection.js';
import type { Labels } from './labels.js';

/** A namespace as one API server has it. */
export interface NamespaceDeclaration {
  /** Name of the target that has it. */
  readonly cluster: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly resource: Resource;
}

const noLabels: Labels = Object.freeze({});
const enabled: Labels = Object.freeze({ 'istio-injection': 'enabled' });

/**
 * A namespace name across the mesh. The ASM instance and each data-plane cluster have a namespace of the name of their
 * own, with their own labels; making or labelling one does not touch the other.
 */
export class MeshNamespace {
  constructor(
    readonly name: string,
    /** One declaration for each API server that has it, sorted by cluster; empty when objects use the name and nobody declares it. */
    readonly declarations: readonly NamespaceDeclaration[],
    private readonly fallbackTargets: ReadonlySet<string>,
    /** Whether the user says that its label `istio-injection: enabled` is set outside the files. @default false */
    readonly isDeclaredInjected: boolean = false,
    /** Clusters whose injector gives a proxy to pods of namespaces whose labels say nothing. @default none */
    private readonly injecting: ReadonlySet<string> = new Set(),
  ) {}

  /** Whether any API server declares it. */
  get isDeclared(): boolean {
    return this.declarations.length > 0;
  }

  /**
   * What a cluster has. The fleet propagates to its members, so a declaration there stands in for a missing one;
   * one in the ASM instance does not, because injection looks at the cluster's own namespace.
   */
  in(cluster: string): NamespaceDeclaration | undefined {
    return (
      this.declarations.find((declaration) => declaration.cluster === cluster) ??
      this.declarations.find((declaration) => this.fallbackTargets.has(declaration.cluster))
    );
  }

  /** Its labels in a cluster, empty where it is not declared. */
  labelsIn(cluster: string): Labels {
    const labels = this.in(cluster)?.labels ?? noLabels;
    const isInjected =
      this.isDeclaredInjected || (this.injecting.has(cluster) && labels['istio.io/dataplane-mode'] !== 'ambient');
    return isInjected && namespaceInjection(labels) === 'unset' ? { ...labels, ...enabled } : labels;
  }
}
