import { type FieldCoverage, modelled, noEffect, notModelled } from '../coverage.js';

/** `spec` of a PeerAuthentication. */
export const peerAuthentication: FieldCoverage = { selector: modelled, mtls: modelled, portLevelMtls: modelled };

const keys = noEffect('keys are taken to be there and to verify');

/** `spec` of a RequestAuthentication. */
export const requestAuthentication: FieldCoverage = {
  selector: modelled,
  targetRef: modelled,
  targetRefs: modelled,
  jwtRules: {
    issuer: modelled,
    audiences: modelled,
    jwksUri: keys,
    jwks_uri: keys,
    jwks: keys,
    fromHeaders: modelled,
    fromParams: modelled,
    fromCookies: modelled,
    outputPayloadToHeader: modelled,
    outputClaimToHeaders: modelled,
    forwardOriginalToken: modelled,
    spaceDelimitedClaims: modelled,
    timeout: keys,
  },
};

const attribute = notModelled('requests may be allowed or denied by it, and what it is is not known', {
  when: (key) => key === 'destination.ip' || String(key).startsWith('experimental.envoy.filters.'),
});

/** `spec` of an AuthorizationPolicy. */
export const authorizationPolicy: FieldCoverage = {
  selector: modelled,
  targetRef: modelled,
  targetRefs: modelled,
  action: modelled,
  provider: modelled,
  rules: {
    from: modelled,
    to: modelled,
    when: { key: attribute, values: modelled, notValues: modelled },
  },
};
