import type { Check } from '../../check.js';
import { configurationCheck } from './configuration.js';

/** The rules of Istio's validation webhook and of the CRDs for each kind (codes IST0106 and IST0133). */
export const validationChecks: readonly Check[] = [configurationCheck];
