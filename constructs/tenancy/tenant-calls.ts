import type { Construct, IConstruct } from 'constructs';

/** What a tenant says about calls. */
export interface TenantCalls extends Construct {
  readonly name: string;
  /** Names of its namespaces. */
  readonly namespaces: readonly string[];
  /** Namespaces that may call it besides its own and those of gateways. */
  readonly callers: readonly string[];
  /** Namespaces of the gateways that may connect to it. */
  readonly gateways: readonly string[];
}

const byApp = new WeakMap<IConstruct, TenantCalls[]>();

/** Makes a tenant known to the others of its app. */
export function registerTenant(tenant: TenantCalls): void {
  const { root } = tenant.node;
  byApp.set(root, [...(byApp.get(root) ?? []), tenant]);
}

/** The namespaces of the tenants of the app that let a tenant call them. */
export function calleesOf(tenant: TenantCalls): readonly string[] {
  const others = (byApp.get(tenant.node.root) ?? []).filter((other) => other !== tenant);
  return others
    .filter(({ callers }) => callers.some((name) => tenant.namespaces.includes(name)))
    .flatMap(({ namespaces }) => namespaces);
}
