import { useWaypoint } from '../model/injection.js';
import type { Labels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import { asText, fieldsListOf, fieldsOf } from '../model/narrowing.js';
import type { MeshObject } from '../model/object.js';
import type { Endpoint, MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import { parseBoolean } from '../text/boolean.js';
import { allocatedAddress } from './allocated-addresses.js';
import { namespaceFits } from './gateway-api/attached-listeners.js';

const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name';

/** The port at which waypoints, and ztunnel for the pods that it captures, take tunnels (HBONE). */
export const hbonePort = 15008;

/** What manages the Services of waypoints and of east-west gateways, in front of which no waypoint stands. */
const ownControllers: ReadonlySet<string> = new Set(['istio.io-mesh-controller', 'istio.io-eastwest-controller']);

/**
 * The waypoint in front of a service: that of its own label, else of its namespace's. None where the waypoint lets in no services of the
 * namespace, or is for workloads only, and none in front of a waypoint (Istio, `fetchWaypointForService`).
 */
export function waypointOf(mesh: Mesh, service: MeshService): Workload | undefined {
  const labels = labelsFor(mesh, service);
  if (labels === undefined || ownControllers.has(labels.own['gateway.istio.io/managed'] ?? '')) {
    return undefined;
  }
  const reference = useWaypoint(labels.own, labels.ofNamespace, service.namespace);
  if (reference === undefined) {
    return undefined;
  }
  const waypoint = mesh
    .workloadsIn(reference.namespace)
    .find(({ proxy, labels: own }) => proxy === 'waypoint' && own[gatewayNameLabel] === reference.name);
  const gateway = mesh
    .gatewayApi('Gateway')
    .find(({ name, namespace }) => name === reference.name && namespace === reference.namespace)?.object;
  return gateway === undefined || (isForServices(mesh, gateway) && letsIn(mesh, gateway, service.namespace))
    ? waypoint
    : undefined;
}

/** Whether a waypoint of a namespace follows a route for a service: one of the service's namespace, or of its own (Istio, `getVirtualServiceForWaypoint`). */
export function isFollowedByWaypoint(route: string, waypoint: string, service: string): boolean {
  return route === service || route === waypoint;
}

/**
 * The waypoint's endpoints that gateways send to in place of the service's own; undefined where they send straight to the pods. They do the
 * former when the label `istio.io/ingress-use-waypoint` of the service, else of its namespace, says so, and the service has an address
 * (Istio, `findServiceWaypoint`).
 */
export function ingressWaypointEndpoints(mesh: Mesh, service: MeshService): readonly Endpoint[] | undefined {
  const labels = labelsFor(mesh, service);
  const value = labels?.own[ingressUseWaypoint] ?? labels?.ofNamespace[ingressUseWaypoint];
  const asksFor = parseBoolean(value) === true;
  const waypoint = asksFor && hasAddress(service) ? waypointOf(mesh, service) : undefined;
  if (waypoint === undefined) {
    return undefined;
  }
  const { labels: own, cluster, locality, replicas } = waypoint;
  return [{ workload: waypoint, address: '', port: hbonePort, labels: own, cluster, locality, weight: replicas }];
}

const ingressUseWaypoint = 'istio.io/ingress-use-waypoint';

function hasAddress(service: MeshService): boolean {
  return service.registry === 'kubernetes'
    ? !service.isHeadless
    : service.addresses.length > 0 || allocatedAddress(service) !== undefined;
}

interface ServiceLabels {
  readonly own: Labels;
  readonly ofNamespace: Labels;
}

function labelsFor(mesh: Mesh, { objects: [object], instances, namespace }: MeshService): ServiceLabels | undefined {
  const declared = mesh.namespace(namespace);
  // A ServiceEntry is in no cluster: what a cluster says of its namespace holds.
  const cluster = instances[0]?.cluster ?? mesh.clusters.find((one) => declared.in(one) !== undefined) ?? '';
  return object === undefined ? undefined : { own: object.labels, ofNamespace: declared.labelsIn(cluster) };
}

/** Whether a waypoint takes connections to services: `istio.io/waypoint-for` of the Gateway, else of its class, says `service` or `all`. */
function isForServices(mesh: Mesh, gateway: MeshObject): boolean {
  const key = 'istio.io/waypoint-for';
  const className = gateway.spec['gatewayClassName'];
  const ofClass = mesh.gatewayApi('GatewayClass').find(({ name }) => name === className)?.object.labels[key];
  return ['service', 'all'].includes(gateway.labels[key] ?? ofClass ?? 'service');
}

/** Whether the HBONE listener of a waypoint takes a namespace: its own only, unless `allowedRoutes` says otherwise. */
function letsIn(mesh: Mesh, gateway: MeshObject, namespace: string): boolean {
  const listener = fieldsListOf(gateway.spec['listeners']).find(
    ({ protocol, port }) => protocol === 'HBONE' && port === hbonePort,
  );
  const { from, selector } = fieldsOf(fieldsOf(listener?.['allowedRoutes'])['namespaces']);
  switch (asText(from) ?? 'Same') {
    case 'All':
      return true;
    case 'Selector':
      return namespaceFits(mesh, namespace, selector);
    default:
      return gateway.namespace === namespace;
  }
}
