import type { Route } from '../proxy/route-configuration.js';
import type { Connection } from './connection.js';
import type { ServingProxy } from './simulation.js';

/** A request or a connection that a proxy sends on. */
export interface Outgoing {
  readonly proxy: ServingProxy;
  /** As it came in, with its TLS ended if the proxy ends it, and with the request as the proxy sends it. */
  readonly connection: Connection;
  /** Undefined for a connection whose content the proxy does not read. */
  readonly route: Route | undefined;
  /** The policy that let it in; empty when none had to. */
  readonly policy: string;
}
