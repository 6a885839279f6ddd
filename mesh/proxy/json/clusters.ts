import { type Cluster, serverNameOf } from '../cluster.js';
import type { LbEndpoint } from '../endpoint.js';
import type { ClusterReference } from '../route-configuration.js';
import type { TransportSocket } from '../transport-socket.js';
import { field, type JsonObject, socketAddress, typed } from './json.js';

/** A cluster for outbound traffic. */
export function clusterJson(cluster: Cluster): JsonObject {
  const { name, type, lbPolicy, destinationRules, outlierDetection } = cluster;
  const [rule] = destinationRules;
  return {
    name,
    type,
    ...(type === 'EDS' ? { edsClusterConfig: { serviceName: name } } : {}),
    lbPolicy,
    ...(type === 'STRICT_DNS' ? { loadAssignment: endpointsJson(cluster) } : {}),
    ...transportSocketJson(cluster),
    ...(outlierDetection === undefined
      ? {}
      : {
          outlierDetection: {
            consecutive5xx: outlierDetection.consecutive5xx,
            consecutiveGatewayFailure: outlierDetection.consecutiveGatewayErrors,
          },
        }),
    ...(rule === undefined ? {} : { metadata: { filterMetadata: { istio: { config: configPath(rule) } } } }),
  };
}

/** The path by which Istio's metadata names a DestinationRule. */
function configPath(rule: string): string {
  const [namespace, name] = rule.split('/');
  return `/apis/networking.istio.io/v1/namespaces/${namespace}/destination-rule/${name}`;
}

function transportSocketJson(cluster: Cluster): JsonObject {
  const plaintext = { name: 'envoy.transport_sockets.raw_buffer' };
  if (cluster.isAutoMtls) {
    return {
      transportSocketMatches: [
        { name: 'tlsMode-istio', match: { tlsMode: 'istio' }, transportSocket: tlsJson(cluster, 'mutual') },
        { name: 'tlsMode-disabled', match: {}, transportSocket: plaintext },
      ],
    };
  }
  const [first] = cluster.loadAssignment.flatMap(({ endpoints }) => endpoints);
  const socket = first?.transportSocket ?? cluster.transportSocket;
  return socket === 'plaintext' ? {} : { transportSocket: tlsJson(cluster, socket) };
}

function tlsJson(cluster: Cluster, socket: TransportSocket): JsonObject {
  const alpnProtocols = socket === 'mutual' ? ['istio-peer-exchange', 'istio'] : [];
  return {
    name: 'envoy.transport_sockets.tls',
    typedConfig: typed('envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext', {
      commonTlsContext: field('alpnProtocols', alpnProtocols),
      ...field('sni', serverNameOf(cluster, socket, '')),
    }),
  };
}

/** The cluster of a port of a sidecar's own workload. */
export function inboundClusterJson({ name, port }: ClusterReference, isSet: boolean): JsonObject {
  return isSet
    ? {
        name,
        type: 'STATIC',
        loadAssignment: {
          clusterName: name,
          endpoints: [{ lbEndpoints: [{ endpoint: { address: socketAddress('127.0.0.1', port) } }] }],
        },
      }
    : { name, type: 'ORIGINAL_DST', lbPolicy: 'CLUSTER_PROVIDED' };
}

/** The endpoints of a cluster by place (EDS). */
export function endpointsJson({ name, loadAssignment }: Cluster): JsonObject {
  return {
    clusterName: name,
    endpoints: loadAssignment.map(({ locality, priority, weight, endpoints }) => ({
      ...field('locality', localityJson(locality)),
      lbEndpoints: endpoints.map(endpointJson),
      ...(weight === undefined ? {} : { loadBalancingWeight: weight }),
      ...(priority === 0 ? {} : { priority }),
    })),
  };
}

function localityJson(locality: string): JsonObject | undefined {
  if (locality === '') {
    return undefined;
  }
  const [region = '', zone = '', subZone = ''] = locality.split('/');
  return { ...field('region', region), ...field('zone', zone), ...field('subZone', subZone) };
}

function endpointJson({ endpoint, weight, transportSocket }: LbEndpoint): JsonObject {
  const { workload, address, port } = endpoint;
  const shown = workload === undefined || address !== '' ? address : `<pod of ${workload.namespace}/${workload.name}>`;
  const matches = transportSocket === 'mutual' ? { tlsMode: 'istio' } : undefined;
  return {
    endpoint: { address: socketAddress(shown, port) },
    healthStatus: 'HEALTHY',
    ...(matches === undefined ? {} : { metadata: { filterMetadata: { 'envoy.transport_socket_match': matches } } }),
    loadBalancingWeight: weight,
  };
}
