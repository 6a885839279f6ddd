import type { Construct } from 'constructs';
import { Gateway, type GatewaySpec } from '../api/index.js';
import { MeshChart } from '../mesh-chart.js';
import { IngressBinding } from './ingress-binding.js';

/** Something whose pods a Gateway can select. */
export interface GatewaySelector {
  readonly selector: Readonly<Record<string, string>>;
}

/** One port that a gateway listens on. */
export interface GatewayServer {
  /** @default 80 */
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

/** Writes a Gateway for the pods that the selector picks. */
export function listen(scope: Construct, id: string, gateway: GatewaySelector, props: ListenProps): IngressBinding {
  const name = props.name ?? id;
  const namespace = props.namespace ?? MeshChart.of(scope).namespace ?? 'default';
  new Gateway(scope, id, {
    metadata: { name, namespace },
    spec: { selector: { ...gateway.selector }, servers: props.servers.map(istioServer) },
  });
  return new IngressBinding(name, namespace);
}

function istioServer(server: GatewayServer): NonNullable<GatewaySpec['servers']>[number] {
  const { tls, hosts } = server;
  const protocol = server.protocol ?? (tls === undefined || tls.httpsRedirect === true ? 'HTTP' : 'HTTPS');
  const number = server.port ?? (protocol === 'HTTPS' ? 443 : 80);
  const name = number === 80 || number === 443 ? protocol.toLowerCase() : `${protocol.toLowerCase()}-${number}`;
  return {
    port: { number, name, protocol },
    hosts: [...hosts],
    ...(tls === undefined
      ? {}
      : tls.httpsRedirect === true
        ? { tls: { httpsRedirect: true } }
        : {
            tls: {
              mode: tls.mode ?? 'SIMPLE',
              ...(tls.credentialName === undefined ? {} : { credentialName: tls.credentialName }),
            },
          }),
  };
}
