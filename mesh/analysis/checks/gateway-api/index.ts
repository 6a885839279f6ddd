import type { Check } from '../../check.js';
import { gatewayClasses } from './gateway-classes.js';
import { routeBackends } from './route-backends.js';
import { routeParents } from './route-parents.js';

/** Whether Gateways of the Gateway API are served, and take the routes that name them. */
export const gatewayApiChecks: readonly Check[] = [routeParents, routeBackends, gatewayClasses];
