import type { FieldWriter, WrittenFields } from '../schema/field-writer.js';

/** Settings of the kernel that an IstioGateway may set, each a text. */
const kernelParameters = [
  ...['net.core.somaxconn', 'net.core.netdev_max_backlog', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'],
  ...['net.ipv4.ip_local_port_range', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_tw_timeout', 'net.ipv4.tcp_tw_reuse'],
  ...['net.ipv4.tcp_tw_recycle', 'net.ipv4.tcp_timestamps', 'net.ipv4.tcp_retries2'],
  ...['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_max_orphans', 'net.ipv4.tcp_max_syn_backlog'],
  ...['net.ipv4.tcp_no_metrics_save', 'net.ipv4.tcp_autocorking', 'kernel.printk', 'vm.swappiness'],
];

/** ASM's IstioGateway ("CRD fields for an ASM gateway") and its compressors ("CRD fields for ASMCompressor"). */
export function writeGateways(of: FieldWriter, group: string): void {
  const fields = gatewayFields(of);
  const basic = of.object(fields);
  of.kind(
    group,
    ['v1beta1', 'v1'],
    'IstioGateway',
    of.object(
      {
        gatewayType: of.oneOf('ingress', 'egress'),
        clusterIds: of.set(of.name),
        overrides: of.map(basic),
        ...fields,
      },
      { rules: ['gateway-replicas', 'gateway-overrides', 'gateway-load-balancer'] },
    ),
  );
  writeCompressors(of, group);
}

function gatewayFields(of: FieldWriter): WrittenFields {
  const ports = of.list(
    of.object({
      'name!': of.name,
      'port!': of.port,
      // 0 stands for the number of the port itself.
      targetPort: of.intern({ t: 'intOrString' }),
      nodePort: of.between(0, 65535),
      protocol: of.oneOf('TCP', 'UDP', 'HTTP', 'HTTP2', 'HTTPS', 'GRPC', 'TLS', 'SCTP'),
      appProtocol: of.text,
    }),
    undefined,
    'gateway-ports',
  );
  const resources = of.object({
    limits: of.map(of.quantity),
    requests: of.map(of.quantity),
    claims: of.list(of.open),
  });
  const utilization = of.object({ targetAverageUtilization: of.between(1) });
  return {
    replicaCount: of.between(0),
    autoscaleEnabled: of.flag,
    minReplicas: of.between(0),
    maxReplicas: of.between(1),
    cpu: utilization,
    memory: utilization,
    serviceType: of.oneOf('ClusterIP', 'NodePort', 'LoadBalancer'),
    loadBalancerClass: of.text,
    loadBalancerIP: of.text,
    externalTrafficPolicy: of.oneOf('Cluster', 'Local'),
    serviceAnnotations: of.labels,
    serviceLabels: of.labels,
    podAnnotations: of.labels,
    podLabels: of.labels,
    ports,
    meshExpansionPorts: ports,
    applicationPorts: of.text,
    requestedNetworkView: of.text,
    resources,
    sds: of.object({ enabled: of.flag, image: of.text, resources }),
    env: of.list(of.object({ 'name!': of.name, value: of.text, valueFrom: of.open })),
    nodeSelector: of.labels,
    affinity: of.open,
    tolerations: of.list(
      of.object({
        key: of.text,
        operator: of.oneOf('Exists', 'Equal'),
        value: of.text,
        effect: of.oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
        tolerationSeconds: of.integer,
      }),
    ),
    secretVolumes: of.list(of.object({ 'name!': of.name, 'secretName!': of.name, 'mountPath!': of.name })),
    configVolumes: of.list(of.object({ 'name!': of.name, 'configMapName!': of.name, 'mountPath!': of.name })),
    rollingMaxSurge: of.intern({ t: 'intOrString' }),
    rollingMaxUnavailable: of.intern({ t: 'intOrString' }),
    kernel: of.object({
      enabled: of.flag,
      parameters: of.object(Object.fromEntries(kernelParameters.map((name) => [name, of.text]))),
    }),
    compression: of.object({
      enabled: of.flag,
      min_content_length: of.between(0),
      content_type: of.texts,
      disable_on_etag_header: of.flag,
      remove_accept_encoding_header: of.flag,
      gzip: of.object({
        memory_level: of.between(1, 9),
        compression_level: of.text,
        compression_strategy: of.text,
        window_bits: of.between(9, 15),
        chunk_size: of.between(0),
      }),
    }),
    runAsRoot: of.flag,
    lifecycle: of.open,
    readinessProbe: of.object({
      failureThreshold: of.between(0),
      periodSeconds: of.between(0),
      successThreshold: of.between(0),
    }),
    hostNetwork: of.flag,
    dnsPolicy: of.oneOf('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
    autoCreateGatewayYaml: of.flag,
    disableContainerPortExposed: of.flag,
  };
}

function writeCompressors(of: FieldWriter, group: string): void {
  const enabled = of.object({ default_value: of.flag, runtime_key: of.text });
  const common = of.object({ enabled, min_content_length: of.between(0), content_type: of.texts });
  const gzip = of.object({
    window_bits: of.between(9, 15),
    compression_level: of.text,
    memory_level: of.between(1, 9),
    compression_strategy: of.text,
    chunk_size: of.between(0),
  });
  const brotli = of.object({ window_bits: of.between(10, 24), quality: of.between(0, 11) }, { isOpen: true });
  const libraries = [['gzip', 'brotli', 'zstd']];
  of.kind(
    group,
    ['v1', 'v1beta1'],
    'ASMCompressor',
    of.object({
      // Pages of the service show `labels` and a flat map.
      workloadSelector: of.open,
      isGateway: of.flag,
      portNumber: of.port,
      'compressor_library!': of.object({ gzip, brotli, zstd: of.open }, { exclusive: libraries, fewest: 1 }),
      request_direction_config: of.object({ common_config: common }),
      response_direction_config: of.object({
        common_config: common,
        disable_on_etag_header: of.flag,
        remove_accept_encoding_header: of.flag,
      }),
      choose_first: of.flag,
      per_route_configs: of.list(
        of.object({
          route_match: of.object({
            portNumber: of.port,
            portName: of.text,
            gateway: of.text,
            vhost: of.object({
              name: of.text,
              route: of.object({ name: of.text, action: of.oneOf('ROUTE', 'REDIRECT', 'DIRECT_RESPONSE', 'ANY') }),
            }),
            name: of.text,
          }),
          disabled: of.flag,
        }),
      ),
    }),
  );
  of.kind(
    group,
    ['v1', 'v1beta1'],
    'ASMDecompressor',
    of.object(
      {
        workloadSelector: of.open,
        isGateway: of.flag,
        portNumber: of.port,
        decompressor_library: of.object({ gzip: of.open, brotli: of.open, zstd: of.open }, { exclusive: libraries }),
        request_direction_config: of.open,
        response_direction_config: of.open,
      },
      { isOpen: true },
    ),
  );
}
