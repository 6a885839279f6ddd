export { AccessPolicy, type AccessPolicyProps, type AccessRule } from './authorization.js';
export { JwtAuthentication, type JwtAuthenticationProps } from './jwt-authentication.js';
export { MutualTls, type MutualTlsMode, type MutualTlsProps } from './peer-authentication.js';
export type { PolicyTarget } from './policy-target.js';
