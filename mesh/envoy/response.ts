import type { HeaderChanges } from '../istio/route-source.js';
import type { TransportSocket } from '../proxy/transport-socket.js';

/**
 * Why a proxy answered by itself or failed, as `%RESPONSE_FLAGS%` of its access log has it
 * (https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators); empty for none.
 *
 * - NR: no route, or no filter chain; NC: no such cluster; UH: no healthy endpoint;
 * - UF: the connection to the endpoint failed; UC: the endpoint closed it; UT: no answer in time; URX: tried as often as is allowed;
 * - FI, DI: a fault was injected, as an answer or as a delay; UAEX: the external authorizer denied.
 */
export type ResponseFlag = '' | 'NR' | 'NC' | 'UH' | 'UF' | 'UC' | 'UT' | 'URX' | 'FI' | 'DI' | 'UAEX';

/** How a request ended: `answered` by a proxy itself, such as a redirect; `lost` for want of a route, a cluster or an endpoint. */
export type ResponseKind = 'allowed' | 'denied' | 'answered' | 'lost';

/** Where a request was sent, whatever came back. */
export interface UpstreamHost {
  readonly cluster: string;
  readonly namespace: string;
  /** Name of the workload; empty for what is none of the mesh. */
  readonly workload: string;
  /** The workload's label `version`. */
  readonly version: string;
  readonly subset: string;
  /** Host that the request was sent to. */
  readonly host: string;
  /** What came back from there. */
  readonly status: string;
  /** Why it reached no workload; empty when it did. */
  readonly failure: string;
  /** What the connection carried; undefined when there was none. */
  readonly transportSocket: TransportSocket | undefined;
  /** What the destination of the route changes about headers, besides the rule. @default nothing */
  readonly headers?: HeaderChanges;
}

/** What comes back for a request or a connection. */
export interface Response {
  /** A status of HTTP; `reset` for a connection that fails, `connected` for one that carries no HTTP. */
  readonly status: string;
  readonly kind: ResponseKind;
  /** With `,URX` after it where it was tried as often as is allowed. */
  readonly flag: ResponseFlag | `${ResponseFlag},URX`;
  /** The policy that denied, or the one that allowed, as `namespace/name`; empty when none decided. */
  readonly policy: string;
  readonly reason: string;
  /** What a retry policy calls it: the connection was not made, or it was closed. */
  readonly failure: 'connect-failure' | 'reset' | undefined;
  /** Milliseconds of injected delays. */
  readonly delay: number;
  /** Undefined when it was sent nowhere. */
  readonly upstream: UpstreamHost | undefined;
  /** Whether the network dropped the connection, so that nothing was sent over it. @default false */
  readonly isDropped?: boolean;
}

type Optional = 'flag' | 'policy' | 'failure' | 'delay' | 'upstream';

/** A response; what is not given is none. */
export function response(parts: Omit<Response, Optional> & Partial<Pick<Response, Optional>>): Response {
  return { flag: '', policy: '', failure: undefined, delay: 0, upstream: undefined, ...parts };
}

/** What the sender of a connection that fails sees: a proxy that reads HTTP makes 503 of it. */
export function failed(
  isProxied: boolean,
  failure: NonNullable<Response['failure']>,
  parts: Pick<Response, 'reason'> & Partial<Pick<Response, 'kind' | 'policy'>>,
): Response {
  const flag = failure === 'connect-failure' ? 'UF' : 'UC';
  return response({
    status: isProxied ? '503' : 'reset',
    kind: 'lost',
    flag: isProxied ? flag : '',
    failure,
    ...parts,
  });
}
