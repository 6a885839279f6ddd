/** Where on the way of a request a step was taken, in the order of a proxy. */
export type Stage =
  | 'downstream'
  | 'dns'
  | 'capture'
  | 'scope'
  | 'ztunnel'
  | 'network'
  | 'proxy'
  | 'listener'
  | 'filter-chain'
  | 'tls'
  | 'http-filter'
  | 'network-filter'
  | 'route-configuration'
  | 'virtual-host'
  | 'route'
  | 'router'
  | 'cluster'
  | 'upstream-tls'
  | 'endpoint';

/** A decision of a proxy. */
export interface Step {
  readonly stage: Stage;
  /** What decided, by the name that `istioctl proxy-config` shows where it has one. */
  readonly name: string;
  /** What it decided, in a word or a status: `matched`, `passed over`, `allowed`, `denied`, `503`. */
  readonly outcome: string;
  /** Why; empty when the outcome says it all. */
  readonly reason: string;
  /** The part of the requests that the following steps are about, from 0 to 1; absent for all. */
  readonly share?: number;
}

/** The steps of an exchange that is not traced. */
export const untraced: readonly Step[] = [];

/** A share as steps write it. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}
