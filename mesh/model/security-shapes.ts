import { selector, targets, texts } from './common-shapes.js';
import { asFlag as flag, list, mapOf, record, asText as text } from './narrowing.js';

/** Shapes of security.istio.io (https://istio.io/latest/docs/reference/config/security/). */

const mutualTls = record({ mode: text });
export const peerAuthentication = record({ selector, mtls: mutualTls, portLevelMtls: mapOf(mutualTls) });

const source = record({
  principals: texts,
  notPrincipals: texts,
  requestPrincipals: texts,
  notRequestPrincipals: texts,
  namespaces: texts,
  notNamespaces: texts,
  serviceAccounts: texts,
  notServiceAccounts: texts,
  ipBlocks: texts,
  notIpBlocks: texts,
  remoteIpBlocks: texts,
  notRemoteIpBlocks: texts,
});
const operation = record({
  hosts: texts,
  notHosts: texts,
  ports: texts,
  notPorts: texts,
  methods: texts,
  notMethods: texts,
  paths: texts,
  notPaths: texts,
});
export const authorizationPolicy = record({
  selector,
  ...targets,
  action: text,
  provider: record({ name: text }),
  rules: list(
    record({
      from: list(record({ source })),
      to: list(record({ operation })),
      when: list(record({ key: text, values: texts, notValues: texts })),
    }),
  ),
});

export const requestAuthentication = record({
  selector,
  ...targets,
  jwtRules: list(
    record({
      issuer: text,
      audiences: texts,
      jwksUri: text,
      jwks: text,
      fromHeaders: list(record({ name: text, prefix: text })),
      fromParams: texts,
      fromCookies: texts,
      spaceDelimitedClaims: texts,
      outputPayloadToHeader: text,
      outputClaimToHeaders: list(record({ header: text, claim: text })),
      forwardOriginalToken: flag,
      timeout: text,
    }),
  ),
});
