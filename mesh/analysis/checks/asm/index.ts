import type { Check } from '../../check.js';
import { accessLogVolume } from './access-log-volume.js';
import { allowEveryone } from './allow-everyone.js';
import { claimsAuthentication } from './claims-authentication.js';
import { duplicateObject } from './duplicate-object.js';
import { everyoneWritesIstio } from './everyone-writes-istio.js';
import { httpOnTcp } from './http-on-tcp.js';
import { httpPolicyOnTcp } from './http-policy-on-tcp.js';
import { literalKey } from './literal-key.js';
import { missingOwnership } from './missing-ownership.js';
import { publicGatewayRateLimit } from './public-gateway-rate-limit.js';
import { publicGatewayTls } from './public-gateway-tls.js';
import { retriesMultiply } from './retries-multiply.js';
import { retriesOverTimeout } from './retries-over-timeout.js';
import { routeWeights } from './route-weights.js';
import { shortHost } from './short-host.js';
import { strictOutsideCallers } from './strict-outside-callers.js';
import { strictWithoutAuthorization } from './strict-without-authorization.js';
import { subsetInCluster } from './subset-in-cluster.js';
import { targetAcceptsKind } from './target-accepts-kind.js';
import { unknownPrincipal } from './unknown-principal.js';

/** The checks that only this program has (codes `ASM…`). */
export const asmChecks: readonly Check[] = [
  routeWeights,
  strictOutsideCallers,
  allowEveryone,
  strictWithoutAuthorization,
  publicGatewayTls,
  publicGatewayRateLimit,
  claimsAuthentication,
  unknownPrincipal,
  httpOnTcp,
  httpPolicyOnTcp,
  shortHost,
  retriesMultiply,
  retriesOverTimeout,
  everyoneWritesIstio,
  subsetInCluster,
  targetAcceptsKind,
  accessLogVolume,
  literalKey,
  missingOwnership,
  duplicateObject,
];
