export { policyPack } from './policy-pack.js';
export { type Check, type Checked, objectAt, production, type RuleSpec, rule, types } from './rule.js';
export { rules } from './rules/index.js';
