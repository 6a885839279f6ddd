import type { Check } from '../../check.js';
import { exportTo } from './export-to.js';
import { idlePolicies } from './idle-policies.js';
import { policyTargets } from './policy-targets.js';
import { referenceGrants } from './reference-grants.js';
import { sidecarEgressHosts } from './sidecar-egress-hosts.js';
import { useWaypoints } from './use-waypoint.js';
import { workloadGroupAccounts } from './workload-group-accounts.js';

/** Whether what objects refer to exists, where istioctl does not look. */
export const referenceChecks: readonly Check[] = [
  idlePolicies,
  exportTo,
  referenceGrants,
  sidecarEgressHosts,
  useWaypoints,
  policyTargets,
  workloadGroupAccounts,
];
