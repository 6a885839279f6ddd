import { describe, expect, test } from '@jest/globals';
import { refusalsOf, testRefusals } from '../refusals.js';

const asm = (version: string): string => `istio.alibabacloud.com/${version}`;
const system = '{name: edge, namespace: istio-system}';

describe('IstioGateway', () => {
  const gateway = (rest: string): string =>
    `spec: {gatewayType: ingress, clusterIds: [c1], ports: [{name: http2, port: 80, targetPort: 0}]${rest === '' ? '' : `, ${rest}`}}`;
  testRefusals(
    [asm('v1beta1'), 'IstioGateway'],
    [
      [gateway('cpu: {}, sds: {}, compression: {}, readinessProbe: {}, kernel: {parameters: {}}')],
      [gateway('minReplicas: 1, maxReplicas: 3, autoscaleEnabled: true, cpu: {targetAverageUtilization: 80}')],
      [gateway('resources: {limits: {cpu: "2", memory: 2G}}, overrides: {c1: {replicaCount: 2}}')],
      ['spec: {gatewayType: cross}', 'spec.gatewayType'],
      [gateway('replicaCount: two'), 'spec.replicaCount'],
      [gateway('replicas: 2'), 'spec.replicas'],
      [gateway('minReplicas: 4, maxReplicas: 3'), 'spec.minReplicas'],
      [gateway('serviceType: Public'), 'spec.serviceType'],
      [gateway('serviceAnnotations: {a: true}'), 'spec.serviceAnnotations.a'],
      [gateway('overrides: {c2: {replicaCount: 2}}'), 'spec.overrides.c2'],
      [gateway('loadBalancerClass: alibabacloud.com/nlb'), 'spec.serviceAnnotations'],
      [
        gateway('loadBalancerClass: alibabacloud.com/nlb, serviceType: ClusterIP'),
        'spec.loadBalancerClass',
        'spec.serviceAnnotations',
      ],
      [gateway('kernel: {parameters: {net.core.somaxconn: 1024}}'), 'spec.kernel.parameters.net.core.somaxconn'],
      [gateway('dnsPolicy: Any'), 'spec.dnsPolicy'],
      ['spec: {ports: [{name: a, port: 0}]}', 'spec.ports[0].port'],
      ['spec: {ports: [{name: a, port: 80}, {name: a, port: 81}]}', 'spec.ports[1].name'],
      ['spec: {ports: [{name: a, port: 80}, {name: b, port: 80}]}', 'spec.ports[1].port'],
      ['spec: {clusterIds: [c1, c1]}', 'spec.clusterIds[1]'],
    ],
    system,
  );

  test('lives in istio-system only', () => {
    const yaml = `apiVersion: ${asm('v1beta1')}\nkind: IstioGateway\nmetadata: {name: edge, namespace: shop}\nspec: {}\n`;
    expect(refusalsOf(yaml)).toEqual(['metadata.namespace']);
  });
});

