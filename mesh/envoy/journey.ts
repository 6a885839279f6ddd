import type { SidecarScope } from '../istio/sidecar-scope.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import type { ClusterClient, Wire } from '../proxy/cluster.js';
import type { Indexes } from '../proxy/push-context.js';
import type { Caller } from '../request/caller.js';
import type { RequestQuery, Target } from '../request/query.js';
import type { Tally } from '../request/tally.js';
import type { HttpRequest } from './http-request.js';
import type { Address } from './network.js';

/** A request at one point of its way. */
export interface Passage {
  readonly request: HttpRequest;
  /** The request as it was when its route was chosen, where a proxy has changed it since. @default `request` */
  readonly routedAs?: HttpRequest | undefined;
  /** Identity of who sends it, if a proxy can prove it. */
  readonly principal: string | undefined;
  readonly sourceIp: string | undefined;
  /** Server name that the client's own TLS asks for; empty when it sends none. */
  readonly sni: string;
  /** Whether the client itself speaks TLS, which a proxy cannot read. */
  readonly isTls: boolean;
  /** Whether the content is HTTP at all. */
  readonly isHttp: boolean;
  /** Whether the proxy before reads HTTP, and so turns a failed connection into 503. */
  readonly isProxied: boolean;
  /** Gateways passed so far, so that a loop ends. */
  readonly depth: number;
}

/** A proxy that sends requests on. */
export interface Sender {
  readonly client: ClusterClient;
  readonly scope: SidecarScope;
  readonly principal: string;
  readonly cluster: string;
  /** Address that the caller connected to; absent at a gateway. */
  readonly original: { readonly address: Address; readonly port: number } | undefined;
}

/** Takes requests out of a workload, to the address that its application connects to. */
export type Leave = (indexes: Indexes, journey: Journey, passage: Passage, sender: Sender, address: Address) => void;

/** Takes a share of the requests into a gateway. */
export type EnterGateway = (
  indexes: Indexes,
  journey: Journey,
  passage: Passage,
  arrival: Arrival,
  probability: number,
) => void;

/** One question on its way to an answer. */
export interface Journey {
  readonly query: RequestQuery;
  readonly caller: Caller;
  readonly target: Target;
  readonly tally: Tally;
  /** What takes requests into a gateway on the way. */
  readonly enterGateway: EnterGateway;
}

/** Where a share of the requests goes. */
export interface Arrival {
  readonly workload: Workload | undefined;
  /** Number of the port there. */
  readonly port: number;
  /** Address of what is no workload. */
  readonly address: string;
  readonly wire: Wire;
  /** Server name that TLS of the proxy before asks for; that of the client's own TLS when the proxy adds none. */
  readonly sni: string;
  readonly host: string;
  readonly subset: string;
  readonly service: MeshService | undefined;
}
