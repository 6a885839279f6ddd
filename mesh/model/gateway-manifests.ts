import type { Manifest } from '../manifest/resource.js';
import type { Labels } from './labels.js';
import { asNumber, asText, type Fields, fieldsListOf, fieldsOf, labelsOf, textListOf } from './narrowing.js';
import type { MeshObject } from './object.js';

interface GatewayParts {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podLabels: Labels;
  /** Labels that the Service selects by. */
  readonly selector: Labels;
  readonly serviceLabels: Labels;
  readonly serviceAnnotations: Labels;
  readonly serviceType: string;
  readonly ports: readonly object[];
  readonly replicas: number;
  readonly hostNetwork: boolean;
  /** First arguments of the proxy: `router` or `waypoint`. */
  readonly proxyType: 'router' | 'waypoint';
}

/**
 * The Deployment and Service that ASM makes from an IstioGateway: both are called `istio-<name>`, the pods carry `app: istio-<name>`,
 * `istio: <name>` and `podLabels` (Alibaba Cloud, "CRD fields for an ASM gateway").
 */
export function manifestsOfIstioGateway(gateway: MeshObject): readonly Manifest[] {
  const spec = gateway.spec;
  const name = `istio-${gateway.name}`;
  const selector = { app: name, istio: gateway.name };
  return manifestsOf({
    name,
    namespace: gateway.namespace,
    serviceAccount: `${name}-service-account`,
    podLabels: { ...labelsOf(spec['podLabels']), ...selector },
    selector,
    serviceLabels: selector,
    serviceAnnotations: labelsOf(spec['serviceAnnotations']),
    serviceType: asText(spec['serviceType']) ?? 'LoadBalancer',
    ports: fieldsListOf(spec['ports']),
    replicas: asNumber(spec['replicaCount']) ?? asNumber(spec['minReplicas']) ?? 1,
    hostNetwork: spec['hostNetwork'] === true,
    proxyType: 'router',
  });
}

/** Names of the data-plane clusters that an IstioGateway is for; empty when it names none. */
export function clusterIdsOfIstioGateway(gateway: MeshObject): readonly string[] {
  return textListOf(gateway.spec['clusterIds']);
}

/** How Istio serves a Gateway of the Gateway API. */
export type GatewayController = 'gateway' | 'waypoint' | 'unmanaged' | 'foreign';

const controllers: ReadonlyMap<string, GatewayController> = new Map([
  ['istio.io/gateway-controller', 'gateway'],
  ['istio.io/mesh-controller', 'waypoint'],
  ['istio.io/eastwest-controller', 'gateway'],
  ['istio.io/unmanaged-gateway', 'unmanaged'],
]);

/** Classes that Istio makes by itself, with their controllers. */
const builtInClasses: ReadonlyMap<string, string> = new Map([
  ['istio', 'istio.io/gateway-controller'],
  ['istio-waypoint', 'istio.io/mesh-controller'],
  ['istio-east-west', 'istio.io/eastwest-controller'],
  ['istio-remote', 'istio.io/unmanaged-gateway'],
]);

/** Names of the classes that Istio makes by itself. */
export const builtInGatewayClasses: readonly string[] = [...builtInClasses.keys()];

/** Who serves a Gateway, by its class: the declared GatewayClass, else one that Istio makes by itself. */
export function controllerOfGateway(
  gateway: MeshObject,
  declaredClasses: ReadonlyMap<string, string>,
): GatewayController {
  const className = asText(gateway.spec['gatewayClassName']) ?? '';
  const controller = declaredClasses.get(className) ?? builtInClasses.get(className) ?? '';
  return controllers.get(controller) ?? 'foreign';
}

/**
 * The Deployment and Service that Istio makes from a Gateway of the Gateway API, named `<name>-<class>`, or `<name>` for a waypoint
 * (https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment). None when the Gateway is deployed by
 * hand or is served by another controller.
 *
 * @param listenerSets ListenerSets that attach to it, whose ports the Service has as well
 */
