/**
 * The protocol that the mesh handles a port as. `auto` leaves the port unnamed: Istio then sniffs the protocol, which
 * costs a timeout for protocols where the server speaks first.
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export type MeshProtocol =
  | 'http'
  | 'http2'
  | 'grpc'
  | 'grpc-web'
  | 'https'
  | 'tls'
  | 'tcp'
  | 'mongo'
  | 'mysql'
  | 'redis'
  | 'auto';

/** A port of a {@link MeshService}. */
export interface MeshServicePort {
  /** Port of the Service, 1 to 65535. */
  readonly number: number;
  /** Port of the container. @default the same number */
  readonly targetPort?: number;
  /** @default 'http' */
  readonly protocol?: MeshProtocol;
  /** Name of the port; starts with the protocol. @default the protocol, and no name for `auto` */
  readonly name?: string;
}

/** Protocols whose requests Istio routes as HTTP. */
const HTTP_PROTOCOLS: ReadonlySet<MeshProtocol> = new Set(['http', 'http2', 'grpc', 'grpc-web']);

/** Whether HTTP routes act on a port of this protocol. */
export function isHttp(port: MeshServicePort): boolean {
  const protocol = port.protocol ?? 'http';
  return HTTP_PROTOCOLS.has(protocol) || protocol === 'auto';
}

/** The name that the Service gives the port. */
export function portName(port: MeshServicePort): string | undefined {
  if (port.name !== undefined) return port.name;
  const protocol = port.protocol ?? 'http';
  return protocol === 'auto' ? undefined : protocol;
}
