import { certificates, documentation, type FieldCoverage, modelled, noEffect, notModelled } from '../coverage.js';

const sticky = notModelled('requests of one session go to one endpoint');
const defaultGateways = noEffect('Istio ignores it');
const plainRoute: FieldCoverage = {
  parentRefs: modelled,
  hostnames: modelled,
  rules: { name: documentation, backendRefs: modelled },
  useDefaultGateways: defaultGateways,
};
const { hostnames: _, ...withoutHostnames } = plainRoute;

const extension = notModelled('a filter of another program may change or answer requests');
const authorizer = notModelled('an external authorizer may refuse requests: 403');

const grpcFilters: FieldCoverage = {
  type: modelled,
  requestHeaderModifier: modelled,
  responseHeaderModifier: modelled,
  requestMirror: modelled,
  extensionRef: extension,
};
const browsers = noEffect('for browsers');
const httpFilters: FieldCoverage = {
  ...grpcFilters,
  requestRedirect: modelled,
  urlRewrite: modelled,
  cors: {
    allowOrigins: modelled,
    allowMethods: browsers,
    allowHeaders: browsers,
    exposeHeaders: browsers,
    maxAge: browsers,
    allowCredentials: browsers,
  },
  externalAuth: authorizer,
};
const reference = { group: modelled, kind: modelled, name: modelled, namespace: modelled };
const backend = { ...reference, port: modelled, weight: modelled };

const httpRoute: FieldCoverage = {
  parentRefs: modelled,
  hostnames: modelled,
  rules: {
    name: documentation,
    matches: modelled,
    filters: httpFilters,
    backendRefs: { ...backend, filters: httpFilters },
    timeouts: modelled,
    retry: { attempts: modelled, codes: modelled, backoff: noEffect('the time that things take') },
    sessionPersistence: sticky,
  },
  useDefaultGateways: defaultGateways,
};

const grpcRoute: FieldCoverage = {
  parentRefs: modelled,
  hostnames: modelled,
  rules: {
    name: documentation,
    matches: modelled,
    filters: grpcFilters,
    backendRefs: { ...backend, filters: grpcFilters },
    sessionPersistence: sticky,
  },
  useDefaultGateways: defaultGateways,
};

const listeners: FieldCoverage = {
  name: modelled,
  hostname: modelled,
  port: modelled,
  protocol: modelled,
  allowedRoutes: modelled,
  tls: {
    mode: modelled,
    certificateRefs: modelled,
    options: modelled,
  },
};

const gateway: FieldCoverage = {
  gatewayClassName: modelled,
  addresses: modelled,
  listeners,
  infrastructure: {
    labels: modelled,
    annotations: modelled,
    parametersRef: notModelled('the Service and the pods of the gateway may be made otherwise'),
  },
  allowedListeners: modelled,
  tls: {
    frontend: modelled,
    backend: certificates,
  },
  defaultScope: defaultGateways,
};

const backendTlsPolicy: FieldCoverage = {
  targetRefs: modelled,
  validation: {
    caCertificateRefs: modelled,
    wellKnownCACertificates: modelled,
    hostname: modelled,
    subjectAltNames: certificates,
  },
  options: noEffect('Istio ignores it'),
};

const trafficPolicy: FieldCoverage = {
  targetRefs: modelled,
  retryConstraint: notModelled('retries over a budget are left out', { onFailure: true }),
  sessionPersistence: noEffect('Istio ignores it'),
};

/** `spec` of each kind of the Gateway API that is an experiment. */
export const experimentalSpecs: Readonly<Record<string, FieldCoverage>> = {
  XBackendTrafficPolicy: trafficPolicy,
  XBackend: notModelled('routes may send requests to a host outside'),
  XListenerSet: noEffect('Istio reads ListenerSets only'),
  XMesh: noEffect('a name for the mesh'),
};

/** `spec` of each kind of the Gateway API; a ReferenceGrant and a GatewayClass have theirs there too. */
export const gatewayApiSpecs: Readonly<Record<string, FieldCoverage>> = {
  Gateway: gateway,
  GatewayClass: {
    controllerName: modelled,
    description: documentation,
    parametersRef: notModelled('the Services and the pods of gateways may be made otherwise'),
  },
  HTTPRoute: httpRoute,
  GRPCRoute: grpcRoute,
  TLSRoute: plainRoute,
  TCPRoute: withoutHostnames,
  UDPRoute: noEffect('no answer is about UDP'),
  ReferenceGrant: modelled,
  BackendTLSPolicy: backendTlsPolicy,
  ListenerSet: { parentRef: modelled, listeners },
};