describe('limiters and breakers', () => {
  const match = 'match: {vhost: {name: "*", port: 8080}}';
  const limiter = (config: string): string => `spec: {workloadSelector: {labels: {app: a}}, configs: [{${config}}]}`;
  const at = 'spec.configs[0]';
  for (const version of ['v1', 'v1beta1']) {
    testRefusals(
      [asm(version), 'ASMLocalRateLimiter'],
      [
        [limiter(`${match}, limit: {fill_interval: {seconds: 1}, quota: 50}`)],
        [
          limiter(
            `${match}, limit: {fill_interval: {seconds: 1}, quota: 50}, limit_overrides: [{request_match: {header_match: [{name: ":path", prefix_match: /a}]}, limit: {fill_interval: {seconds: 1}, quota: 5}}]`,
          ),
        ],
        [limiter(`${match}, limit: {fill_interval: {seconds: 1}}`), `${at}.limit.quota`],
        [limiter(`${match}, limit: {fill_interval: {}, quota: 1}`), `${at}.limit.fill_interval`],
        [limiter(`${match}, limit: {fill_interval: {seconds: 1}, quota: many}`), `${at}.limit.quota`],
        [limiter(`${match}, limit: {fill_interval: 1s, quota: 1}`), `${at}.limit.fill_interval`],
        [limiter('limit: {fill_interval: {seconds: 1}, quota: 1}'), at],
        [
          limiter(
            'target_services: [{kind: Service, name: a, section_name: b}], limit: {fill_interval: {seconds: 1}, quota: 1}',
          ),
          `${at}.target_services[0].section_name`,
        ],
        ['spec: {workload_selector: {labels: {app: a}}, configs: []}', 'spec.workload_selector', 'spec.configs'],
      ],
    );
  }
  const service = 'rateLimitService: {host: limits.shop.svc.cluster.local, port: 8081}';
  testRefusals(
    [asm('v1beta1'), 'ASMGlobalRateLimiter'],
    [
      [`spec: {${service}, configs: [{name: all, ${match}, limit: {unit: MINUTE, quota: 600}}]}`],
      [`spec: {${service}, configs: [{${match}, limit: {unit: MINUTE, quota: 600}}]}`, `${at}.name`],
      [`spec: {${service}, configs: [{name: all, ${match}, limit: {unit: Minute, quota: 600}}]}`, `${at}.limit.unit`],
      [
        `spec: {rateLimitService: {port: 8081}, configs: [{name: all, ${match}, limit: {unit: DAY, quota: 6}}]}`,
        'spec.rateLimitService.host',
      ],
    ],
  );
  const breaker = (config: string): string => `spec: {configs: [{${match}, breaker_config: {${config}}}]}`;
  testRefusals(
    [asm('v1'), 'ASMCircuitBreaker'],
    [
      [breaker('window_size: 10s, error_percent: {value: 50}, min_request_amount: 20')],
      [breaker('slow_request_rt: 0.1s, max_slow_requests: 5')],
      [breaker('window_size: 13s, error_percent: {value: 50}'), `${at}.breaker_config.window_size`],
      [breaker('window_size: 10s'), `${at}.breaker_config`],
      [breaker('slow_request_rt: 1s'), `${at}.breaker_config`],
      [breaker('error_percent: {value: 150}'), `${at}.breaker_config.error_percent.value`],
      [
        breaker('error_percent: {value: 50}, custom_response: {status_code: 99}'),
        `${at}.breaker_config.custom_response.status_code`,
      ],
      [breaker('error_percent: {value: 50}, break_duration: soon'), `${at}.breaker_config.break_duration`],
    ],
  );
  testRefusals(
    [asm('v1'), 'ASMAdaptiveConcurrency'],
    [
      [
        'spec: {workload_selector: {labels: {app: a}}, concurrency_limit_params: {concurrency_update_interval: 15s}, min_rtt_calc_params: {interval: 60s}}',
      ],
      [
        'spec: {workloadSelector: {labels: {app: a}}, concurrency_limit_params: {concurrency_update_interval: 15s}, min_rtt_calc_params: {interval: 60s}}',
        'spec.workloadSelector',
      ],
      ['spec: {concurrency_limit_params: {concurrency_update_interval: 15s}}', 'spec.min_rtt_calc_params'],
    ],
  );
});

