import type { Retries } from '../../../istio/route-source.js';
import type { SidecarScope } from '../../../istio/sidecar-scope.js';
import { matchesLabels } from '../../../model/labels.js';
import type { Listener } from '../../listener.js';
import type { ProxyNode } from '../../proxy-node.js';
import type { RouteConfiguration } from '../../route-configuration.js';
import { sourceLabelsOf } from '../routes.js';
import { OutboundListeners } from './listeners.js';
import { OutboundVirtualHosts } from './route-configurations.js';

/** What the sidecars of one class have for outbound connections, each part made when first asked for. */
export class OutboundConfiguration {
  private readonly routes = new Map<string, RouteConfiguration>();
  private readonly found = new Map<number, Map<string, Listener>>();

  constructor(
    private readonly node: ProxyNode,
    private readonly made: OutboundListeners,
    private readonly virtualHosts: OutboundVirtualHosts,
  ) {}

  /** The listener that takes connections to an address: its own, that of the port, else the virtual one. */
  listener(address: string, port: number): Listener {
    let listeners = this.found.get(port);
    if (listeners === undefined) {
      listeners = new Map();
      this.found.set(port, listeners);
    }
    let listener = listeners.get(address);
    if (listener === undefined) {
      listener = this.made.find(address, port) ?? this.made.virtual;
      listeners.set(address, listener);
    }
    return listener;
  }

  /** Every listener, the virtual one last. */
  listeners(): readonly Listener[] {
    return [...this.made.all(), this.made.virtual];
  }

  /** The route configuration of a name: `9080`, or `mysql.shop.svc.cluster.local:3306`. */
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
  private readonly classes = new WeakMap<SidecarScope, Map<string, OutboundConfiguration>>();
  private readonly byNode = new WeakMap<ProxyNode, OutboundConfiguration>();

  constructor(clusterDomain: string, retries: Retries | undefined) {
    this.virtualHosts = new OutboundVirtualHosts(clusterDomain, retries);
  }

  /** What a sidecar has for outbound connections. */
  of(node: ProxyNode): OutboundConfiguration {
    let found = this.byNode.get(node);
    if (found === undefined) {
      found = this.findClass(node);
      this.byNode.set(node, found);
    }
    return found;
  }

  private findClass(node: ProxyNode): OutboundConfiguration {
    const { scope, labels, capturesDns } = node;
    let classes = this.classes.get(scope);
    if (classes === undefined) {
      classes = new Map();
      this.classes.set(scope, classes);
    }
    const facts = [
      ...scope.listeners.flatMap(sourceLabelsOf).map((selector) => matchesLabels(labels, selector)),
      capturesDns,
    ];
    const key = facts.map((fact) => (fact ? '1' : '0')).join('');
    let found = classes.get(key);
    if (found === undefined) {
      found = new OutboundConfiguration(node, new OutboundListeners(node), this.virtualHosts);
      classes.set(key, found);
    }
    return found;
  }
}
