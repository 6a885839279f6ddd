import { certificates, type FieldCoverage, modelled, noEffect, notModelled, timing } from '../coverage.js';

const overLimit = notModelled('under load, requests over the limit are refused: 503');
const connections = noEffect('how connections are reused');

/** `connectionPool`, of clients in a DestinationRule and of servers in a Sidecar. */
export const connectionPool: FieldCoverage = {
  tcp: {
    maxConnections: overLimit,
    connectTimeout: modelled,
    idleTimeout: timing,
    maxConnectionDuration: timing,
    tcpKeepalive: timing,
  },
  http: {
    http1MaxPendingRequests: overLimit,
    http2MaxRequests: overLimit,
    maxRequestsPerConnection: connections,
    maxRetries: notModelled('under load, retries over the limit are left out', { onFailure: true }),
    idleTimeout: timing,
    h2UpgradePolicy: connections,
    useClientProtocol: connections,
    maxConcurrentStreams: connections,
    http2KeepAlive: connections,
  },
};

const newPods = noEffect('only new pods, for a while');

const loadBalancer: FieldCoverage = {
  simple: modelled,
  consistentHash: modelled,
  localityLbSetting: modelled,
  zoneAwareLbSetting: notModelled('endpoints of the zone may get more of the requests'),
  warmup: newPods,
  warmupDurationSecs: newPods,
};

/** For how long, and of how many; which endpoints are taken out, and that it turns on failover between localities, is modelled. */
const ejection = notModelled('endpoints that keep failing get no requests for a while', { onFailure: true });

const outlierDetection: FieldCoverage = {
  consecutiveErrors: ejection,
  consecutive5xxErrors: modelled,
  consecutiveGatewayErrors: modelled,
  consecutiveLocalOriginFailures: ejection,
  splitExternalLocalOriginErrors: ejection,
  outlierDetectionHttpErrorCodes: ejection,
  interval: ejection,
  baseEjectionTime: ejection,
  maxEjectionPercent: ejection,
  minHealthPercent: ejection,
};

const tls: FieldCoverage = {
  mode: modelled,
  sni: modelled,
  clientCertificate: certificates,
  privateKey: certificates,
  caCertificates: certificates,
  caCrl: certificates,
  credentialName: certificates,
  insecureSkipVerify: certificates,
  subjectAltNames: notModelled('connections fail (503) when the identity of the server is not one of these', {
    when: (_, { mode }) => mode === 'ISTIO_MUTUAL',
  }),
};

const ofPort: FieldCoverage = { loadBalancer, connectionPool, outlierDetection, tls };

const trafficPolicy: FieldCoverage = {
  ...ofPort,
  portLevelSettings: { port: modelled, ...ofPort },
  tunnel: notModelled('connections go through a tunnel of another host'),
  proxyProtocol: notModelled('connections begin with a PROXY header, which the server must understand'),
  retryBudget: notModelled('retries over the budget are left out', { onFailure: true }),
};

/** `spec` of a DestinationRule. */
export const destinationRule: FieldCoverage = {
  host: modelled,
  trafficPolicy,
  subsets: { name: modelled, labels: modelled, trafficPolicy },
  exportTo: modelled,
  workloadSelector: modelled,
};
