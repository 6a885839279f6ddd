import type { DifferentialCase } from '../case.js';
import { authorizerCases } from './authorizers.js';
import { behaviourCases } from './behaviour.js';
import { callerCases } from './callers.js';
import { chainCases } from './chains.js';
import { connectionRouteCases } from './connection-routes.js';
import { entryCases } from './entries.js';
import { gatewayCombinationCases } from './gateway-combinations.js';
import { gatewayCases } from './gateways.js';
import { generatedCases } from './generated.js';
import { hostCases } from './hosts.js';
import { httpRouteParentCases } from './http-route-parents.js';
import { httpRouteCases } from './http-routes.js';
import { localityCases } from './localities.js';
import { matchingCases } from './matching.js';
import { meshSettingCases } from './mesh-settings.js';
import { policyValueCases } from './policy-values.js';
import { requestChangeCases } from './request-changes.js';
import { routingCases } from './routing.js';
import { ruleCases } from './rules.js';
import { scopeCases } from './scopes.js';
import { scopeAndEntryCases } from './scopes-and-entries.js';
import { securityCases } from './security.js';
import { serviceCases } from './services.js';
import { tlsCases } from './tls.js';
import { tokenPlaceCases } from './token-places.js';
import { tokenCases } from './tokens.js';

/** Every configuration that is compared with a real mesh. */
export const allCases: readonly DifferentialCase[] = [
  ...routingCases,
  ...securityCases,
  ...hostCases,
  ...gatewayCases,
  ...tlsCases,
  ...localityCases,
  ...behaviourCases,
  ...callerCases,
  ...entryCases,
  ...matchingCases,
  ...tokenCases,
  ...ruleCases,
  ...scopeCases,
  ...authorizerCases,
  ...meshSettingCases,
  ...requestChangeCases,
  ...chainCases,
  ...tokenPlaceCases,
  ...httpRouteCases,
  ...httpRouteParentCases,
  ...connectionRouteCases,
  ...policyValueCases,
  ...serviceCases,
  ...gatewayCombinationCases,
  ...scopeAndEntryCases,
  ...generatedCases,
];
