import type { Check } from '../../check.js';

/** The rules of Istio's validation webhook for each kind (code IST0106). */
export const validationChecks: readonly Check[] = [];
