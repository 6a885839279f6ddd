import { parseYaml } from '../../../../mesh/yaml/parser.js';

const match = 'match: {vhost: {name: cart.shop.svc.cluster.local, port: 8080, route: {name_match: cart-main}}}';
const targets =
  'target_services: [{kind: VirtualService, namespace: shop, name: cart, port: 8080, section_name: cart-main}]';
const requests =
  'request_match: {header_match: [{name: ":path", prefix_match: /a, invert_match: false}], query_match: [{name: q, exact_match: a}], distinct: [{name: x-user}]}';
const perSecond = 'fill_interval: {seconds: 1, nanos: 500}, quota: 50';
const common =
  'common_config: {enabled: {default_value: true, runtime_key: a}, min_content_length: 30, content_type: [text/html]}';

/** `FileDescriptorSet` of one file of package `shop.v1` with the service `Cart`. */
const cartDescriptor = Buffer.from([
  10,
  17,
  18,
  7,
  ...Buffer.from('shop.v1'),
  50,
  6,
  10,
  4,
  ...Buffer.from('Cart'),
]).toString('base64');

/** The `spec` of an object of each kind of ASM with every documented field, with its metadata where they are not `{name: one, namespace: shop}`. */
const specs: Readonly<Record<string, string | readonly [spec: string, metadata: string]>> = {
  ASMMeshConfig: [
    `{connectTimeout: 5s, protocolDetectionTimeout: 100ms, tcpKeepalive: {probes: 3, time: 10s, interval: 1m},
      pathNormalization: {normalization: MERGE_SLASHES}, defaultHttpRetryPolicy: {attempts: 2, perTryTimeout: 1s, retryOn: "5xx"},
      enablePrometheusMerge: true, sidecarInjectorWebhookConfiguration: {rewriteAppHTTPProbe: true, replicaCount: 2, resources: {}},
      rateLimitService: {enabled: true, redis: {url: "redis:6379"}, replicas: 2},
      accessLogConfiguration: {logEncoding: JSON, logProject: p, sidecarEnabled: true, gatewayEnabled: true},
      manifestPatch: [{targetRef: {kind: DaemonSet}, patch: "a"}]}`,
    '{name: default}',
  ],
  ASMReconcileNSLabels: ['{syncPolicy: {enabled: true, clusters: [c1, c2]}}', '{name: default}'],
  ASMCredential: ['{type: mtls, cert: a, key: b, caCert: c}', '{name: shop, namespace: istio-system}'],
  ASMExtensionProvider: [
    '{opentelemetry: {service: otel.tracing.svc.cluster.local, port: 4317, maxTagLength: 256, grpc: {timeout: 1s, initialMetadata: [{name: a, value: b}]}}}',
    '{name: tracing}',
  ],
  ASMLocalRateLimiter: `{workloadSelector: {labels: {app: a}}, isGateway: false, configs: [
      {name: a, ${match}, limit: {${perSecond}, per_downstream_connection: true, custom_response_body: wait, response_header_to_add: {a: b}, status: 503},
       limit_overrides: [{${requests}, limit: {${perSecond}}}]},
      {${targets}, limit: {${perSecond}}}]}`,
  ASMGlobalRateLimiter: `{workloadSelector: {labels: {app: a}}, applyToTraffic: sidecar_inbound,
      rateLimitService: {host: limits.shop.svc.cluster.local, port: 8081, timeout: {seconds: 5, nanos: 1}}, configs: [
      {name: a, ${match}, limit: {unit: MINUTE, quota: 600}, limit_overrides: [{${requests}, limit: {unit: SECOND, quota: 1}}]},
      {name: b, ${targets}, limit: {unit: SECOND, quota: 5}}]}`,
  ASMCircuitBreaker: `{workloadSelector: {labels: {app: web}}, isGateway: false, applyToTraffic: sidecar_outbound, configs: [
      {name: a, ${match}, breaker_config: {window_size: 10s, break_duration: 20s, slow_request_rt: 0.5s, max_slow_requests: 5,
        average_request_rt: 1s, error_percent: {value: 50}, min_request_amount: 20,
        custom_response: {status_code: 499, header_to_add: {x-broken: "true"}, body: wait}}},
      {${targets}, breaker_config: {average_request_rt: 1s}}]}`,
  ASMAdaptiveConcurrency: `{workload_selector: {labels: {app: a}}, sample_aggregate_percentile: {value: 60},
      concurrency_limit_params: {max_concurrency_limit: 500, concurrency_update_interval: 15s},
      min_rtt_calc_params: {interval: 60s, request_count: 100, jitter: {value: 15}, min_concurrency: 3, buffer: {value: 25}}}`,
  ASMHeaderPropagation: '{workloadSelector: {labels: {app: a}}, headers: [x-tenant, x-lane], headerPrefix: [x-shop-]}',
  ASMGrpcJsonTranscoder: `{workloadSelector: {labels: {istio: edge}}, isGateway: true, portNumber: 8080, services: [shop.v1.Cart],
      protoDescriptorBin: "${cartDescriptor}", priority: 1, transcodeFirst: true, convertGrpcStatus: true, ignoreUnknownQueryParameters: true,
      ignoredQueryParameters: [a], matchIncomingRequestRoute: true, autoMapping: true,
      printOptions: {addWhitespace: true, alwaysPrintPrimitiveFields: true, alwaysPrintEnumsAsInts: true, preserveProtoFieldNames: true}}`,
  ASMCompressor: `{workloadSelector: {labels: {istio: edge}}, isGateway: true, portNumber: 80,
      compressor_library: {gzip: {window_bits: 12, compression_level: BEST, memory_level: 5, compression_strategy: FILTERED, chunk_size: 4096}},
      request_direction_config: {${common}}, response_direction_config: {${common}, disable_on_etag_header: true, remove_accept_encoding_header: true},
      choose_first: true, per_route_configs: [{route_match: {portNumber: 80, portName: http, gateway: shop/edge,
        vhost: {name: a, route: {name: b, action: ANY}}, name: c}, disabled: true}]}`,
  ASMDecompressor: `{workloadSelector: {labels: {app: a}}, isGateway: false, portNumber: 80, decompressor_library: {gzip: {}},
      request_direction_config: {${common}}, response_direction_config: {${common}}}`,
  ASMHashTagging: `{workloadSelector: {app: a}, rules: [{name: a, match: {host: web}, description: d, header: x-user, modulo: 100, tagHeader: x-tag,
      partitions: [{partitionSize: 40, tagValue: a}, {partitionSize: 60, tagValue: b}]}]}`,
  TrafficLabel: `{workloadSelector: {labels: {app: a}}, hosts: ["*"], rules: [{labels: [{name: userdefinelabel1,
      valueFrom: [$getInboundRequestHeader(x-lane), $getLabel(version)], overwrite: true}], attachTo: [opentracing], protocols: "*"}]}`,
  RateLimitingPolicy: `{rate_limiter: {fill_amount: 10, bucket_capacity: 40, parameters: {interval: 1s, limit_by_label_key: http.request.header.user_id,
      continuous_fill: true, delay_initial_fill: false, max_idle_time: 7200s, lazy_sync: {enabled: true, num_sync: 4}},
      request_parameters: {denied_response_status_code: 429, tokens_label_key: t}, selectors: [{agent_group: default, control_point: ingress, service: web.shop.svc.cluster.local, port: 80}]}}`,
  ConcurrencyLimitingPolicy: `{concurrency_limiter: {max_concurrency: 50, parameters: {max_inflight_duration: 60s, limit_by_label_key: k},
      request_parameters: {denied_response_status_code: 429, tokens_label_key: t}, selectors: [{agent_group: default, control_point: ingress, service: any, label_matcher: {}}]}}`,
  ConcurrencySchedulingPolicy: `{concurrency_scheduler: {max_concurrency: 50, concurrency_limiter: {max_inflight_duration: 60s, limit_by_label_key: k},
      scheduler: {workloads: []}, selectors: [{agent_group: default, control_point: ingress, service: any}]}}`,
  QuotaSchedulingPolicy: `{quota_scheduler: {fill_amount: 10, bucket_capacity: 40.5, rate_limiter: {interval: 1s, continuous_fill: true, delay_initial_fill: true, max_idle_time: 1m},
      scheduler: {workloads: []}, selectors: [{agent_group: default, control_point: ingress, service: any}]}}`,
  AverageLatencySchedulingPolicy: '{load_scheduling_core: {aimd_load_scheduler: {load_scheduler: {}}}}',
  LLMProvider:
    '{workloadSelector: {labels: {app: a}}, host: dashscope.example.com, path: /v1/chat, configs: {defaultConfig: {}}}',
  LLMRoute: `{host: llm.example.com, gateways: [mesh], rules: [{name: a, matches: [{headers: {x-user: {exact: a}}, sourceLabels: {app: a}, gateways: [mesh]}],
      backendRefs: [{providerHost: dashscope.example.com, weight: 1}, {backendRef: {group: "", kind: Service, name: llm, namespace: shop, port: 80}, weight: 2}]}]}`,
  ServiceLevelObjective: [
    `{service: web, period: 30d, labels: {a: b}, slos: [{name: a, objective: "99.9", labels: {a: b}, description: d, sli: {plugin: {id: latency, options: {exclude: a}}},
      alerting: {name: a, labels: {a: b}, annotations: {a: b}, pageAlert: {}, ticketAlert: {}}}]}`,
    '{name: asm-slo-shop-web, namespace: shop}',
  ],
  IstioGateway: [
    `{gatewayType: ingress, clusterIds: [c1, c2], overrides: {c1: {replicaCount: 2}}, replicaCount: 2, autoscaleEnabled: true, minReplicas: 1, maxReplicas: 3,
      cpu: {targetAverageUtilization: 80}, memory: {targetAverageUtilization: 80}, serviceType: LoadBalancer, loadBalancerClass: alibabacloud.com/nlb,
      loadBalancerIP: 1.2.3.4, externalTrafficPolicy: Local, serviceLabels: {a: b}, podAnnotations: {a: b}, podLabels: {a: b},
      serviceAnnotations: {service.beta.kubernetes.io/alibaba-cloud-loadbalancer-zone-maps: "z-a:v1,z-b:v2"},
      ports: [{name: http2, port: 80, targetPort: 0, nodePort: 30080, protocol: HTTP}], meshExpansionPorts: [{name: tls, port: 15443}],
      resources: {limits: {cpu: "2", memory: 2G}, requests: {cpu: 200m}}, sds: {enabled: true, image: a}, env: [{name: A, value: b}], nodeSelector: {a: b},
      tolerations: [{key: a, operator: Equal, value: b, effect: NoSchedule}], secretVolumes: [{name: a, secretName: b, mountPath: /a}],
      configVolumes: [{name: c, configMapName: d, mountPath: /b}], rollingMaxSurge: "100%", rollingMaxUnavailable: "25%",
      kernel: {enabled: true, parameters: {net.core.somaxconn: "65535"}}, compression: {enabled: true, min_content_length: 10, content_type: [a],
      disable_on_etag_header: true, remove_accept_encoding_header: true, gzip: {memory_level: 9, window_bits: 15, chunk_size: 4096}}, runAsRoot: false,
      readinessProbe: {failureThreshold: 3, periodSeconds: 2, successThreshold: 1}, hostNetwork: false, dnsPolicy: ClusterFirst,
      autoCreateGatewayYaml: false, disableContainerPortExposed: false}`,
    '{name: edge, namespace: istio-system}',
  ],
  ASMEgressTrafficPolicy: [
    `{byEgressGateway: {name: out, port: 444}, egressRules: [{name: a, from: [{namespace: shop, workloadSelector: {app: a}}], to: [{name: b, hosts: [a.example.com],
      port: {name: http, number: 80, protocol: HTTP}, byEgressGateway: {port: 80}, httpsUpgrade: {enabled: true, port: 443}}]}]}`,
    '{name: egress-by-out, namespace: istio-egress}',
  ],
  ASMSwimLaneGroup: [
    `{services: [{name: web, namespace: shop, cluster: {region: r, name: c, id: c1}}, {name: cart, namespace: shop}],
      ingress: {gateway: {name: edge, namespace: istio-system, type: ASM}, ingressRouting: {ingressRoutingStrategy: weighted,
        weightedRoutingRule: {hosts: [a], requestMatches: [{uri: {prefix: /a}, headers: {x-a: {exact: b}}}]}}},
      isPermissive: true, permissiveModeConfiguration: {fallbackTarget: base, serviceLevelFallbackTarget: {cart: v2}, traceHeader: x-request-id, routeHeader: x-lane},
      autoUpdate: true}`,
    '{name: shop}',
  ],
  ASMSwimLane: [
    `{labelSelector: {version: v2}, services: [{name: web, namespace: shop}], ingressRules: [{name: a, online: true, hosts: [a.example.com],
      match: {uri: {exact: /a}, headers: {x-lane: {exact: v2}}}, route: {destination: {host: web.shop.svc.cluster.local, portNum: 80}}}],
      ingressWeight: {destination: {host: web.shop.svc.cluster.local, portNum: 80}, weight: 50}}`,
    '{name: v2, labels: {swimlane-group: shop}}',
  ],
  ServiceMesh: ['{clusterSpec: Enterprise}', '{name: mesh}'],
};

/** An object of a kind of ASM with every documented field, which the service takes; undefined for a kind whose fields are not documented. */
export function fullAsmObject(kind: string, apiVersion: string): Record<string, unknown> | undefined {
  const row = specs[kind];
  const [spec, metadata] = typeof row === 'string' ? [row, '{name: one, namespace: shop}'] : (row ?? []);
  return spec === undefined || metadata === undefined
    ? undefined
    : { apiVersion, kind, metadata: parseYaml(metadata).value, spec: parseYaml(spec).value };
}
