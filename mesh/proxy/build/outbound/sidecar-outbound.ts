import type { SidecarScope } from '../../../istio/sidecar-scope.js';
import { type Labels, matchesLabels } from '../../../model/labels.js';
import type { Listener } from '../../listener.js';
import type { ProxyNode } from '../../proxy-node.js';
import type { RouteConfiguration } from '../../route-configuration.js';
import { sourceLabelsOf } from '../routes.js';
import { OutboundListeners } from './listeners.js';
import { OutboundVirtualHosts } from './route-configurations.js';

/** What the sidecars of one class have for outbound connections. */
class OutboundClass {
  private readonly routes = new Map<string, RouteConfiguration>();

  constructor(
    private readonly node: ProxyNode,
    readonly listeners: OutboundListeners,
    private readonly virtualHosts: OutboundVirtualHosts,
  ) {}

  routeConfiguration(name: string): RouteConfiguration {
    let found = this.routes.get(name);
    if (found === undefined) {
      found = this.virtualHosts.routeConfiguration(this.node, name);
      this.routes.set(name, found);
    }
    return found;
  }
}

/**
 * Makes and keeps what sidecars have for outbound connections. Sidecars of one class, whose scope and whose labels are the same to every route,
 * share it.
 */
export class SidecarOutbound {
  private readonly virtualHosts: OutboundVirtualHosts;
  private readonly classes = new WeakMap<SidecarScope, Map<string, OutboundClass>>();
  private readonly selectors = new WeakMap<SidecarScope, readonly Labels[]>();
  private readonly byNode = new WeakMap<ProxyNode, OutboundClass>();

  constructor(clusterDomain: string) {
    this.virtualHosts = new OutboundVirtualHosts(clusterDomain);
  }

  /** The listener of a sidecar that takes connections to an address: its own, that of the port, else the virtual one. */
  listener(node: ProxyNode, address: string, port: number): Listener {
    const { listeners } = this.classOf(node);
    return listeners.find(address, port) ?? listeners.virtual;
  }

  /** Every listener of a sidecar, the virtual one last. */
  listeners(node: ProxyNode): readonly Listener[] {
    const { listeners } = this.classOf(node);
    return [...listeners.all(), listeners.virtual];
  }

  /** The route configuration of a name: `9080`, or `mysql.shop.svc.cluster.local:3306`. */
  routeConfiguration(node: ProxyNode, name: string): RouteConfiguration {
    return this.classOf(node).routeConfiguration(name);
  }

  private classOf(node: ProxyNode): OutboundClass {
    let found = this.byNode.get(node);
    if (found === undefined) {
      found = this.findClass(node);
      this.byNode.set(node, found);
    }
    return found;
  }

  private findClass(node: ProxyNode): OutboundClass {
    const { scope, labels, namespace } = node;
    let classes = this.classes.get(scope);
    if (classes === undefined) {
      classes = new Map();
      this.classes.set(scope, classes);
    }
    const key = this.selectorsOf(scope)
      .map((selector) => (matchesLabels(labels, selector) ? '1' : '0'))
      .join('');
    let found = classes.get(key);
    if (found === undefined) {
      found = new OutboundClass(node, new OutboundListeners(scope, { labels, namespace }), this.virtualHosts);
      classes.set(key, found);
    }
    return found;
  }

  private selectorsOf(scope: SidecarScope): readonly Labels[] {
    let selectors = this.selectors.get(scope);
    if (selectors === undefined) {
      selectors = sourceLabelsOf(scope.listeners.flatMap(({ sources }) => sources));
      this.selectors.set(scope, selectors);
    }
    return selectors;
  }
}
