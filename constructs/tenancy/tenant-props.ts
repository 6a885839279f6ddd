import type { DataPlaneMode } from '../mesh-namespace.js';
import type { Ownership } from '../ownership.js';
import type { Account } from './account.js';
import type { TenantOutbound } from './network.js';
import type { TenantQuota } from './quota.js';
import type { TenantCalls } from './tenant-calls.js';

/** A namespace of a Tenant. */
export interface TenantNamespaceProps {
  readonly name: string;
  /** @default DataPlaneMode.sidecar() */
  readonly dataPlaneMode?: DataPlaneMode;
  /** @default the quota of the tenant */
  readonly quota?: TenantQuota;
  /** Further labels. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Who a tenant belongs to, and who may do what in its namespaces. Each also sees everything in them but Secrets. */
export interface TenantOwners {
  /** Who answers for it: annotations and labels of its namespaces. @default that of the chart */
  readonly ownership?: Ownership;
  /** Those who only look. @default no accounts */
  readonly view?: readonly Account[];
  /** Those who change workloads and Services, in the clusters. @default no accounts */
  readonly deploy?: readonly Account[];
  /** Those who change routes, in the mesh. @default no accounts */
  readonly route?: readonly Account[];
}

/** Props of Tenant. */
export interface TenantProps {
  /** Value of the label `tenant` and part of the names of its objects. @default the construct's id */
  readonly name?: string;
  readonly namespaces: readonly (string | TenantNamespaceProps)[];
  /** @default no accounts have rights */
  readonly owners?: TenantOwners;
  /** How much each of its namespaces may use. @default no quota */
  readonly quota?: TenantQuota;
  /** Who may call it besides itself and the gateways: other tenants, or namespaces by name. @default no others */
  readonly allow?: readonly (TenantCalls | string)[];
  /** Namespaces outside every tenant that it calls. Tenants that allow it need not be named. @default none */
  readonly uses?: readonly string[];
  /** Namespaces of the gateways and other parts of the mesh that may connect to it. @default istio-system */
  readonly gateways?: readonly string[];
  /**
   * Closes the way out: its pods then connect to its own namespaces, those that it calls, gateways, the DNS of the cluster, the control plane,
   * and these. @default open
   */
  readonly outbound?: TenantOutbound;
  /** Data-plane clusters that it lives in, by name. @default every data-plane cluster */
  readonly clusters?: readonly string[];
  /**
   * Ranges of addresses that the pods of each cluster get, by the cluster's name. To the NetworkPolicies of one cluster the pods of another are only addresses.
   * @default none; needed where the tenant lives in several clusters
   */
  readonly podNetworks?: Readonly<Record<string, readonly string[]>>;
}
