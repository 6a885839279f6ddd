import type { Check } from '../../check.js';
import { ambientHttpPolicies } from './http-policies.js';
import { ambientHttpRoutes } from './http-routes.js';

/** Whether settings for HTTP act on workloads in ambient mode. */
export const ambientChecks: readonly Check[] = [ambientHttpPolicies, ambientHttpRoutes];
