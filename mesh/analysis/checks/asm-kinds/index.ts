import type { Check } from '../../check.js';
import { credentials } from './credentials.js';
import { egressPolicies } from './egress-policies.js';
import { lanes } from './lanes.js';
import { asmSelectors } from './selectors.js';
import { limitTargets } from './targets.js';

/** What the kinds of Alibaba Cloud Service Mesh refer to. */
export const asmKindChecks: readonly Check[] = [lanes, asmSelectors, limitTargets, egressPolicies, credentials];
