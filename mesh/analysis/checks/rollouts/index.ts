import type { Check } from '../../check.js';
import { analysisTemplates } from './analysis-templates.js';
import { canaries } from './canaries.js';
import { rolloutOwners } from './owners.js';
import { rolloutReferences } from './rollout-references.js';
import { rolloutSteps } from './rollout-steps.js';
import { rolloutTraffic } from './rollout-traffic.js';

/** Whether Argo Rollouts and Flagger find what they need, and what they do to the objects of the files. */
export const rolloutChecks: readonly Check[] = [
  rolloutReferences,
  rolloutTraffic,
  rolloutSteps,
  rolloutOwners,
  canaries,
  analysisTemplates,
];
