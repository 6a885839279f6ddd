import type { FilterChain } from './filter-chain.js';

/** Where a proxy takes connections, and what it does with each kind. */
export interface Listener {
  /** As `istioctl proxy-config listeners` shows it: `0.0.0.0_9080`, `10.96.0.7_3306`, `virtualInbound`. */
  readonly name: string;
  /** An IP address, or a stand-in such as `<address of cart.shop.svc.cluster.local>` where the manifests do not set it. */
  readonly address: string;
  readonly port: number;
  readonly filterChains: readonly FilterChain[];
  /** Takes the connections that no filter chain matches; undefined to close them. */
  readonly defaultFilterChain: FilterChain | undefined;
}

/** The listener that iptables gives outbound connections to; it hands them on to the one for their address. */
export const virtualOutbound = { name: 'virtualOutbound', port: 15001 } as const;

/** The listener that iptables gives inbound connections to. */
export const virtualInbound = { name: 'virtualInbound', port: 15006 } as const;

/** How istiod names a listener by its address. */
export function listenerName(address: string, port: number): string {
  return `${address}_${port}`;
}
