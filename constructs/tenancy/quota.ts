import type { LimitRangeSpec, ResourceQuotaSpec } from '../api/index.js';

/** Quantities by resource, such as `{ cpu: '20', memory: '40Gi' }`. */
export type Quantities = Readonly<Record<string, string>>;

/** How much a namespace of a tenant may use, proxies counted. */
export interface TenantQuota {
  /** What all containers together may request. @default not limited */
  readonly requests?: Quantities;
  /** What the limits of all containers together may be. @default not limited */
  readonly limits?: Quantities;
  /** Pods that may run at the same time. @default not limited */
  readonly pods?: number;
  /** Services of type LoadBalancer, which let the Internet in past the gateways. @default 0 */
  readonly loadBalancers?: number;
  /** Ports of nodes that Services may open. @default 0 */
  readonly nodePorts?: number;
  /** What a container has that says nothing itself, and the most that one may have. */
  readonly container?: {
    /** @default 50m CPU and 64Mi of memory, each where the quota counts requests of it */
    readonly requests?: Quantities;
    /** @default 1 CPU and 512Mi of memory, each where the quota counts limits of it */
    readonly limits?: Quantities;
    /** @default not limited */
    readonly max?: Quantities;
  };
}

const REQUESTS: Quantities = { cpu: '50m', memory: '64Mi' };
const LIMITS: Quantities = { cpu: '1', memory: '512Mi' };

/** The quota as a ResourceQuota has it. */
export function resourceQuotaSpec(quota: TenantQuota): ResourceQuotaSpec {
  const { requests = {}, limits = {}, pods } = quota;
  return {
    hard: {
      ...prefixed('requests.', requests),
      ...prefixed('limits.', limits),
      ...(pods === undefined ? {} : { pods }),
      'services.loadbalancers': quota.loadBalancers ?? 0,
      'services.nodeports': quota.nodePorts ?? 0,
    },
  };
}

/**
 * What containers get that say nothing, undefined when there is nothing to give: where a quota counts a resource, Kubernetes refuses pods
 * that do not say how much of it they take.
 */
export function limitRangeSpec({
  requests = {},
  limits = {},
  container = {},
}: TenantQuota): LimitRangeSpec | undefined {
  const defaultRequest = container.requests ?? counted(REQUESTS, requests);
  const byDefault = container.limits ?? counted(LIMITS, limits);
  const item = {
    type: 'Container',
    ...(isEmpty(defaultRequest) ? {} : { defaultRequest }),
    ...(isEmpty(byDefault) ? {} : { default: byDefault }),
    ...(container.max === undefined ? {} : { max: container.max }),
  };
  return Object.keys(item).length === 1 ? undefined : { limits: [item] };
}

function prefixed(prefix: string, quantities: Quantities): Record<string, string> {
  return Object.fromEntries(Object.entries(quantities).map(([name, amount]) => [`${prefix}${name}`, amount]));
}

function counted(defaults: Quantities, quota: Quantities): Quantities {
  return Object.fromEntries(Object.entries(defaults).filter(([name]) => name in quota));
}

function isEmpty(quantities: Quantities): boolean {
  return Object.keys(quantities).length === 0;
}
