import type { HttpFilter } from '../proxy/http-filter.js';
import type { Route, RouteConfiguration, VirtualHost } from '../proxy/route-configuration.js';
import type { Connection } from './connection.js';
import type { HttpRequest } from './http-request.js';
import type { Claims } from './route-match.js';
import type { ServingProxy } from './simulation.js';

/** A request in an HTTP connection manager, as the filters so far have left it. */
export interface HttpStream {
  readonly request: HttpRequest;
  /** Claims of a verified token. */
  readonly claims: Claims;
  /** The policy that allowed it; empty when none had to. */
  readonly policy: string;
  /** Undefined before the route is looked up. */
  readonly match: RouteMatch | undefined;
}

/** The virtual host and the route of a request; undefined where there is none. */
export interface RouteMatch {
  readonly virtualHost: VirtualHost | undefined;
  readonly route: Route | undefined;
}

/** What is the same for all filters that a request passes. */
export interface StreamContext {
  readonly proxy: ServingProxy;
  /** The connection, with its TLS ended. */
  readonly connection: Connection;
  readonly filters: readonly HttpFilter[];
  readonly routeConfiguration: RouteConfiguration;
  /** The request as it came in. */
  readonly received: HttpRequest;
  /** Address of the client, as the proxy takes it; undefined when unknown. */
  readonly remoteIp: string | undefined;
}
