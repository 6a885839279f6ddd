import { asFlag as flag, list, mapOf, asNumber as number, type Reader, record, asText as text } from './narrowing.js';

/**
 * The shapes of the `spec` of each kind of configuration: field names and types as in the reference of the Istio APIs
 * (https://istio.io/latest/docs/reference/config/) and of the Gateway API (https://gateway-api.sigs.k8s.io/reference/spec/).
 * They let the rest of the program read a spec by its type without checking each field again.
 */

const object = record({});
const texts = list(text);
const labels = mapOf(text);
const stringMatch = record({ exact: text, prefix: text, regex: text });
const stringMatches = mapOf(stringMatch);
const selector = record({ matchLabels: labels });
const workloadSelector = record({ labels, matchLabels: labels });
const targetReference = record({ group: text, kind: text, name: text, namespace: text, sectionName: text });
const targetRefs = list(targetReference);
const portNumber = record({ number });
const destination = record({ host: text, subset: text, port: portNumber });
const headerChange = record({ set: labels, add: labels, remove: texts });
const headers = record({ request: headerChange, response: headerChange });
const weighted = record({ destination, weight: number, headers });
const percentage = record({ value: number });

const httpMatch = record({
  name: text,
  uri: stringMatch,
  scheme: stringMatch,
  method: stringMatch,
  authority: stringMatch,
  headers: stringMatches,
  withoutHeaders: stringMatches,
  queryParams: stringMatches,
  port: number,
  sourceLabels: labels,
  sourceNamespace: text,
  gateways: texts,
  ignoreUriCase: flag,
  statPrefix: text,
});

const httpRoute = record({
  name: text,
  match: list(httpMatch),
  route: list(weighted),
  redirect: record({
    uri: text,
    authority: text,
    port: number,
    derivePort: text,
    scheme: text,
    redirectCode: number,
  }),
  directResponse: record({ status: number, body: object }),
  delegate: record({ name: text, namespace: text }),
  rewrite: record({ uri: text, authority: text, uriRegexRewrite: record({ match: text, rewrite: text }) }),
  timeout: text,
  retries: record({
    attempts: number,
    perTryTimeout: text,
    retryOn: text,
    retryRemoteLocalities: flag,
    retryIgnorePreviousHosts: flag,
    backoff: text,
  }),
  fault: record({
    delay: record({ fixedDelay: text, exponentialDelay: text, percentage, percent: number }),
    abort: record({ httpStatus: number, grpcStatus: text, http2Error: text, percentage }),
  }),
  mirror: destination,
  mirrors: list(record({ destination, percentage })),
  mirrorPercentage: percentage,
  mirrorPercent: number,
  corsPolicy: record({
    allowOrigins: list(stringMatch),
    allowMethods: texts,
    allowHeaders: texts,
    exposeHeaders: texts,
    maxAge: text,
    allowCredentials: flag,
  }),
  headers,
});

const virtualService = record({
  hosts: texts,
  gateways: texts,
  exportTo: texts,
  http: list(httpRoute),
  tls: list(
    record({
      match: list(
        record({
          sniHosts: texts,
          destinationSubnets: texts,
          port: number,
          sourceLabels: labels,
          sourceNamespace: text,
          gateways: texts,
        }),
      ),
      route: list(weighted),
    }),
  ),
  tcp: list(
    record({
      match: list(
        record({
          destinationSubnets: texts,
          port: number,
          sourceLabels: labels,
          sourceNamespace: text,
          sourceSubnet: text,
          gateways: texts,
        }),
      ),
      route: list(weighted),
    }),
  ),
});

const clientTls = record({
  mode: text,
  clientCertificate: text,
  privateKey: text,
  caCertificates: text,
  credentialName: text,
  sni: text,
  subjectAltNames: texts,
  insecureSkipVerify: flag,
});

const portPolicy = {
  loadBalancer: record({
    simple: text,
    consistentHash: record({
      httpHeaderName: text,
      httpCookie: record({ name: text, path: text, ttl: text }),
      useSourceIp: flag,
      httpQueryParameterName: text,
      ringHash: record({ minimumRingSize: number }),
      maglev: record({ tableSize: number }),
    }),
    localityLbSetting: record({
      distribute: list(record({ from: text, to: mapOf(number) })),
      failover: list(record({ from: text, to: text })),
      failoverPriority: texts,
      enabled: flag,
    }),
    warmup: object,
    warmupDurationSecs: text,
  }),
  connectionPool: record({
    tcp: record({ maxConnections: number, connectTimeout: text, tcpKeepalive: object, idleTimeout: text }),
    http: record({
      http1MaxPendingRequests: number,
      http2MaxRequests: number,
      maxRequestsPerConnection: number,
      maxRetries: number,
      idleTimeout: text,
      h2UpgradePolicy: text,
      useClientProtocol: flag,
      maxConcurrentStreams: number,
    }),
  }),
  outlierDetection: record({
    consecutiveErrors: number,
    consecutive5xxErrors: number,
    consecutiveGatewayErrors: number,
    consecutiveLocalOriginFailures: number,
    splitExternalLocalOriginErrors: flag,
    interval: text,
    baseEjectionTime: text,
    maxEjectionPercent: number,
    minHealthPercent: number,
  }),
  tls: clientTls,
};

