import type { Resource } from '../manifest/resource.js';
import type { AsmInstance } from '../validation/asm/demands.js';
import type { MeshConfig } from './mesh-config.js';

/** What exists outside the files, declared by the user so that nothing is said to be missing. */
export interface ExternalFacts {
  /** Full host names, wildcards allowed. @default none */
  readonly hosts?: readonly string[];
  /**
   * Istio Gateways, or gateways' pods, as `namespace/name`; or the labels of gateways' pods, as `istio=ingressgateway`. Pods go by the name that their
   * label `istio`, or `app` without `istio-`, has. @default none
   */
  readonly gateways?: readonly string[];
  /** Secrets as `namespace/name`. @default none */
  readonly secrets?: readonly string[];
  /** Names of namespaces. @default none */
  readonly namespaces?: readonly string[];
  /** Namespaces whose pods get a sidecar: their label `istio-injection: enabled` is set outside the files. @default none */
  readonly injected?: readonly string[];
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
  /**
   * Objects that the cluster has already, as `kubectl get -o yaml` gives them. The resources refer to them and win over those of the same
   * name; nothing is found about them. @default not known
   */
  readonly existing?: readonly Resource[];
  /**
   * Whether what neither the resources nor `existing` have does not exist at all. @default true with `existing` and for resources of charts, else
   * decided for each kind and namespace by what the resources have
   */
  readonly isComplete?: boolean;
  /**
   * Whether the network plugins of the clusters enforce NetworkPolicies: Terway and Calico do, Flannel does not. @default they do, and answers that depend
   * on it say so
   */
  readonly networkPolicies?: 'enforced' | 'ignored';
  /** Target names by cluster id, for `clusterIds` of an IstioGateway and the clusters of a topology. @default ids are names */
  readonly clusterNames?: Readonly<Record<string, string>>;
  /** `region/zone/subzone` of a cluster, by target name. @default unknown */
  readonly localities?: Readonly<Record<string, string>>;
  /** When certificates must be valid. @default the moment at which the mesh is built */
  readonly now?: Date;
  /** @deprecated The ConfigMap `istio` is read as istiod reads it; this is ignored. */
  readonly parseYaml?: (text: string) => unknown;
}
