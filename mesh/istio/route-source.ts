import type { Labels } from '../model/labels.js';
import type { MeshObject } from '../model/object.js';
import type { Visibility } from '../model/visibility.js';
import type { HttpMatch } from './http-match.js';
import type { StringMatch } from './string-match.js';

/** Changes to the headers of a request or of its response. */
export interface HeaderChange {
  readonly set: Readonly<Record<string, string>>;
  readonly add: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

/** Changes to the headers both ways. */
export interface HeaderChanges {
  readonly request?: HeaderChange;
  readonly response?: HeaderChange;
}

/** Where a route sends its requests. */
export interface RouteDestination {
  /** Full name; empty for a backend that does not exist or may not be used. */
  readonly host: string;
  readonly subset: string;
  readonly port: number | undefined;
  readonly weight: number;
  readonly headers: HeaderChanges | undefined;
}

/** A request is answered with a redirect. */
export interface Redirect {
  readonly status: number;
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly port: number | undefined;
  /** Whether the port of the listener is set, in place of `port`. */
  readonly takesRequestPort: boolean;
  readonly path: string | undefined;
  readonly prefix: string | undefined;
}

/** How the path and the authority change on the way. */
export interface Rewrite {
  readonly uri: string | undefined;
  readonly regex: { readonly match: string; readonly substitution: string } | undefined;
  readonly authority: string | undefined;
}

/** A fault that is injected. */
export interface Fault {
  /** Probability from 0 to 1 and the HTTP status. */
  readonly abort?: { readonly probability: number; readonly status: number };
  /** Probability from 0 to 1 and the duration as it is written, for example `5s`. */
  readonly delay?: { readonly probability: number; readonly duration: string };
}

/** What a proxy answers to preflights (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter). */
export interface CorsPolicy {
  readonly origins: readonly StringMatch[];
  /** Whether it answers those from other origins as well, without allowing anything. */
  readonly answersAll: boolean;
}

/** A copy that is sent elsewhere. */
export interface Mirror {
  readonly host: string;
  readonly subset: string;
  readonly port: number | undefined;
  /** From 0 to 1. */
  readonly probability: number;
}

/** Retries of a route. */
export interface Retries {
  readonly attempts: number;
  readonly perTryTimeout: string | undefined;
  readonly retryOn: readonly string[];
  /** Whether a retry avoids the hosts that were tried. @default unless requests are hashed */
  readonly ignorePreviousHosts?: boolean;
}

/** A rule of a route for HTTP. */
export interface HttpRule {
  /** How answers and messages name it: `VirtualService shop/reviews http[1]`. */
  readonly label: string;
  readonly object: MeshObject;
  /** Empty for a rule without conditions. */
  readonly matches: readonly HttpMatch[];
  readonly destinations: readonly RouteDestination[];
  readonly redirect: Redirect | undefined;
  readonly directStatus: number | undefined;
  readonly rewrite: Rewrite | undefined;
  readonly fault: Fault | undefined;
  /** Which preflights of browsers the proxy answers itself. */
  readonly cors: CorsPolicy | undefined;
  readonly timeout: string | undefined;
  readonly retries: Retries | undefined;
  readonly mirrors: readonly Mirror[];
  readonly headers: HeaderChanges | undefined;
  /** Status for a destination that does not exist: 500 for the Gateway API, 503 for Istio's own. */
  readonly missingStatus: number;
}

/** What a VirtualService, TLSRoute or TCPRoute matches in a connection. */
export interface ConnectionMatch {
  /** Empty for any. */
  readonly sniHosts: readonly string[];
  readonly destinationSubnets: readonly string[];
  readonly port: number | undefined;
  readonly sourceLabels: Labels;
  readonly sourceNamespace: string;
  readonly gateways: readonly string[];
}

/** A rule of a route for connections. */
export interface ConnectionRule {
  readonly label: string;
  readonly object: MeshObject;
  readonly matches: readonly ConnectionMatch[];
  readonly destinations: readonly RouteDestination[];
}

/** What routes are made of: a VirtualService, or a route of the Gateway API as the VirtualService that Istio makes of it. */
export interface RouteSource {
  /** `VirtualService shop/reviews`. */
  readonly label: string;
  readonly name: string;
  readonly namespace: string;
  /** `metadata.creationTimestamp`, empty when it has none. */
  readonly created: string;
  readonly hosts: readonly string[];
  /** Resolved; `mesh` for proxies of the mesh. */
  readonly gateways: readonly string[];
  readonly visibility: Visibility;
  readonly http: readonly HttpRule[];
  readonly tls: readonly ConnectionRule[];
  readonly tcp: readonly ConnectionRule[];
  /** Whether it comes from the Gateway API. */
  readonly isGatewayApi: boolean;
}
