import type { Check } from '../../check.js';
import { delegateRules } from './delegate-rules.js';
import { policyHosts } from './policy-hosts.js';
import { policyMethods } from './policy-methods.js';
import { portsOfTheOtherSide } from './ports-of-the-other-side.js';
import { targetPorts } from './target-ports.js';

/** Whether rules and conditions can fit any request. */
export const conditionChecks: readonly Check[] = [
  delegateRules,
  policyMethods,
  policyHosts,
  portsOfTheOtherSide,
  targetPorts,
];
