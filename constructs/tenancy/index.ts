export { Account } from './account.js';
export { MeshRoles, type MeshRolesProps } from './mesh-roles.js';
export type { TenantOutbound } from './network.js';
export type { Quantities, TenantQuota } from './quota.js';
export { Tenant } from './tenant.js';
export type { TenantNamespaceProps, TenantOwners, TenantProps } from './tenant-props.js';
