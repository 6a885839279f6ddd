import type { Check } from '../../check.js';
import { destinationRuleConflicts } from './destination-rules.js';
import { gatewayListenerConflicts } from './gateway-listeners.js';
import { gatewayRouteConflicts } from './gateway-routes.js';
import { peerAuthenticationConflicts } from './peer-authentications.js';
import { serviceEntryConflicts } from './service-entries.js';
import { telemetryConflicts } from './telemetries.js';
import { workloadGroupConflicts } from './workload-groups.js';

/** Which objects, or parts of them, lose to others for the same thing. */
export const conflictChecks: readonly Check[] = [
  peerAuthenticationConflicts,
  destinationRuleConflicts,
  gatewayRouteConflicts,
  gatewayListenerConflicts,
  serviceEntryConflicts,
  telemetryConflicts,
  workloadGroupConflicts,
];
