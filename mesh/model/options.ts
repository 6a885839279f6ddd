import type { AsmInstance } from '../validation/asm/demands.js';
import type { MeshConfig } from './mesh-config.js';

/** What exists outside the files, declared by the user so that nothing is said to be missing. */
export interface ExternalFacts {
  /** Full host names, wildcards allowed. @default none */
  readonly hosts?: readonly string[];
  /** Istio gateways as `namespace/name`. @default none */
  readonly gateways?: readonly string[];
  /** Secrets as `namespace/name`. @default none */
  readonly secrets?: readonly string[];
  /** Names of namespaces. @default none */
  readonly namespaces?: readonly string[];
}

/** How a mesh is built. */
export interface MeshOptions {
  /** Mesh-wide settings; they win over those of a ConfigMap `istio`. @default Istio's defaults */
  readonly meshConfig?: Partial<MeshConfig>;
  /** Namespace of objects that name none. @default default */
  readonly defaultNamespace?: string;
  /**
   * Whose control plane reads the configuration: ASM knows fields and values that Istio refuses.
   * @default `asm` when an object is of a kind that only ASM has, or is sent to an ASM instance or a fleet; else `istio`
   */
  readonly product?: 'asm' | 'istio';
  /** The ASM instance, whose version and edition decide which kinds it takes. @default one that takes every kind */
  readonly asmInstance?: AsmInstance;
  /** What exists outside the files. @default nothing */
  readonly external?: ExternalFacts;
  /** Target names by cluster id, for `clusterIds` of an IstioGateway and the clusters of a topology. @default ids are names */
  readonly clusterNames?: Readonly<Record<string, string>>;
  /** `region/zone/subzone` of a cluster, by target name. @default unknown */
  readonly localities?: Readonly<Record<string, string>>;
  /** When certificates must be valid. @default the moment at which the mesh is built */
  readonly now?: Date;
  /** Reads key `mesh` of the ConfigMap `istio`; may throw on bad text, which is then as if absent. @default the ConfigMap is not read */
  readonly parseYaml?: (text: string) => unknown;
}