describe('lanes', () => {
  const group = (rest: string): string =>
    `spec: {services: [{name: web, namespace: shop}], ingress: {gateway: {name: edge, namespace: istio-system, type: ASM}}${rest === '' ? '' : `, ${rest}`}}`;
  testRefusals(
    [asm('v1'), 'ASMSwimLaneGroup'],
    [
      [group('')],
      [
        group(
          'isPermissive: true, permissiveModeConfiguration: {fallbackTarget: base, traceHeader: baggage, routeHeader: x-lane}',
        ),
      ],
      [group('isPermissive: true'), 'spec.permissiveModeConfiguration.fallbackTarget'],
      [
        group(
          'isPermissive: true, permissiveModeConfiguration: {fallbackTarget: a, traceHeader: a, routeHeader: baggage}',
        ),
        'spec.permissiveModeConfiguration.routeHeader',
      ],
      ['spec: {services: [{name: web}], ingress: {gateway: {name: edge, namespace: a}}}', 'spec.services[0].namespace'],
      [
        'spec: {services: [{name: a, namespace: b}, {name: a, namespace: b}], ingress: {gateway: {name: edge, namespace: a}}}',
        'spec.services[1]',
      ],
    ],
    '{name: lanes}',
  );
  testRefusals(
    [asm('v1'), 'ASMSwimLane'],
    [
      [
        'spec: {labelSelector: {version: v2}, ingressRules: [{name: a, online: true, match: {uri: {exact: /a}}, route: {destination: {host: web.shop.svc.cluster.local, portNum: 80}}}]}',
      ],
      ['spec: {labelSelector: {}}', 'spec.labelSelector'],
      ['spec: {labelSelector: {labels: {version: v2}}}', 'spec.labelSelector.labels'],
      ['spec: {labelSelector: {version: v2}, ingressWeight: {weight: 101}}', 'spec.ingressWeight.weight'],
    ],
    '{name: v2, labels: {swimlane-group: lanes}}',
  );
});

describe('egress, headers, transcoding, compression, settings', () => {
  const to = (rest: string): string =>
    `spec: {byEgressGateway: {name: out}, egressRules: [{from: [{namespace: shop}], to: [{${rest}}]}]}`;
  const port = 'port: {name: http, number: 80, protocol: HTTP}';
  testRefusals(
    [asm('v1'), 'ASMEgressTrafficPolicy'],
    [
      [to(`hosts: [a.example.com], ${port}, byEgressGateway: {port: 80}, httpsUpgrade: {enabled: true, port: 443}`)],
      [to(`hosts: [], ${port}, byEgressGateway: {port: 80}`), 'spec.egressRules[0].to[0].hosts'],
      [to(`hosts: [a.example.com], ${port}, byEgressGateway: {}`), 'spec.egressRules[0].to[0].byEgressGateway.port'],
      [
        to(
          'hosts: [a.example.com], port: {name: a, number: 443, protocol: HTTPS}, byEgressGateway: {port: 443}, httpsUpgrade: {enabled: true}',
        ),
        'spec.egressRules[0].to[0].httpsUpgrade',
      ],
    ],
    '{name: egress, namespace: istio-egress}',
  );
  testRefusals(
    [asm('v1beta1'), 'ASMHeaderPropagation'],
    [
      ['spec: {headers: [x-tenant]}'],
      ['spec: {}', 'spec'],
      ['spec: {headers: ["x tenant"]}', 'spec.headers[0]'],
      ['spec: {headers: [baggage]}', 'spec.headers[0]'],
    ],
  );
  const transcoder = (rest: string): string =>
    `spec: {workloadSelector: {labels: {app: a}}, portNumber: 8080, services: [shop.v1.Cart], ${rest}}`;
  testRefusals(
    [asm('v1beta1'), 'ASMGrpcJsonTranscoder'],
    [
      [transcoder('protoDescriptorBin: ChESB3Nob3AudjEyBgoEQ2FydA==')],
      [transcoder('builtinProtoDescriptor: KServe_Predict_V2')],
      [transcoder('priority: 3'), 'spec'],
      [transcoder('protoDescriptorBin: "not base64"'), 'spec.protoDescriptorBin'],
      [
        transcoder('protoDescriptorBin: ChESB3Nob3AudjEyBgoEQ2FydA==, builtinProtoDescriptor: KServe_Predict_V2'),
        'spec',
      ],
    ],
  );
  testRefusals(
    [asm('v1'), 'ASMCompressor'],
    [
      ['spec: {workloadSelector: {labels: {app: a}}, compressor_library: {gzip: {window_bits: 12}}}'],
      ['spec: {workloadSelector: {app: a}, compressor_library: {gzip: {}}}', 'warning spec.workloadSelector'],
      ['spec: {compressor_library: {gzip: {window_bits: 16}}}', 'spec.compressor_library.gzip.window_bits'],
      ['spec: {compressor_library: {}}', 'spec.compressor_library'],
      ['spec: {compressor_library: {gzip: {}, brotli: {}}}', 'spec.compressor_library'],
    ],
  );
  testRefusals(
    [asm('v1beta1'), 'ASMCredential'],
    [
      ['spec: {type: tls, cert: a, key: b}'],
      ['spec: {type: mtls, cert: a, key: b}', 'spec.caCert'],
      ['spec: {type: ssl, cert: a, key: b}', 'spec.type'],
    ],
    system,
  );
  testRefusals(
    [asm('v1beta1'), 'ASMMeshConfig'],
    [
      ['spec: {connectTimeout: 5s, aFieldOfANewerVersion: {x: y}}'],
      ['spec: {connectTimeout: five}', 'spec.connectTimeout'],
      ['spec: {defaultHttpRetryPolicy: {attempts: -1}}', 'spec.defaultHttpRetryPolicy.attempts'],
      ['spec: {pathNormalization: {normalization: merge}}', 'spec.pathNormalization.normalization'],
    ],
    '{name: default}',
  );
  testRefusals([asm('v1beta1'), 'ASMMeshConfig'], [['spec: {}', 'metadata.name']], '{name: other}');
  testRefusals(
    [asm('v1'), 'ASMExtensionProvider'],
    [
      ['spec: {zipkin: {service: zipkin.tracing.svc.cluster.local, port: 9411}}'],
      ['spec: {zipkin: {port: zipkin}}', 'spec.zipkin.port'],
      ['spec: {zipkin: {}, datadog: {}}', 'spec'],
    ],
    '{name: tracing}',
  );
  testRefusals(
    [asm('v1beta1'), 'ServiceLevelObjective'],
    [
      ['spec: {service: web, period: 30d, slos: [{name: a, objective: "99.9", sli: {plugin: {id: availability}}}]}'],
      ['spec: {service: web, slos: [{name: a, objective: "101"}]}', 'spec.slos[0].objective'],
    ],
  );
});

