import { type Protocol, parseProtocol } from '../model/protocol.js';

/** A port at which a sidecar takes requests for its workload. */
export interface IngressListener {
  readonly port: number;
  readonly protocol: Protocol;
  /** Port of the application that it leads to. */
  readonly target: number;
}

/** Reads an `ingress` entry of a Sidecar; without `defaultEndpoint` it leads to the same port. */
export function readIngress(listener: {
  readonly port?: { readonly number?: number; readonly protocol?: string };
  readonly defaultEndpoint?: string;
}): IngressListener {
  const port = listener.port?.number ?? 0;
  const target = Number(/:(\d+)$/.exec(listener.defaultEndpoint ?? '')?.[1] ?? port);
  return { port, protocol: parseProtocol(listener.port?.protocol ?? '') ?? 'auto', target };
}
