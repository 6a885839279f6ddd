import type { Retries } from '../../../istio/route-source.js';
import type { EgressListener, SidecarScope } from '../../../istio/sidecar-scope.js';
import { type Labels, matchesLabels } from '../../../model/labels.js';
import type { ProxyNode } from '../../proxy-node.js';
import {
  type ClusterReference,
  outboundCluster,
  passthroughCluster,
  type RouteConfiguration,
  type VirtualHost,
} from '../../route-configuration.js';
import { sourceLabelsOf } from '../routes.js';
import { outboundVirtualHosts } from './virtual-hosts.js';

/** Makes and keeps the virtual hosts of sidecars, by scope, port and what the routes see of the caller's labels. */
export class OutboundVirtualHosts {
  private readonly made = new WeakMap<EgressListener, Map<string, readonly VirtualHost[]>>();

  constructor(
    private readonly clusterDomain: string,
    /** The retries of routes that no rule makes. */
    private readonly retries: Retries | undefined,
  ) {}

  /** The route configuration of a port: `9080`, or `mysql.shop.svc.cluster.local:3306` for the only service of a listener. */
  routeConfiguration(node: ProxyNode, name: string): RouteConfiguration {
    const colon = name.lastIndexOf(':');
    const port = Number(name.slice(colon + 1));
    const { namespace, scope, labels } = node;
    const listener = egressFor(scope, port);
    const all = listener === undefined ? [] : this.virtualHosts(scope, listener, port, labels);
    if (colon >= 0) {
      const host = name.slice(0, colon);
      const own = all.filter(({ domains }) => domains.includes(host) || domains.includes(name));
      const virtualHosts = own.length === 1 ? own.map((one) => ({ ...one, domains: ['*'] })) : own;
      return { name, virtualHosts, shortNames: undefined };
    }
    const suffix = `.${namespace}.svc.${this.clusterDomain}`;
    return { name, virtualHosts: all, shortNames: listener?.isCommon === true ? { namespace, suffix } : undefined };
  }

  private virtualHosts(
    scope: SidecarScope,
    listener: EgressListener,
    port: number,
    labels: Labels,
  ): readonly VirtualHost[] {
    const bits = sourceLabelsOf(listener).map((selector) => (matchesLabels(labels, selector) ? '1' : '0'));
    const { outboundTrafficPolicy, egressProxy } = scope;
    const egress = egressProxy === undefined ? '' : JSON.stringify(egressProxy);
    const key = `${port} ${outboundTrafficPolicy} ${bits.join('')} ${egress}`;
    let tables = this.made.get(listener);
    if (tables === undefined) {
      tables = new Map();
      this.made.set(listener, tables);
    }
    let table = tables.get(key);
    if (table === undefined) {
      // Common virtual hosts have no short names: a route configuration says of which namespace they are.
      const namespace = listener.isCommon ? '' : scope.namespace;
      const { clusterDomain, retries } = this;
      const own = outboundVirtualHosts({ listener, port, namespace, labels, clusterDomain, retries });
      table = own.some(({ domains }) => domains.includes('*')) ? own : [...own, catchAll(scope, port)];
      tables.set(key, table);
    }
    return table;
  }
}

/** The listener of a scope that decides about a port: one made for it, else the one for all others. */
function egressFor(scope: SidecarScope, port: number): EgressListener | undefined {
  return scope.listeners.find((listener) => listener.port === undefined || listener.port === port);
}

/** Where a sidecar that lets everything out sends what it does not know. */
export function catchAllCluster({ egressProxy }: Pick<SidecarScope, 'egressProxy'>): ClusterReference {
  return egressProxy === undefined
    ? passthroughCluster
    : outboundCluster(egressProxy.host, egressProxy.port, egressProxy.subset);
}

/** What happens to requests for hosts that the sidecar does not know. */
function catchAll(scope: SidecarScope, port: number): VirtualHost {
  const isOpen = scope.outboundTrafficPolicy === 'ALLOW_ANY';
  const common = { match: undefined, rule: undefined, port };
  return {
    name: isOpen ? 'allow_any' : 'block_all',
    domains: ['*'],
    requiresTls: false,
    routes: [
      isOpen
        ? { ...common, label: 'allow_any', clusters: [{ ...catchAllCluster(scope), weight: 1 }] }
        : { ...common, label: 'block_all', directStatus: 502, clusters: [] },
    ],
  };
}
