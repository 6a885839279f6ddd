import type { Check } from '../../check.js';
import { outboundMode } from './outbound-mode.js';
import { repeatedDestinations } from './repeated-destinations.js';
import { waypointWithoutAmbient } from './waypoint-without-ambient.js';

/** Whether settings do what they look like. */
export const effectChecks: readonly Check[] = [outboundMode, repeatedDestinations, waypointWithoutAmbient];
