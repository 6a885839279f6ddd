/**
 * A protocol as Istio names it; `auto` when it is not declared and the proxy finds out by itself
 * (https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/).
 */
export type Protocol =
  | 'http'
  | 'http2'
  | 'http_proxy'
  | 'https'
  | 'grpc'
  | 'grpc-web'
  | 'hbone'
  | 'tls'
  | 'tcp'
  | 'udp'
  | 'mongo'
  | 'mysql'
  | 'redis'
  | 'auto';

/** Where the protocol of a port was declared. */
export type ProtocolSource = 'appProtocol' | 'name' | 'transport' | 'well-known-port' | 'undeclared';

/** The protocol of a port and how Istio came to it. */
export interface SelectedProtocol {
  readonly protocol: Protocol;
  readonly source: ProtocolSource;
}

const declarable = new Map<string, Protocol>(
  (
    [
      'http',
      'http2',
      'http_proxy',
      'https',
      'grpc',
      'grpc-web',
      'hbone',
      'tls',
      'tcp',
      'udp',
      'mongo',
      'mysql',
      'redis',
    ] as const
  ).map((protocol) => [protocol, protocol]),
);

/** `appProtocol` values that Kubernetes defines itself (https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol). */
const kubernetesProtocols = new Map<string, Protocol>([
  ['kubernetes.io/h2c', 'http2'],
  ['kubernetes.io/ws', 'http'],
  ['kubernetes.io/wss', 'https'],
]);

/** Ports of protocols in which the server speaks first (SMTP, DNS, MySQL, MongoDB): never sniffed. */
const serverFirstPorts: ReadonlySet<number> = new Set([25, 53, 3306, 27017]);

/** What the proxy treats as HTTP: routes, retries and HTTP policies act on it. */
const httpProtocols: ReadonlySet<Protocol> = new Set(['http', 'http2', 'http_proxy', 'grpc', 'grpc-web', 'hbone']);

/** Whether the proxy reads requests of this protocol, so that HTTP routes and policies can act. `auto` is not known to be. */
export function isHttp(protocol: Protocol): boolean {
  return httpProtocols.has(protocol);
}

/** The protocol that a name such as `HTTP`, `grpc-web` or `tcp-admin` declares, in any case; undefined for any other. */
export function parseProtocol(name: string): Protocol | undefined {
  const lower = name.toLowerCase();
  if (lower.startsWith('grpc-web')) {
    return 'grpc-web';
  }
  const dash = lower.indexOf('-');
  return declarable.get(dash < 0 ? lower : lower.slice(0, dash));
}

/**
 * The protocol that Istio selects for the port of a Service: UDP by transport, then `appProtocol`, then the prefix of
 * the name before the first dash; a port of a server-first protocol without declaration is TCP, any other is `auto`.
 */
export function selectProtocol(port: {
  readonly number: number;
  readonly name?: string | undefined;
  readonly transport?: string | undefined;
  readonly appProtocol?: string | undefined;
}): SelectedProtocol {
  if (port.transport?.toUpperCase() === 'UDP') {
    return { protocol: 'udp', source: 'transport' };
  }
  const source = port.appProtocol === undefined ? 'name' : 'appProtocol';
  const declared = port.appProtocol ?? port.name ?? '';
  const protocol =
    (source === 'appProtocol' ? kubernetesProtocols.get(declared) : undefined) ?? parseProtocol(declared);
  if (protocol !== undefined) {
    return { protocol, source };
  }
  return serverFirstPorts.has(port.number)
    ? { protocol: 'tcp', source: 'well-known-port' }
    : { protocol: 'auto', source: 'undeclared' };
}
