import { labels, object, portNumber, selector, texts } from './common-shapes.js';
import { asFlag as flag, list, mapOf, asNumber as number, record, asText as text } from './narrowing.js';

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

/** https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export const destinationRule = record({
  host: text,
  trafficPolicy,
  subsets: list(record({ name: text, labels, trafficPolicy })),
  exportTo: texts,
  workloadSelector: selector,
});
