/**
 * `trafficPolicy` of DestinationRule.
 *
 * The type generated from the CRD spells out every combination of its alternatives, over thirty thousand lines of
 * which a compiler needs a minute; this says the same with the alternatives as options. The schema still checks them.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
 */
export interface TrafficPolicySpec extends PortTrafficPolicySpec {
  portLevelSettings?: (PortTrafficPolicySpec & { port?: { number?: number } })[];
  tunnel?: { protocol?: string; targetHost: string; targetPort: number };
  proxyProtocol?: { version?: 'V1' | 'V2' };
  retryBudget?: { percent?: number; minRetryConcurrency?: number };
}

/** The part of a traffic policy that may also be said of one port. */
export interface PortTrafficPolicySpec {
  connectionPool?: {
    tcp?: {
      maxConnections?: number;
      connectTimeout?: string;
      idleTimeout?: string;
      maxConnectionDuration?: string;
      tcpKeepalive?: { probes?: number; time?: string; interval?: string };
    };
    http?: {
      http1MaxPendingRequests?: number;
      http2MaxRequests?: number;
      maxRequestsPerConnection?: number;
      maxRetries?: number;
      idleTimeout?: string;
      h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';
      useClientProtocol?: boolean;
      maxConcurrentStreams?: number;
    };
  };
  outlierDetection?: {
    consecutive5xxErrors?: number;
    consecutiveErrors?: number;
    consecutiveGatewayErrors?: number;
    consecutiveLocalOriginFailures?: number;
    splitExternalLocalOriginErrors?: boolean;
    interval?: string;
    baseEjectionTime?: string;
    maxEjectionPercent?: number;
    minHealthPercent?: number;
  };
  loadBalancer?: {
    simple?: 'UNSPECIFIED' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'ROUND_ROBIN' | 'LEAST_REQUEST';
    consistentHash?: {
      httpHeaderName?: string;
      httpCookie?: { name: string; path?: string; ttl?: string };
      httpQueryParameterName?: string;
      useSourceIp?: boolean;
      maglev?: { tableSize?: number };
      ringHash?: { minimumRingSize?: number };
      minimumRingSize?: number;
    };
    localityLbSetting?: {
      enabled?: boolean;
      distribute?: { from?: string; to?: Record<string, number> }[];
      failover?: { from?: string; to?: string }[];
      failoverPriority?: string[];
    };
    warmupDurationSecs?: string;
    warmup?: { duration: string; minimumPercent?: number; aggression?: number };
  };
  tls?: {
    mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
    sni?: string;
    credentialName?: string;
    caCertificates?: string;
    clientCertificate?: string;
    privateKey?: string;
    caCrl?: string;
    subjectAltNames?: string[];
    insecureSkipVerify?: boolean;
  };
}
