import type { Check } from '../check.js';
import { asmChecks } from './asm/index.js';
import { istioChecks } from './istio/index.js';
import { validationChecks } from './validation/index.js';

/** Every check: those of `istioctl analyze`, the validation of each kind, and our own. */
export const allChecks: readonly Check[] = [...istioChecks, ...validationChecks, ...asmChecks];
