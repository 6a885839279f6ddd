import type { FieldWriter } from '../schema/field-writer.js';

/**
 * ASM's lanes, egress and header kinds ("CRD fields for ASMSwimLaneGroup", "… ASMSwimLane", "… ASMEgressTrafficPolicy",
 * "… ASMHeaderPropagation", "… TrafficLabel") and its routes to language models.
 */
export function writeRouting(of: FieldWriter, group: string): void {
  const selector = of.object({ labels: of.labels });
  const stringMatch = of.object(
    { exact: of.text, prefix: of.text, regex: of.text },
    { exclusive: [['exact', 'prefix', 'regex']] },
  );
  const headers = of.map(stringMatch);
  const header = of.textOf(undefined, 'header-name');

  const service = of.object({
    'name!': of.name,
    'namespace!': of.name,
    cluster: of.object({ region: of.text, name: of.text, id: of.text }),
    trafficPolicyPatch: of.any,
    httpRoutePatch: of.any,
  });
  of.kind(
    group,
    ['v1'],
    'ASMSwimLaneGroup',
    of.object(
      {
        'services!': of.list(service, 1, 'unique-services'),
        'ingress!': of.object({
          'gateway!': of.object({ 'name!': of.name, 'namespace!': of.name, type: of.oneOf('ASM', 'ingress') }),
          ingressRouting: of.object({
            ingressRoutingStrategy: of.oneOf('rule_based', 'weighted', 'rule-based'),
            weightedRoutingRule: of.object({
              hosts: of.texts,
              requestMatches: of.list(of.object({ uri: stringMatch, headers })),
            }),
          }),
        }),
        isPermissive: of.flag,
        permissiveModeConfiguration: of.object({
          fallbackTarget: of.text,
          serviceLevelFallbackTarget: of.labels,
          traceHeader: header,
          routeHeader: header,
        }),
        defaultTrafficPolicyPatch: of.any,
        defaultHttpRoutePatch: of.any,
        autoUpdate: of.flag,
      },
      { rules: ['permissive-lanes'] },
    ),
  );
  const destination = of.object({ host: of.text, portNum: of.port });
  of.kind(
    group,
    ['v1'],
    'ASMSwimLane',
    of.object({
      'labelSelector!': of.map(of.text, 1),
      services: of.list(service),
      ingressRules: of.list(
        of.object({
          name: of.text,
          online: of.flag,
          hosts: of.texts,
          match: of.object({ uri: stringMatch, headers }),
          route: of.object({ destination }),
        }),
      ),
      ingressWeight: of.object({ destination, weight: of.percent }),
    }),
  );

  const egressGateway = (port: string): number => of.object({ name: of.text, [port]: of.port });
  const target = of.object(
    {
      name: of.text,
      'hosts!': of.intern({ t: 'array', i: of.name, l: 1, h: 50 }),
      'port!': of.object({
        name: of.text,
        'number!': of.port,
        'protocol!': of.oneOf('HTTP', 'HTTPS', 'HTTP2', 'GRPC', 'TLS', 'TCP', 'MONGO', 'MYSQL', 'REDIS'),
      }),
      'byEgressGateway!': egressGateway('port!'),
      httpsUpgrade: of.object({ enabled: of.flag, port: of.port }),
    },
    { rules: ['https-upgrade'] },
  );
  of.kind(
    group,
    ['v1', 'v1beta1'],
    'ASMEgressTrafficPolicy',
    of.object({
      byEgressGateway: of.object({ 'name!': of.name, port: of.port }),
      'egressRules!': of.list(
        of.object({
          name: of.text,
          'from!': of.list(of.object({ 'namespace!': of.name, workloadSelector: of.labels }), 1),
          'to!': of.list(target, 1),
        }),
        1,
      ),
    }),
  );

  of.kind(
    group,
    ['v1beta1', 'v1'],
    'ASMHeaderPropagation',
    of.object(
      { workloadSelector: selector, headers: of.list(header, 1), headerPrefix: of.list(header, 1) },
      { rules: ['propagated-headers'] },
    ),
  );

  const label = of.object({ 'name!': header, valueFrom: of.texts, overwrite: of.flag });
  of.kind(
    group,
    ['v1', 'v1beta1'],
    'TrafficLabel',
    of.object({
      workloadSelector: selector,
      hosts: of.texts,
      'rules!': of.list(
        of.object({
          labels: of.list(label),
          attachTo: of.texts,
          protocols: of.text,
          http: of.list(of.object({ match: of.list(of.open), labels: of.list(label), attachTo: of.texts })),
        }),
      ),
    }),
  );

  of.kind(
    group,
    ['v1', 'v1beta1'],
    'ASMHashTagging',
    of.object({
      workloadSelector: of.labels,
      'rules!': of.list(
        of.object(
          {
            name: of.text,
            match: of.object({ host: of.text }),
            description: of.text,
            'header!': header,
            'modulo!': of.between(1),
            tagHeader: header,
            partitions: of.list(of.object({ partitionSize: of.between(0), tagValue: of.text })),
          },
          { rules: ['partitions'] },
        ),
      ),
    }),
  );

  const backend = of.object({
    group: of.text,
    kind: of.text,
    name: of.text,
    namespace: of.text,
    port: of.port,
  });
  of.kind(
    group,
    ['v1beta1', 'v1'],
    'LLMRoute',
    of.object({
      host: of.text,
      gateways: of.texts,
      rules: of.list(
        of.object({
          name: of.text,
          matches: of.list(of.object({ headers, sourceLabels: of.labels, gateways: of.texts })),
          backendRefs: of.list(
            of.object(
              { providerHost: of.text, backendRef: backend, weight: of.between(0) },
              { exclusive: [['providerHost', 'backendRef']] },
            ),
          ),
        }),
      ),
    }),
  );
  of.kind(
    group,
    ['v1beta1', 'v1'],
    'LLMProvider',
    of.object({ workloadSelector: selector, host: of.text, path: of.text, configs: of.open }, { isOpen: true }),
  );
}
