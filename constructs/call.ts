import type { Construct } from 'constructs';
import type { MeshServicePort } from './workloads/service-port.js';

/** What is spoken with a host outside the mesh. */
export type ExternalProtocol = 'HTTP' | 'TLS' | 'TCP';

/** What a caller needs of a service. */
export interface CallProps {
  /** Number of the service's port. @default every port, or 443 for a host outside the mesh */
  readonly port?: number;
  /** HTTP methods. @default all */
  readonly methods?: readonly string[];
  /** Paths; `*` at the start or the end stands for the rest, `{*}` for a segment. @default all */
  readonly paths?: readonly string[];
  /** What is spoken with a host outside the mesh. @default HTTP on port 80, TLS on 443, TCP on any other */
  readonly protocol?: ExternalProtocol;
  /** The EgressGateway opens TLS on port 443 for what the caller sends as plain HTTP. @default false */
  readonly originateTls?: boolean;
}

/** What calls a service: a client, or another service. */
export interface Caller extends Construct {
  readonly name: string;
  readonly namespace: string;
  /** Identity of its pods, as AuthorizationPolicy names it. */
  readonly principal: string;
}

/** A service that is called. */
export interface Callee extends Caller {
  readonly host: string;
  readonly ports: readonly MeshServicePort[];
  /** Through which gateways it is reached, and at which of its ports. */
  readonly exposures: readonly GatewayCall[];
}

/** A gateway that sends requests to a service. */
export interface GatewayCall {
  readonly gateway: { readonly name: string; readonly principal: string | undefined };
  readonly port?: number;
}
