import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import type { FilterChain } from './filter-chain.js';
import { clusterJson, endpointsJson, inboundClusterJson } from './json/clusters.js';
import type { JsonObject } from './json/json.js';
import { listenerJson } from './json/listeners.js';
import { routeConfigurationJson } from './json/routes.js';
import type { Listener } from './listener.js';
import { PushContext } from './push-context.js';
import type { RouteConfiguration } from './route-configuration.js';

/**
 * What the control plane sends to a proxy, in the JSON of Envoy's API, which is also that of `istioctl proxy-config … -o json`. It has what
 * decides where connections and requests go: of filters the names of policies, of TLS no certificates. Addresses that the manifests do
 * not have are stand-ins such as `<address of cart.shop.svc.cluster.local>`.
 */
export interface ProxyConfig {
  readonly listeners: readonly JsonObject[];
  /** Route configurations. */
  readonly routes: readonly JsonObject[];
  readonly clusters: readonly JsonObject[];
  /** Endpoints by cluster. */
  readonly endpoints: readonly JsonObject[];
}

/**
 * What the proxy of a workload will get.
 *
 * @returns undefined for a workload without an Envoy of its own: one outside the mesh, or one that ztunnel captures
 */
export function proxyConfig(given: Mesh, asked: Workload): ProxyConfig | undefined {
  const { mesh } = PushContext.of(given);
  const { namespace, name, kind, cluster } = asked;
  const workload = mesh
    .workloadsIn(namespace)
    .find((one) => one.name === name && one.kind === kind && one.cluster === cluster);
  switch (workload?.proxy) {
    case 'sidecar':
      return sidecarConfig(mesh, workload);
    case 'gateway':
      return gatewayConfig(mesh, workload);
    case 'waypoint':
      return waypointConfig(mesh, workload);
    default:
      return undefined;
  }
}

const builtIn = (name: string): JsonObject => ({ name, type: 'ORIGINAL_DST', lbPolicy: 'CLUSTER_PROVIDED' });
const blackHole: JsonObject = { name: 'BlackHoleCluster', type: 'STATIC' };

function sidecarConfig(mesh: Mesh, workload: Workload): ProxyConfig {
  const push = PushContext.of(mesh);
  const node = push.nodeOf(workload);
  const outbound = push.outbound.of(node);
  const listeners = outbound.listeners();
  const routes = routeNamesOf(listeners).map((name) => outbound.routeConfiguration(name));
  const inbound = push.inbound.clusters(workload).map(({ cluster, isSet }) => inboundClusterJson(cluster, isSet));
  return configOf(
    [
      ...listeners.map((listener) => listenerJson(listener, 'OUTBOUND')),
      listenerJson(push.inbound.all(workload), 'INBOUND'),
    ],
    routes,
    push.clusters.all(node),
    [blackHole, builtIn('InboundPassthroughCluster'), builtIn('PassthroughCluster'), ...inbound],
  );
}

function gatewayConfig(mesh: Mesh, workload: Workload): ProxyConfig {
  const push = PushContext.of(mesh);
  const listeners = push.gateways.all(workload);
  const routes = routeNamesOf(listeners).flatMap((name) => push.gateways.routeConfiguration(workload, name) ?? []);
  const shown = listeners.map((listener) => listenerJson(listener, 'OUTBOUND'));
  return configOf(shown, routes, push.clusters.all(push.nodeOf(workload)), [blackHole]);
}

function waypointConfig(mesh: Mesh, workload: Workload): ProxyConfig {
  const push = PushContext.of(mesh);
  const listeners = [listenerJson(push.waypoints.all(workload), 'INBOUND')];
  return configOf(listeners, [], push.clusters.all(push.nodeOf(workload)), [blackHole]);
}

function configOf(
  listeners: readonly JsonObject[],
  routes: readonly RouteConfiguration[],
  clusters: ReturnType<PushContext['clusters']['all']>,
  others: readonly JsonObject[],
): ProxyConfig {
  return {
    listeners,
    routes: routes.map(routeConfigurationJson),
    clusters: [...others, ...clusters.map(clusterJson)],
    endpoints: clusters.filter(({ type }) => type !== 'ORIGINAL_DST').map(endpointsJson),
  };
}

/** The route configurations that listeners name, sorted. */
function routeNamesOf(listeners: readonly Listener[]): readonly string[] {
  const chains = listeners.flatMap(({ filterChains, defaultFilterChain }): readonly FilterChain[] =>
    defaultFilterChain === undefined ? filterChains : [...filterChains, defaultFilterChain],
  );
  const names = chains.flatMap(({ terminal }) =>
    'routeConfiguration' in terminal && typeof terminal.routeConfiguration === 'string'
      ? [terminal.routeConfiguration]
      : [],
  );
  return [...new Set(names)].sort();
}