export function manifestsOfGateway(
  gateway: MeshObject,
  controller: GatewayController,
  listenerSets: readonly MeshObject[] = [],
): readonly Manifest[] {
  const spec = gateway.spec;
  if ((controller !== 'gateway' && controller !== 'waypoint') || !isManaged(gateway)) {
    return [];
  }
  const isWaypoint = controller === 'waypoint';
  const ownName = isWaypoint ? gateway.name : `${gateway.name}-${asText(spec['gatewayClassName']) ?? ''}`;
  const name = gateway.annotations['gateway.istio.io/name-override'] ?? ownName;
  const infrastructure = fieldsOf(spec['infrastructure']);
  const selector = { 'gateway.networking.k8s.io/gateway-name': gateway.name };
  const labels = {
    ...labelsOf(infrastructure['labels']),
    ...selector,
    'gateway.networking.k8s.io/gateway-class-name': asText(spec['gatewayClassName']) ?? '',
    'gateway.istio.io/managed': isWaypoint ? 'istio.io-mesh-controller' : 'istio.io-gateway-controller',
  };
  return manifestsOf({
    name,
    namespace: gateway.namespace,
    serviceAccount: gateway.annotations['gateway.istio.io/service-account'] ?? ownName,
    podLabels: { ...labels, 'service.istio.io/canonical-name': name, 'sidecar.istio.io/inject': 'false' },
    selector,
    serviceLabels: labels,
    serviceAnnotations: { ...gateway.annotations, ...labelsOf(infrastructure['annotations']) },
    serviceType: gateway.annotations['networking.istio.io/service-type'] ?? (isWaypoint ? 'ClusterIP' : 'LoadBalancer'),
    ports: listenerPorts([gateway, ...listenerSets]),
    replicas: 1,
    hostNetwork: false,
    proxyType: isWaypoint ? 'waypoint' : 'router',
  });
}

/**
 * Whether Istio makes the Deployment and the Service of a Gateway: it has no address, or one IP address, which is what the API server takes
 * an address without a type for. Any other is deployed by hand (Istio, `IsManaged`).
 */
export function isManaged(gateway: MeshObject): boolean {
  const addresses = fieldsListOf(gateway.spec['addresses']);
  return addresses.length === 0 || (addresses.length === 1 && addressType(addresses[0]) === 'IPAddress');
}

function addressType(address: Fields | undefined): string {
  return asText(address?.['type']) ?? 'IPAddress';
}

/** Hosts of the existing Services that a Gateway which is deployed by hand names in `spec.addresses`. */
export function addressedHosts(gateway: MeshObject): readonly string[] {
  return fieldsListOf(gateway.spec['addresses'])
    .filter((address) => addressType(address) === 'Hostname')
    .map((address) => asText(address['value']) ?? '')
    .filter((host) => host !== '');
}

function listenerPorts(owners: readonly MeshObject[]): readonly object[] {
  const ports = new Map<number, object>([[15021, { name: 'status-port', port: 15021, appProtocol: 'tcp' }]]);
  const listeners = owners.flatMap(({ spec }) => fieldsListOf(spec['listeners']));
  listeners.forEach((listener, index) => {
    const port = asNumber(listener['port']);
    const protocol = (asText(listener['protocol']) ?? '').toLowerCase();
    if (port !== undefined && !ports.has(port)) {
      ports.set(port, { name: asText(listener['name']) ?? `${protocol}-${index}`, port, appProtocol: protocol });
    }
  });
  return [...ports.values()];
}

function manifestsOf(parts: GatewayParts): readonly Manifest[] {
  const { name, namespace, selector } = parts;
  const containers = [{ name: 'istio-proxy', image: 'proxyv2', args: ['proxy', parts.proxyType] }];
  const pod = { serviceAccountName: parts.serviceAccount, hostNetwork: parts.hostNetwork, containers };
  const template = { metadata: { labels: parts.podLabels }, spec: pod };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace, labels: parts.podLabels },
      spec: { replicas: parts.replicas, selector: { matchLabels: selector }, template },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels: parts.serviceLabels, annotations: parts.serviceAnnotations },
      spec: { type: parts.serviceType, selector, ports: parts.ports },
    },
  ];
}
