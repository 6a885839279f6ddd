import type { KindRules } from '../validation/kind-rules.js';
import type { LazyFields } from '../validation/schema/lazy-fields.js';
import type { Phase } from './phases.js';

/**
 * Which API server takes the objects of a kind and acts on them:
 *
 * - `data-plane`: the clusters that run workloads;
 * - `mesh`: the ASM instance, whose control plane reads them;
 * - `fleet`: the ACK One fleet instance;
 * - `every`: all of them, each for itself.
 */
export type Plane = 'data-plane' | 'mesh' | 'fleet' | 'every';

/** What a kind of Alibaba Cloud Service Mesh asks of the instance and of the object's place. */
export interface AsmDemands {
  /** Lowest version of ASM, `1.15.3.105`; absent where the documentation names none. */
  readonly since?: string;
  /** Lowest version of ASM by version of the API, where it differs: `{ v1: '1.15.3.105' }`. */
  readonly sinceByVersion?: Readonly<Record<string, string>>;
  /** Lowest version of ASM by field, as its path from the spec without indexes: `{ 'configs.limit_overrides': '1.19' }`. */
  readonly sinceByField?: Readonly<Record<string, string>>;
  /** Fields of the spec that cannot be changed after the object was made. */
  readonly immutable?: readonly string[];
  /** `enterprise`: Enterprise and Ultimate Edition only. */
  readonly edition?: 'enterprise';
  /** The only namespace in which an object has an effect. */
  readonly namespace?: string;
  /** The only name by which an object has an effect. */
  readonly name?: string;
}

/** Everything that the program knows of a kind: one row of `mesh/kinds`. */
export interface Kind {
  /** API group; the core group is `''`. */
  readonly group: string;
  readonly kind: string;
  /** Name of the resource in URLs and in RBAC rules: `virtualservices`. */
  readonly plural: string;
  /** Served versions, the preferred one first. */
  readonly versions: readonly string[];
  /** Versions that earlier releases served, with the release that stopped: `{ v1beta1: '1.25' }`. */
  readonly formerVersions?: Readonly<Record<string, string>>;
  readonly scope: 'namespace' | 'cluster';
  readonly plane: Plane;
  /**
   * What an ACK One fleet does with an object that is sent to it: `propagates` it to the ASM instance, or `distributes` it to member
   * clusters by way of an Application.
   * @default neither
   */
  readonly fleet?: 'propagates' | 'distributes';
  readonly phase: Phase;
  /** Where the pod template is, as steps from the `spec`, none for a Pod itself; absent for kinds that run no pods. */
  readonly podTemplate?: readonly string[];
  /** Fields by version; absent for kinds whose fields are not known here, whose objects are taken as they are. */
  readonly fields?: LazyFields;
  /** Name of the root in {@link Kind.fields}. @default `apiVersion/kind` of the object */
  readonly fieldsOf?: string;
  /** What the kind refuses beyond the types of its fields. */
  readonly rules?: KindRules;
  /** Only for kinds of ASM. */
  readonly asm?: AsmDemands;
}