const trafficPolicy = record({
  ...portPolicy,
  portLevelSettings: list(record({ ...portPolicy, port: portNumber })),
  tunnel: record({ protocol: text, targetHost: text, targetPort: number }),
  proxyProtocol: object,
});

const destinationRule = record({
  host: text,
  trafficPolicy,
  subsets: list(record({ name: text, labels, trafficPolicy })),
  exportTo: texts,
  workloadSelector: selector,
});

const serverTls = record({
  mode: text,
  httpsRedirect: flag,
  credentialName: text,
  credentialNames: texts,
  serverCertificate: text,
  privateKey: text,
  caCertificates: text,
  caCertCredentialName: text,
  subjectAltNames: texts,
  minProtocolVersion: text,
  maxProtocolVersion: text,
  cipherSuites: texts,
});
const port = record({ number, name: text, protocol: text, targetPort: number });

const gateway = record({
  selector: labels,
  servers: list(record({ name: text, port, hosts: texts, tls: serverTls, bind: text, defaultEndpoint: text })),
});

const workloadEntryFields = {
  address: text,
  ports: mapOf(number),
  labels,
  network: text,
  locality: text,
  weight: number,
  serviceAccount: text,
};
const workloadEntry = record(workloadEntryFields);

const serviceEntry = record({
  hosts: texts,
  addresses: texts,
  ports: list(port),
  location: text,
  resolution: text,
  endpoints: list(workloadEntry),
  workloadSelector,
  exportTo: texts,
  subjectAltNames: texts,
});

const outboundTrafficPolicy = record({ mode: text, egressProxy: destination });

const sidecar = record({
  workloadSelector,
  ingress: list(
    record({ port, bind: text, captureMode: text, defaultEndpoint: text, tls: serverTls, connectionPool: object }),
  ),
  egress: list(record({ port, bind: text, captureMode: text, hosts: texts })),
  outboundTrafficPolicy,
  inboundConnectionPool: object,
});

const mutualTls = record({ mode: text });
const peerAuthentication = record({ selector, mtls: mutualTls, portLevelMtls: mapOf(mutualTls) });

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
const authorizationPolicy = record({
  selector,
  targetRef: targetReference,
  targetRefs,
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

const requestAuthentication = record({
  selector,
  targetRef: targetReference,
  targetRefs,
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

const providers = list(record({ name: text }));
const telemetry = record({
  selector,
  targetRef: targetReference,
  targetRefs,
  tracing: list(
    record({
      match: object,
      providers,
      randomSamplingPercentage: number,
      disableSpanReporting: flag,
      customTags: mapOf(object),
    }),
  ),
  metrics: list(record({ providers, overrides: list(object), reportingInterval: text })),
  accessLogging: list(record({ match: object, providers, disabled: flag, filter: record({ expression: text }) })),
});

const envoyFilter = record({
  workloadSelector,
  targetRefs,
  configPatches: list(record({ applyTo: text, match: object, patch: object })),
  priority: number,
});

const wasmPlugin = record({
  selector,
  targetRef: targetReference,
  targetRefs,
  url: text,
  phase: text,
  priority: number,
  match: list(object),
});
const proxyConfig = record({ selector, concurrency: number, environmentVariables: labels, image: object });
const workloadGroup = record({
  metadata: record({ labels, annotations: labels }),
  template: workloadEntry,
  probe: object,
});

/** Readers of the `spec` of Istio kinds, by kind. */
export const istioShapes: Readonly<Record<string, Reader<unknown>>> = {
  VirtualService: virtualService,
  DestinationRule: destinationRule,
  Gateway: gateway,
  ServiceEntry: serviceEntry,
  Sidecar: sidecar,
  PeerAuthentication: peerAuthentication,
  AuthorizationPolicy: authorizationPolicy,
  RequestAuthentication: requestAuthentication,
  Telemetry: telemetry,
  EnvoyFilter: envoyFilter,
  WasmPlugin: wasmPlugin,
  ProxyConfig: proxyConfig,
  WorkloadEntry: workloadEntry,
  WorkloadGroup: workloadGroup,
};
