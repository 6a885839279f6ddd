import type { MergedRule } from '../../istio/destination-rules.js';
import type { PeerAuthentications } from '../../istio/peer-authentication.js';
import { ruleName } from '../../istio/rule-name.js';
import { type PortPolicy, subsetOf, type TrafficPolicy } from '../../istio/traffic-policy.js';
import type { Mesh } from '../../model/mesh.js';
import type { Endpoint, MeshService } from '../../model/service.js';
import type { TransportSocket } from '../transport-socket.js';

/** What is on connections to the endpoints of a cluster, and why. */
export interface UpstreamTls {
  readonly socketOf: (endpoint: Endpoint) => TransportSocket;
  /** What is on connections to an address that is no endpoint. */
  readonly toOriginal: TransportSocket;
  /** Whether it depends on the endpoint. */
  readonly isAuto: boolean;
  readonly reason: string;
}

/** The part of a cluster that decides about TLS. */
export interface UpstreamPart {
  readonly service: MeshService;
  readonly port: number;
  readonly subset: string;
  readonly rule: MergedRule | undefined;
  readonly policy: PortPolicy;
  /** Whether connections keep the address that the caller used. */
  readonly isOriginal: boolean;
}

/**
 * Which connections carry mTLS of the mesh: what a DestinationRule says, else, with auto mTLS, those to endpoints that take it
 * (https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/#auto-mtls).
 */
export function upstreamTls(mesh: Mesh, peers: PeerAuthentications, part: UpstreamPart): UpstreamTls {
  const { service, rule, policy, isOriginal, port, subset } = part;
  const mode = policy.tls?.mode;
  if (mode !== undefined) {
    const socket: TransportSocket = mode === 'ISTIO_MUTUAL' ? 'mutual' : mode === 'DISABLE' ? 'plaintext' : 'tls';
    return always(socket, `${ruleName(rule?.from[0] ?? '')} sets tls mode ${String(mode)}`);
  }
  if (service.isMeshExternal) {
    return always('plaintext', `${service.host} is outside the mesh`);
  }
  const general = peers.forNamespace(service.namespace);
  const isOff = !mesh.config.enableAutoMtls || general.mode === 'DISABLE';
  if (isOriginal) {
    const all = service.endpoints(port);
    return !isOff && all.length > 0 && all.every(hasMtlsLabel)
      ? always('mutual', 'auto mTLS: every pod has a sidecar')
      : always('plaintext', 'some pod has no sidecar, so all get plain text');
  }
  if (isOff) {
    const reason = mesh.config.enableAutoMtls
      ? `PeerAuthentication ${general.policy} disables mTLS`
      : 'auto mTLS is off';
    return always('plaintext', reason);
  }
  const declared = declaredMode(rule, subset, port);
  const socketOf = (endpoint: Endpoint): TransportSocket => {
    const isMutual = declared === undefined ? takesMtls(peers, endpoint) : declared === 'ISTIO_MUTUAL';
    return isMutual ? 'mutual' : 'plaintext';
  };
  const reason = 'auto mTLS: where the server has a sidecar that takes it';
  return { socketOf, toOriginal: 'plaintext', isAuto: true, reason };
}

function always(socket: TransportSocket, reason: string): UpstreamTls {
  return { socketOf: () => socket, toOriginal: socket, isAuto: false, reason };
}

function takesMtls(peers: PeerAuthentications, endpoint: Endpoint): boolean {
  return (
    hasMtlsLabel(endpoint) &&
    endpoint.workload !== undefined &&
    peers.forPort(endpoint.workload, endpoint.port).mode !== 'DISABLE'
  );
}

/** Whether the control plane tells clients that an endpoint takes mTLS: it has a sidecar, which a gateway is not. */
function hasMtlsLabel(endpoint: Endpoint): boolean {
  const label = endpoint.labels['security.istio.io/tlsMode'];
  return label === undefined ? endpoint.workload?.proxy === 'sidecar' : label === 'istio';
}

/** The TLS mode that is declared without regard to the settings of a port that have none. */
function declaredMode(rule: MergedRule | undefined, subset: string, port: number): unknown {
  const modeOf = (policy: TrafficPolicy | undefined): unknown =>
    policy?.portLevelSettings?.find((settings) => settings.port?.number === port)?.tls?.mode ?? policy?.tls?.mode;
  const named = subsetOf(rule, subset);
  return (named === undefined ? undefined : modeOf(named.trafficPolicy)) ?? modeOf(rule?.trafficPolicy);
}
