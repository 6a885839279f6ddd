import { isRfc1123Label, rfc1123LabelRule } from '../../mesh/index.js';

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
  /**
   * Name of the port; starts with the protocol.
   * @default the protocol, with the number where two ports would have one name; no name for a single `auto`
   */
  readonly name?: string;
}

/** Protocols whose requests Istio routes as HTTP. */
const HTTP_PROTOCOLS: ReadonlySet<MeshProtocol> = new Set(['http', 'http2', 'grpc', 'grpc-web']);

/** Whether HTTP routes act on a port of this protocol. */
export function isHttp(port: MeshServicePort): boolean {
  const protocol = port.protocol ?? 'http';
  return HTTP_PROTOCOLS.has(protocol) || protocol === 'auto';
}

/** Ports as a Service has them. */
export interface KubeServicePort {
  readonly name: string | undefined;
  readonly port: number;
  readonly targetPort: number;
  readonly protocol: 'TCP';
}

/** The ports as the Service writes them, each with a name of its own: Kubernetes demands that of several. */
export function kubeServicePorts(ports: readonly MeshServicePort[]): KubeServicePort[] {
  const taken = new Set(ports.map(({ name }) => name));
  return ports.map((port) => {
    const name = port.name ?? defaultName(port, ports.length > 1, taken);
    taken.add(name);
    return { name, port: port.number, targetPort: port.targetPort ?? port.number, protocol: 'TCP' };
  });
}

/** The protocol, with the number where another port has that name; one port alone may have none. */
function defaultName(port: MeshServicePort, several: boolean, taken: ReadonlySet<unknown>): string | undefined {
  const protocol = port.protocol ?? 'http';
  if (protocol === 'auto') return several ? `auto-${port.number}` : undefined;
  return taken.has(protocol) ? `${protocol}-${port.number}` : protocol;
}

/** What is wrong with the ports of a service; each with what to do. */
export function servicePortProblems(ports: readonly MeshServicePort[]): string[] {
  const problems: string[] = [];
  if (ports.length === 0) problems.push('the service has no port; declare at least one');
  for (const [index, port] of ports.entries()) {
    const { number, targetPort = number, name, protocol = 'http' } = port;
    for (const value of [number, targetPort]) {
      if (Number.isInteger(value) && value >= 1 && value <= 65535) continue;
      problems.push(`port ${value} of the service; a port is a whole number from 1 to 65535`);
    }
    const before = ports.slice(0, index);
    if (before.some((other) => other.number === number)) {
      problems.push(`port ${number} is declared twice; declare every port once`);
    }
    if (name === undefined) continue;
    if (before.some((other) => other.name === name)) {
      problems.push(`port name '${name}' is used twice; give every port its own`);
    }
    if (protocol !== 'auto' && name !== protocol && !name.startsWith(`${protocol}-`)) {
      problems.push(`port name '${name}' hides the protocol from the mesh; name it ${protocol} or ${protocol}-${name}`);
    }
    if (!isRfc1123Label(name)) problems.push(`port name '${name}' is no DNS label; ${rfc1123LabelRule}`);
  }
  return problems;
}
