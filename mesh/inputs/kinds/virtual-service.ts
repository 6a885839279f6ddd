import { documentation, type FieldCoverage, modelled, noEffect, notModelled, telemetry, timing } from '../coverage.js';

const ignored = noEffect('Istio ignores it');
const browsers = noEffect('for browsers');

/** `retries` of a rule, and those of the mesh. */
export const retries: FieldCoverage = {
  attempts: modelled,
  perTryTimeout: modelled,
  retryOn: modelled,
  backoff: timing,
  retryIgnorePreviousHosts: modelled,
  retryRemoteLocalities: notModelled('a retry may go to another locality', { onFailure: true }),
};

const http: FieldCoverage = {
  name: modelled,
  match: {
    name: documentation,
    uri: modelled,
    scheme: modelled,
    method: modelled,
    authority: modelled,
    headers: modelled,
    port: modelled,
    sourceLabels: modelled,
    gateways: modelled,
    queryParams: modelled,
    ignoreUriCase: modelled,
    withoutHeaders: modelled,
    sourceNamespace: modelled,
    statPrefix: telemetry,
  },
  route: modelled,
  redirect: modelled,
  directResponse: { status: modelled, body: noEffect('the body') },
  delegate: modelled,
  rewrite: modelled,
  timeout: modelled,
  retries,
  fault: {
    delay: { fixedDelay: modelled, percentage: modelled, percent: modelled, exponentialDelay: ignored },
    abort: { httpStatus: modelled, grpcStatus: modelled, percentage: modelled, http2Error: ignored },
  },
  mirror: modelled,
  mirrors: modelled,
  mirrorPercentage: modelled,
  mirrorPercent: modelled,
  mirror_percent: modelled,
  corsPolicy: {
    allowOrigin: modelled,
    allowOrigins: modelled,
    unmatchedPreflights: modelled,
    allowMethods: browsers,
    allowHeaders: browsers,
    exposeHeaders: browsers,
    maxAge: browsers,
    allowCredentials: browsers,
  },
  headers: modelled,
};

const tcp: FieldCoverage = {
  match: {
    destinationSubnets: modelled,
    port: modelled,
    sourceLabels: modelled,
    gateways: modelled,
    sourceNamespace: modelled,
    sourceSubnet: ignored,
  },
  route: modelled,
};

/** `spec` of a VirtualService. */
export const virtualService: FieldCoverage = {
  hosts: modelled,
  gateways: modelled,
  exportTo: modelled,
  http,
  tls: modelled,
  tcp,
};
