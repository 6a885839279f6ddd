import type { Construct } from 'constructs';
import { Gateway, type GatewaySpec } from '../api/index.js';
import { MeshChart } from '../mesh-chart.js';
import { GATEWAY_NAMESPACE } from './gateway-props.js';
import { IngressBinding } from './ingress-binding.js';

/** Something whose pods a Gateway can select. */
export interface GatewaySelector {
  readonly selector: Readonly<Record<string, string>>;
  /** Ports of its Service. @default not known, so not checked */
  readonly ports?: readonly number[];
}

/** One port that a gateway listens on. */
export interface GatewayServer {
  /** @default 80, and 443 for HTTPS and TLS */
  readonly port?: number;
  /** @default 'HTTP', and 'HTTPS' where `tls` is given */
  readonly protocol?: 'HTTP' | 'HTTP2' | 'HTTPS' | 'GRPC' | 'TLS' | 'TCP';
  /** Hosts that the port serves; `*` for all. */
  readonly hosts: readonly string[];
  /** Certificate and TLS mode. @default no TLS */
  readonly tls?: {
    /** Name of the Secret with the certificate, in the gateway's namespace. */
    readonly credentialName?: string;
    /** @default 'SIMPLE' */
    readonly mode?: 'SIMPLE' | 'MUTUAL' | 'PASSTHROUGH' | 'ISTIO_MUTUAL';
    /** @default Istio's, TLS 1.2 */
    readonly minVersion?: 'TLSV1_2' | 'TLSV1_3';
    /** Ciphers of TLS 1.2, as Envoy names them. @default those of Envoy */
    readonly ciphers?: readonly string[];
    /** Answers plain HTTP with a redirect to HTTPS. @default false */
    readonly httpsRedirect?: boolean;
  };
}

/** Props of {@link IngressGateway.listen}. */
export interface ListenProps {
  /** @default the construct's id */
  readonly name?: string;
  /** @default the chart's namespace */
  readonly namespace?: string;
  readonly servers: readonly GatewayServer[];
}

type IstioServer = NonNullable<GatewaySpec['servers']>[number];

/** Writes a Gateway for the pods that the selector picks. */
export function listen(scope: Construct, id: string, gateway: GatewaySelector, props: ListenProps): IngressBinding {
  const name = props.name ?? id;
  const namespace = props.namespace ?? MeshChart.of(scope).namespace ?? 'default';
  const servers = withNames(props.servers.map(istioServer));
  const object = new Gateway(scope, id, {
    metadata: { name, namespace },
    spec: { selector: { ...gateway.selector }, servers },
  });
  object.node.addValidation({ validate: () => serverProblems(servers, gateway.ports) });
  const principal = gatewayPrincipal(scope, gateway);
  const hosts = servers.flatMap((server) => server.hosts);
  return new IngressBinding(name, namespace, { hosts, ...(principal === undefined ? {} : { principal }) });
}

/** The identity that ASM, or the plain form, gives a gateway's pods; it follows from the label that selects them. */
function gatewayPrincipal(scope: Construct, { selector }: GatewaySelector): string | undefined {
  const { istio } = selector;
  if (istio === undefined) return undefined;
  const { gatewayForm } = MeshChart.settingsOf(scope).placement;
  const account = gatewayForm === 'asm' ? `istio-${istio}-service-account` : `istio-${istio}`;
  return `cluster.local/ns/${GATEWAY_NAMESPACE}/sa/${account}`;
}

function istioServer({ hosts, tls, ...server }: GatewayServer): IstioServer {
  const redirect = tls?.httpsRedirect === true;
  const protocol = server.protocol ?? (tls === undefined || redirect ? 'HTTP' : 'HTTPS');
  const number = server.port ?? (protocol === 'HTTPS' || protocol === 'TLS' ? 443 : 80);
  const name = number === 80 || number === 443 ? protocol.toLowerCase() : `${protocol.toLowerCase()}-${number}`;
  const encrypted = tls && {
    mode: tls.mode ?? 'SIMPLE',
    credentialName: tls.credentialName,
    minProtocolVersion: tls.minVersion,
    cipherSuites: tls.ciphers && [...tls.ciphers],
  };
  return { port: { number, name, protocol }, hosts: [...hosts], tls: redirect ? { httpsRedirect: true } : encrypted };
}

/** Istio demands a name of its own for every server of a Gateway, also where hosts share a port. */
function withNames(servers: readonly IstioServer[]): IstioServer[] {
  const counts = new Map<string, number>();
  return servers.map((server) => {
    const { name } = server.port;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? server : { ...server, port: { ...server.port, name: `${name}-${count}` } };
  });
}

/** What Istio would refuse, or nobody could reach; each with what to do. */
function serverProblems(servers: readonly IstioServer[], open: readonly number[] | undefined): string[] {
  const problems: string[] = [];
  for (const { port, hosts, tls } of servers) {
    const { number, protocol } = port;
    if (hosts.length === 0) problems.push(`port ${number} has no hosts; name at least one, '*' for all`);
    if (open?.includes(number) === false) {
      problems.push(`the gateway has no port ${number}; its ports are ${open.join(', ')}`);
    }
    if ((protocol === 'HTTPS' || protocol === 'TLS') && tls === undefined) {
      problems.push(`port ${number} is ${protocol} without tls; give the credentialName of its certificate`);
    }
    if ((tls?.mode === 'SIMPLE' || tls?.mode === 'MUTUAL') && tls.credentialName === undefined) {
      problems.push(`port ${number} has TLS mode ${tls.mode} without a certificate; give its credentialName`);
    }
  }
  return problems;
}
