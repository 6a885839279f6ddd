import type { AuthorizationPolicy } from '../istio/authorization-policies.js';
import type { ExternalAuthorizer } from '../istio/extension-providers.js';
import type { JwtRule } from '../istio/request-authentications.js';

/** Asks an external authorizer about what CUSTOM policies match. */
export interface ExtAuthzFilter {
  readonly name: 'envoy.filters.http.ext_authz';
  readonly policies: readonly AuthorizationPolicy[];
  /** By name of the provider; undefined for one that is not configured, whose policies deny. */
  readonly authorizers: ReadonlyMap<string, ExternalAuthorizer | undefined>;
}

/** Verifies tokens. */
export interface JwtAuthnFilter {
  readonly name: 'envoy.filters.http.jwt_authn';
  readonly rules: readonly JwtRule[];
}

/** Denies what DENY policies match, or what no ALLOW policy does; LOG only reports (AUDIT). */
export interface RbacFilter {
  readonly name: 'envoy.filters.http.rbac';
  readonly action: 'DENY' | 'ALLOW' | 'LOG';
  readonly policies: readonly AuthorizationPolicy[];
}

/** Injects the faults of the route. */
export interface FaultFilter {
  readonly name: 'envoy.filters.http.fault';
}

/** Answers the preflights of browsers by the policy of the route. */
export interface CorsFilter {
  readonly name: 'envoy.filters.http.cors';
}

/** A filter of an HTTP connection manager; the router, which is last, is left out. */
export type HttpFilter = ExtAuthzFilter | JwtAuthnFilter | RbacFilter | FaultFilter | CorsFilter;

/** A filter of a connection that is not read as HTTP; the same as for HTTP, without what only HTTP has. */
export type NetworkFilter = ExtAuthzFilter | RbacFilter;
