import {
  certificates,
  type FieldCoverage,
  modelled,
  noEffect,
  notModelled,
  resources,
  telemetry,
  timing,
} from '../coverage.js';

/** The mode that leaves connections alone, which an application may then send to the sidecar itself. */
export const ownListeners = notModelled('an application may send to listeners of the sidecar itself', {
  unless: ['REDIRECT', 'TPROXY'],
});
const headers = notModelled('requests get other headers than is said here');
const process = noEffect('how the proxy runs');
const limits = notModelled('under load, connections or requests over the limit are refused');
const buffers = noEffect('sizes of buffers');
const clientCertificates = notModelled('the header x-forwarded-client-cert is handled otherwise', {
  unless: ['UNDEFINED'],
});

/** `proxyMetadata` and `environmentVariables`: environment of the proxy, in which `ISTIO_META_` are its settings. */
export const proxyEnvironment: FieldCoverage = {
  ISTIO_META_DNS_CAPTURE: modelled,
  ISTIO_META_DNS_AUTO_ALLOCATE: noEffect('addresses are allocated to every host without one'),
  ISTIO_META_NETWORK: notModelled('endpoints of another network are reached through its gateway'),
  ISTIO_META_REQUESTED_NETWORK_VIEW: notModelled('endpoints of some networks only are known'),
  ISTIO_META_ROUTER_MODE: notModelled('the gateway knows hosts of the mesh by server name', { unless: ['standard'] }),
  ISTIO_META_IDLE_TIMEOUT: timing,
  ISTIO_META_CERT_SIGNER: certificates,
  EXIT_ON_ZERO_ACTIVE_CONNECTIONS: timing,
  MINIMUM_DRAIN_DURATION: timing,
  SECRET_TTL: certificates,
  '*': notModelled('the proxy runs with a setting of its own'),
};

const connectionSettings: FieldCoverage = {
  profile: notModelled('limits and handling of paths are those of another profile'),
  listenerPerConnectionBufferLimitBytes: buffers,
  clusterPerConnectionBufferLimitBytes: buffers,
  http2InitialStreamWindowSize: buffers,
  http2InitialConnectionWindowSize: buffers,
  httpIdleTimeout: timing,
  httpMaxConnectionDuration: timing,
  httpDrainTimeout: timing,
  httpRequestTimeout: timing,
  httpRequestHeadersTimeout: timing,
  httpStreamIdleTimeout: timing,
  httpMaxStreamDuration: timing,
  httpMaxConcurrentStreams: noEffect('how connections are reused'),
  httpHeadersWithUnderscoresAction: notModelled(
    'headers with underscores may be dropped, or their requests refused: 400',
  ),
  httpMergeSlashes: notModelled('several slashes in a path become one'),
  httpPathWithEscapedSlashesAction: notModelled('paths with escaped slashes may be refused or redirected'),
  listenerConnectionLimit: limits,
  globalDownstreamConnectionLimit: limits,
};

/** ProxyConfig of the MeshConfig (`defaultConfig`) and of the annotation `proxy.istio.io/config`. */
export const proxySettings: FieldCoverage = {
  proxyMetadata: proxyEnvironment,
  gatewayTopology: {
    numTrustedProxies: modelled,
    forwardClientCertDetails: clientCertificates,
    proxyProtocol: notModelled('the gateway takes only connections that begin with a PROXY header', {
      side: 'receiver',
    }),
  },
  interceptionMode: ownListeners,
  proxyHeaders: {
    forwardedClientCert: clientCertificates,
    setCurrentClientCertDetails: clientCertificates,
    requestId: headers,
    xForwardedHost: headers,
    xForwardedPort: headers,
    attemptCount: noEffect('a header for workloads that count attempts'),
    server: noEffect('headers of the response'),
    envoyDebugHeaders: noEffect('headers of the response'),
    metadataExchangeHeaders: telemetry,
    preserveHttp1HeaderCase: noEffect('the case of headers'),
  },
  connectionSettings,
  holdApplicationUntilProxyStarts: timing,
  runtimeValues: notModelled('Envoy runs with other features'),
  customConfigFile: notModelled('the proxy runs with a configuration of its own', { unless: [''] }),
  proxyBootstrapTemplatePath: notModelled('the proxy runs with a configuration of its own', { unless: [''] }),
  configPath: process,
  binaryPath: process,
  serviceCluster: telemetry,
  tracingServiceName: telemetry,
  drainDuration: timing,
  terminationDrainDuration: timing,
  discoveryAddress: notModelled('another control plane may configure the proxy', {
    when: (address) => !/^istiod(?:-[\w-]+)?\.[\w-]+(?:\.svc[\w.]*)?:15012$/.test(String(address)),
  }),
  discoveryRefreshDelay: timing,
  zipkinAddress: telemetry,
  statsdUdpAddress: telemetry,
  envoyMetricsServiceAddress: telemetry,
  proxyAdminPort: process,
  availabilityZone: process,
  controlPlaneAuthPolicy: certificates,
  statNameLength: telemetry,
  concurrency: resources,
  tracing: telemetry,
  sds: certificates,
  envoyAccessLogService: telemetry,
  envoyMetricsService: telemetry,
  statusPort: process,
  extraStatTags: telemetry,
  meshId: telemetry,
  readinessProbe: noEffect('pods are taken to be ready'),
  proxyStatsMatcher: telemetry,
  caCertificatesPem: certificates,
  image: resources,
  privateKeyProvider: certificates,
  fileFlushInterval: telemetry,
  fileFlushMinSizeKb: telemetry,
  statsCompression: telemetry,
};
