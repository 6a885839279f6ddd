import { certificates, type FieldCoverage, modelled, noEffect, notModelled, telemetry, timing } from '../coverage.js';
import { connectionPool } from './destination-rule.js';
import { byDns } from './gateways-and-sidecars.js';
import { proxySettings } from './proxy-settings.js';
import { retries } from './virtual-service.js';

const cipherSuites = noEffect('clients are taken to speak a version of TLS that the proxy takes');
const authorizer = { service: modelled, port: modelled, failOpen: modelled, statusOnError: modelled, timeout: timing };
const headersOfAuthorizer = notModelled('the authorizer may change headers');
const body = noEffect('the body');

/** `extensionProviders`: of those that are no authorizers only the name counts. */
const extensionProviders: FieldCoverage = {
  name: modelled,
  envoyExtAuthzHttp: {
    ...authorizer,
    pathPrefix: noEffect('what the authorizer is asked'),
    clearRouteCache: notModelled('after the authorizer has changed headers, routes are matched anew', {
      unless: [false],
    }),
    includeHeadersInCheck: noEffect('what the authorizer is asked'),
    includeRequestHeadersInCheck: noEffect('what the authorizer is asked'),
    includeAdditionalHeadersInCheck: noEffect('what the authorizer is asked'),
    includeRequestBodyInCheck: body,
    headersToUpstreamOnAllow: headersOfAuthorizer,
    headersToDownstreamOnDeny: noEffect('headers of the response'),
    headersToDownstreamOnAllow: noEffect('headers of the response'),
  },
  envoyExtAuthzGrpc: {
    ...authorizer,
    clearRouteCache: notModelled('after the authorizer has changed headers, routes are matched anew', {
      unless: [false],
    }),
    includeRequestBodyInCheck: body,
  },
  zipkin: telemetry,
  lightstep: telemetry,
  datadog: telemetry,
  stackdriver: telemetry,
  opencensus: telemetry,
  skywalking: telemetry,
  opentelemetry: telemetry,
  prometheus: telemetry,
  envoyFileAccessLog: telemetry,
  envoyHttpAls: telemetry,
  envoyTcpAls: telemetry,
  envoyOtelAls: telemetry,
  sds: certificates,
};

const listeners = notModelled('the ports at which sidecars take connections', { unless: [15001, 15006] });

/** MeshConfig (https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/). */
export const meshConfig: FieldCoverage = {
  rootNamespace: modelled,
  trustDomain: modelled,
  trustDomainAliases: modelled,
  enableAutoMtls: modelled,
  outboundTrafficPolicy: {
    mode: byDns,
    tls: notModelled('connections to hosts outside the mesh may use TLS'),
  },
  inboundTrafficPolicy: {
    mode: notModelled('connections to pods arrive at their loopback address', { unless: ['PASSTHROUGH'] }),
  },
  defaultServiceExportTo: modelled,
  defaultVirtualServiceExportTo: modelled,
  defaultDestinationRuleExportTo: modelled,
  localityLbSetting: modelled,
  zoneAwareLbSetting: notModelled('endpoints of the zone may get more of the requests'),
  pathNormalization: modelled,
  extensionProviders,
  defaultConfig: proxySettings,
  defaultHttpRetryPolicy: retries,
  defaultTrafficPolicy: {
    connectionPool,
    outlierDetection: notModelled('endpoints that keep failing get no requests for a while', { onFailure: true }),
  },
  discoverySelectors: notModelled('objects of namespaces that are not selected have no effect'),
  serviceSettings: modelled,
  serviceScopeConfigs: notModelled('in a mesh of several clusters, hosts may be served in their own cluster only'),
  serviceEntryVisibility: notModelled('ServiceEntries may have no effect in some namespaces'),
  configSources: notModelled('configuration comes from other places as well'),
  ingressClass: modelled,
  ingressService: modelled,
  ingressControllerMode: modelled,
  ingressSelector: modelled,
  proxyListenPort: listeners,
  proxyInboundListenPort: listeners,
  proxyHttpPort: notModelled('sidecars take requests as HTTP proxies at this port', { unless: [0] }),
  protocolDetectionTimeout: timing,
  connectTimeout: modelled,
  hboneIdleTimeout: timing,
  tcpKeepalive: timing,
  dnsRefreshRate: timing,
  h2UpgradePolicy: noEffect('how connections are reused'),
  meshMTLS: cipherSuites,
  tlsDefaults: cipherSuites,
  caCertificates: certificates,
  certificates,
  ca: certificates,
  verifyCertificateAtClient: certificates,
  accessLogFile: telemetry,
  accessLogFormat: telemetry,
  accessLogEncoding: telemetry,
  enableEnvoyAccessLogService: telemetry,
  disableEnvoyListenerLog: telemetry,
  enableTracing: telemetry,
  enablePrometheusMerge: telemetry,
  defaultProviders: telemetry,
  inboundClusterStatName: telemetry,
  outboundClusterStatName: telemetry,
};
