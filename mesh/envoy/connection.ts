import type { NetworkPeer } from '../kubernetes/network-policy.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import type { TransportSocket } from '../proxy/transport-socket.js';
import type { HttpRequest } from './http-request.js';

/** Where a connection comes from, to the network. */
export interface NetworkSource {
  readonly peer: NetworkPeer;
  /** Empty for none. */
  readonly cluster: string;
  /** Undefined for one that is not in the files. */
  readonly workload: Workload | undefined;
}

/** A connection, as what it reaches sees it. */
export interface Connection {
  /** What is asked over it. */
  readonly request: HttpRequest;
  /** Whether its content is HTTP at all. */
  readonly isHttp: boolean;
  /** Whether the client itself speaks TLS, which no proxy can read. */
  readonly isTls: boolean;
  /** What the last proxy put around it. */
  readonly transportSocket: TransportSocket;
  /** Server name of the outermost TLS; empty for none. */
  readonly sni: string;
  /** What the outermost TLS offers (ALPN), or what an inspector of the first bytes finds. */
  readonly applicationProtocols: readonly string[];
  /** Identity of its sender, which only mTLS proves. */
  readonly principal: string | undefined;
  /** The workload whose sidecar made it; undefined when no sidecar did. */
  readonly sidecarOf: Workload | undefined;
  /** Port of the service that a tunnel (HBONE) leads to; undefined for one to a pod, and for no tunnel. */
  readonly tunnelTo: { readonly service: MeshService; readonly port: number } | undefined;
  /** Address of its sender; undefined when unknown. */
  readonly sourceIp: string | undefined;
  /** The pod that opened it, or the client outside the cluster, as the network sees it. */
  readonly source: NetworkSource;
  /** Whether a proxy before reads HTTP, and so turns a failed connection into 503. */
  readonly isProxied: boolean;
  /** Gateways passed so far, so that a loop ends. */
  readonly depth: number;
}

/** Whether the outermost layer of a connection is TLS. */
export function isTlsOutside({ transportSocket, isTls }: Connection): boolean {
  return transportSocket !== 'plaintext' || isTls;
}

/** A number that connections share which differ in what is asked over them and by whom only. */
export function kindOf(
  { isHttp, isTls, isProxied }: Pick<Connection, 'isHttp' | 'isTls' | 'isProxied'>,
  socket: TransportSocket,
  readsHttp: boolean,
): number {
  const flags = (isHttp ? 4 : 0) + (isTls ? 8 : 0) + (isProxied ? 16 : 0) + (readsHttp ? 32 : 0);
  return flags + (socket === 'mutual' ? 2 : socket === 'tls' ? 1 : 0);
}

/** What the outermost layer of a connection offers, when its sender reads HTTP or does not. */
export function protocolsOf(socket: TransportSocket, sendsHttp: boolean): readonly string[] {
  switch (socket) {
    case 'mutual':
      return sendsHttp ? meshHttp : meshTcp;
    case 'tls':
      return sendsHttp ? plainTls : none;
    default:
      return sendsHttp ? plainHttp : none;
  }
}

/** What the content of a connection offers by itself, without TLS of a proxy. */
export function contentProtocols({ isHttp, isTls }: Pick<Connection, 'isHttp' | 'isTls'>): readonly string[] {
  return protocolsOf(isTls ? 'tls' : 'plaintext', isHttp);
}

const none: readonly string[] = [];
const meshHttp = ['istio-http/1.1', 'istio', 'http/1.1'];
const meshTcp = ['istio-peer-exchange', 'istio'];
const plainTls = ['h2', 'http/1.1'];
const plainHttp = ['http/1.1'];
