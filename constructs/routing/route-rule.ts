import type { Duration } from 'cdk8s';
import type { RequestMatch } from './request-match.js';

/** Share of the requests that each version gets, by version name, in percent. Must sum to 100. */
export type VersionWeights = Readonly<Record<string, number>>;

/** Attempts after the first one fails. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry */
export interface Retries {
  /** How many times a request is tried again, 0 or more. */
  readonly attempts: number;
  /** Time for each try. @default the timeout of the rule */
  readonly perTryTimeout?: Duration;
  /** Envoy's retry conditions. @default Istio's: connect-failure, refused-stream, unavailable, cancelled, 503 */
  readonly retryOn?: readonly string[];
}

/** Errors and delays put in on purpose. At least one of the two. */
export interface Fault {
  readonly abort?: {
    /** Status of the answer, 200 to 599. */
    readonly httpStatus: number;
    /** Share of the requests, 0 to 100. @default 100 */
    readonly percentage?: number;
  };
  readonly delay?: {
    readonly fixedDelay: Duration;
    /** Share of the requests, 0 to 100. @default 100 */
    readonly percentage?: number;
  };
}

/** A copy of the traffic whose answers are thrown away. */
export interface Mirror {
  /** Version that gets the copies. */
  readonly version: string;
  /** Share of the requests, 0 to 100. @default 100 */
  readonly percentage?: number;
}

/** Changes of headers. */
export interface HeaderChanges {
  readonly set?: Readonly<Record<string, string>>;
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

/** What happens to the requests of one rule, apart from where they go. */
export interface TrafficBehaviour {
  /** Time for the whole request, retries included. @default none */
  readonly timeout?: Duration;
  /** @default Istio's: 2 retries on connection failures and 503 */
  readonly retries?: Retries;
  /** @default none */
  readonly fault?: Fault;
  /** @default none */
  readonly mirror?: Mirror;
  /** @default none */
  readonly requestHeaders?: HeaderChanges;
  /** @default none */
  readonly responseHeaders?: HeaderChanges;
  /** Path and host that the workload sees. A path replaces the matched prefix. @default unchanged */
  readonly rewrite?: { readonly uri?: string; readonly authority?: string };
}

/** A rule for some of the requests to a service. Rules are tried in the order in which they were declared. */
export interface RouteRule extends TrafficBehaviour {
  /** Name that traces and findings show. @default none */
  readonly name?: string;
  /** Requests that the rule takes: any of several matches. */
  readonly match: RequestMatch | readonly RequestMatch[];
  /** @default the weights of the service */
  readonly weights?: VersionWeights;
}
