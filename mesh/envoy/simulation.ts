import type { Address } from '../kubernetes/cluster-network.js';
import type { Endpoint } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import type { ProxyNode } from '../proxy/proxy-node.js';
import type { PushContext } from '../proxy/push-context.js';
import type { RouteConfiguration } from '../proxy/route-configuration.js';
import type { Connection } from './connection.js';
import type { Exchange } from './exchange.js';
import { type Step, untraced } from './trace.js';
import type { WorkloadStates } from './workload-state.js';

/** What a question says about the world around the proxies. */
export interface Circumstances {
  /** What the external authorizer of a CUSTOM policy says. */
  readonly customDecision: 'allow' | 'deny';
  /** Whether a caller from outside presents a client certificate that the gateway trusts. */
  readonly clientCertificate: boolean;
  /** Address of the caller. */
  readonly sourceIp: string | undefined;
  /** How workloads are assumed to answer. */
  readonly states: WorkloadStates;
}

/** A question on its way to an answer. */
export interface Simulation {
  readonly push: PushContext;
  readonly circumstances: Circumstances;
  /** Whether the steps are written down. */
  readonly isTracing: boolean;
  /** Takes a connection to what listens at an endpoint: a proxy, or an application. */
  readonly connect: Connect;
}

/** What comes of a connection to an endpoint. */
export type Connect = (simulation: Simulation, connection: Connection, endpoint: Endpoint) => Exchange;

/** An address that a connection was made to. */
export interface Destination {
  readonly address: Address;
  readonly port: number;
}

/** A proxy as it serves one connection. */
export interface ServingProxy {
  readonly kind: 'outbound' | 'inbound' | 'gateway' | 'waypoint';
  /** Its route configurations by name (RDS). */
  readonly routes: RouteConfigurations | undefined;
  readonly node: ProxyNode;
  /** The workload that it is, or is the sidecar of; undefined for a caller that is not in the files. */
  readonly workload: Workload | undefined;
  /** The number of the port that the connection came in at, as policies see it. */
  readonly port: number;
  /** Where the caller connected to; undefined at a gateway. */
  readonly original: Destination | undefined;
}

/** Where a proxy has its route configurations. */
export interface RouteConfigurations {
  routeConfiguration(name: string): RouteConfiguration | undefined;
}

/** Gateways that one request may pass; more is a loop. */
export const longestWay = 8;

/** A step, if steps are written down. */
export function traced({ isTracing }: Simulation, step: () => Step): readonly Step[] {
  return isTracing ? [step()] : untraced;
}
