import type { Check } from '../../check.js';

/** The checks that only this program has (codes `ASM…`). */
export const asmChecks: readonly Check[] = [];
