export type { AsmInstance } from './asm/demands.js';
export type { ConfigurationProblem } from './field.js';
export { fieldPath, valueAt } from './field-path.js';
export {
  isLabelValue,
  isRfc1035Label,
  isRfc1123Label,
  labelValueRule,
  rfc1123LabelRule,
} from './kubernetes-names.js';
export { type RefusedObject, refusedObjects } from './refused-objects.js';
export { type ValidationOptions, validateConfiguration } from './validate.js';
