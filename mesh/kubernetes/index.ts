export { type AccessRow, access } from './rbac/access.js';
export { type Capability, capabilities } from './rbac/capability.js';
