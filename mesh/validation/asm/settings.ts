import type { FieldWriter } from '../schema/field-writer.js';

/**
 * ASM's settings, credentials, providers and transcoders ("CRD fields for ASMMeshConfig", "… ASMGrpcJsonTranscoder",
 * "… ASMExtensionProvider", "… ASMReconcileNSLabels", "certificate management", "service level objectives").
 */
export function writeSettings(of: FieldWriter, group: string): void {
  const selector = of.object({ labels: of.labels });
  of.kind(
    group,
    ['v1beta1', 'v1'],
    'ASMMeshConfig',
    // The published table of fields is not complete.
    of.object(
      {
        connectTimeout: of.duration,
        protocolDetectionTimeout: of.duration,
        tcpKeepalive: of.object({ probes: of.between(0), time: of.duration, interval: of.duration }),
        pathNormalization: of.object({
          normalization: of.oneOf('DEFAULT', 'NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'),
        }),
        defaultHttpRetryPolicy: of.object(
          { attempts: of.between(0), perTryTimeout: of.duration, retryOn: of.text },
          { isOpen: true },
        ),
        enablePrometheusMerge: of.flag,
        sidecarInjectorWebhookConfiguration: of.object(
          { rewriteAppHTTPProbe: of.flag, replicaCount: of.between(0), resources: of.open },
          { isOpen: true },
        ),
        rateLimitService: of.object(
          {
            enabled: of.flag,
            redis: of.object({ url: of.text, authSecret: of.any }, { isOpen: true }),
            replicas: of.between(0),
          },
          { isOpen: true },
        ),
        accessLogConfiguration: of.object(
          { logEncoding: of.text, logProject: of.text, sidecarEnabled: of.flag, gatewayEnabled: of.flag },
          { isOpen: true },
        ),
        manifestPatch: of.list(of.object({ targetRef: of.open, patch: of.text }, { isOpen: true })),
      },
      { isOpen: true },
    ),
  );
  of.kind(
    group,
    ['v1beta1'],
    'ASMReconcileNSLabels',
    of.object({ 'syncPolicy!': of.object({ enabled: of.flag, clusters: of.set(of.name) }) }),
  );
  of.kind(
    group,
    ['v1beta1', 'v1'],
    'ASMCredential',
    of.object(
      { 'type!': of.oneOf('tls', 'mtls'), 'cert!': of.name, 'key!': of.name, caCert: of.text },
      { rules: ['credential-authority'] },
    ),
  );
  of.kind(
    group,
    ['v1beta1', 'v1'],
    'ASMGrpcJsonTranscoder',
    of.object(
      {
        'workloadSelector!': selector,
        isGateway: of.flag,
        'portNumber!': of.port,
        'services!': of.set(of.textOf(undefined, 'grpc-service-name'), 1),
        protoDescriptorBin: of.textOf('base64'),
        builtinProtoDescriptor: of.oneOf('KServe_Predict_V2'),
        priority: of.integer,
        transcodeFirst: of.flag,
        convertGrpcStatus: of.flag,
        ignoreUnknownQueryParameters: of.flag,
        ignoredQueryParameters: of.texts,
        matchIncomingRequestRoute: of.flag,
        autoMapping: of.flag,
        printOptions: of.object({
          addWhitespace: of.flag,
          alwaysPrintPrimitiveFields: of.flag,
          alwaysPrintEnumsAsInts: of.flag,
          preserveProtoFieldNames: of.flag,
        }),
      },
      { exclusive: [['protoDescriptorBin', 'builtinProtoDescriptor']], rules: ['transcoder-descriptor'] },
    ),
  );
  writeProviders(of, group);
  writeObjectives(of, group);
}

function writeProviders(of: FieldWriter, group: string): void {
  const address = { service: of.name, port: of.port };
  const tracing = { ...address, maxTagLength: of.between(0) };
  const authorizer = {
    ...address,
    timeout: of.duration,
    failOpen: of.flag,
    statusOnError: of.text,
    includeRequestBodyInCheck: of.object({
      maxRequestBytes: of.between(0),
      allowPartialMessage: of.flag,
      packAsBytes: of.flag,
    }),
  };
  const logging = { ...address, logName: of.text, filterStateObjectsToLog: of.texts };
  const headerValues = of.list(of.object({ name: of.text, value: of.text }));
  const providers = {
    envoyExtAuthzHttp: of.object({
      ...authorizer,
      pathPrefix: of.text,
      includeRequestHeadersInCheck: of.texts,
      includeAdditionalHeadersInCheck: of.labels,
      headersToUpstreamOnAllow: of.texts,
      headersToDownstreamOnDeny: of.texts,
      oidc: of.open,
    }),
    envoyExtAuthzGrpc: of.object(authorizer),
    zipkin: of.object({ ...tracing, path: of.text }),
    lightstep: of.object({ ...tracing, accessToken: of.text }),
    datadog: of.object(tracing),
    stackdriver: of.open,
    opencensus: of.object({ ...tracing, context: of.texts }),
    skywalking: of.object({ ...address, accessToken: of.text }),
    opentelemetry: of.object({
      ...tracing,
      grpc: of.object({ timeout: of.duration, initialMetadata: headerValues }),
      http: of.object({ path: of.text, timeout: of.duration, headers: headerValues }),
    }),
    envoyFileAccessLog: of.object({ path: of.text, logFormat: of.open }),
    envoyHttpAls: of.object({
      ...logging,
      additionalRequestHeadersToLog: of.texts,
      additionalResponseHeadersToLog: of.texts,
      additionalResponseTrailersToLog: of.texts,
    }),
    envoyTcpAls: of.object(logging),
    envoyOtelAls: of.object({ ...address, logName: of.text, logFormat: of.open }),
    aggregate: of.open,
  };
  const spec = of.object(providers, { isOpen: true, exclusive: [Object.keys(providers)] });
  of.kind(group, ['v1', 'v1beta1'], 'ASMExtensionProvider', spec);
}

function writeObjectives(of: FieldWriter, group: string): void {
  const alert = of.open;
  of.kind(
    group,
    ['v1beta1'],
    'ServiceLevelObjective',
    of.object({
      'service!': of.name,
      period: of.oneOf('30d', '28d', '14d', '7d'),
      labels: of.labels,
      'slos!': of.listBy(
        'name',
        of.object({
          'name!': of.name,
          'objective!': of.textOf(undefined, 'objective'),
          labels: of.labels,
          description: of.text,
          sli: of.object({ plugin: of.object({ 'id!': of.oneOf('availability', 'latency'), options: of.open }) }),
          alerting: of.object({
            name: of.text,
            labels: of.labels,
            annotations: of.labels,
            pageAlert: alert,
            ticketAlert: alert,
          }),
        }),
        1,
      ),
    }),
  );
}
