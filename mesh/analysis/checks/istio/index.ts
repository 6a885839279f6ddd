import type { Check } from '../../check.js';

/** The checks that `istioctl analyze` has too (codes `IST…`). */
export const istioChecks: readonly Check[] = [];
