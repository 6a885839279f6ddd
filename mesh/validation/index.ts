export type { AsmInstance } from './asm/demands.js';
export type { ConfigurationProblem } from './field.js';
export { fieldPath, valueAt } from './field-path.js';
export {
  isLabelValue,
  isQualifiedName,
  isRfc1035Label,
  isRfc1123Label,
  isRfc1123Subdomain,
  labelValueRule,
  rfc1123LabelRule,
  rfc1123SubdomainRule,
} from './kubernetes-names.js';
export { type RefusedObject, refusedObjects } from './refused-objects.js';
export { type ValidationOptions, validateConfiguration } from './validate.js';