describe('what ASM adds to the kinds of Istio', () => {
  const yaml = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a, namespace: shop}
spec:
  hosts: [a, cart.DEFAULT_GROUP.public.nacos]
  http:
    - headerToDynamicSubsetKey: [{header: x-version, key: version, defaultValue: v1}]
      route:
        - destination: {host: a, subset: $label}
          fallback: {case: noinstances, target: {host: a, subset: v1}}
---
apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: {name: a, namespace: shop}
spec:
  host: a
  trafficPolicy: {loadBalancer: {dynamicSubset: {subsetSelectors: [{keys: [version], fallbackPolicy: ANY_ENDPOINT}]}}}
  subsets: [{name: v1, labels: {version: v1}, trafficPolicy: {loadBalancer: {simple: PEAK_EWMA}}}]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: a, namespace: shop}
spec: {selector: {a: b}, servers: [{port: {number: 20880, name: dubbo, protocol: DUBBO}, hosts: ["*"]}]}
`;

  test('is accepted where the mesh is one of ASM, and noted elsewhere', () => {
    expect(refusalsOf(yaml, true)).toEqual([]);
    expect(refusalsOf(yaml)).toEqual([
      'info spec.http[0].headerToDynamicSubsetKey',
      'info spec.http[0].route[0].fallback',
      'info spec.hosts[1]',
      'info spec.http[0].route[0].destination.subset',
      'info spec.trafficPolicy.loadBalancer.dynamicSubset',
      'info spec.subsets[0].trafficPolicy.loadBalancer.simple',
      'info spec.servers[0].port.protocol',
    ]);
  });

  test('has types of its own', () => {
    const wrong = yaml.replace('case: noinstances', 'case: 3').replace('keys: [version]', 'keys: version');
    expect(refusalsOf(wrong, true)).toEqual([
      'spec.http[0].route[0].fallback.case',
      'spec.trafficPolicy.loadBalancer.dynamicSubset.subsetSelectors[0].keys',
    ]);
  });
});
