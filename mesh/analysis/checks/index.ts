import { behaviour } from '../behaviour/index.js';
import type { Check } from '../check.js';
import { ambientChecks } from './ambient/index.js';
import { asmChecks } from './asm/index.js';
import { asmKindChecks } from './asm-kinds/index.js';
import { conditionChecks } from './conditions/index.js';
import { conflictChecks } from './conflicts/index.js';
import { effectChecks } from './effects/index.js';
import { gatewayApiChecks } from './gateway-api/index.js';
import { istioChecks } from './istio/index.js';
import { referenceChecks } from './references/index.js';
import { rolloutChecks } from './rollouts/index.js';
import { validationChecks } from './validation/index.js';

/** Every check: those of `istioctl analyze`, the validation of each kind, and our own. */
export const allChecks: readonly Check[] = [
  ...istioChecks,
  ...validationChecks,
  ...asmChecks,
  ...asmKindChecks,
  ...conflictChecks,
  ...conditionChecks,
  ...referenceChecks,
  ...gatewayApiChecks,
  ...ambientChecks,
  ...rolloutChecks,
  ...effectChecks,
  behaviour,
];
