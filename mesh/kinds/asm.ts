import { checkAsmCompressor } from '../validation/asm/compressor.js';
import { asmFields, asmGroup } from '../validation/asm/fields.js';
import { checkIstioGateway } from '../validation/asm/gateway-rules.js';
import { checkSwimLane, checkSwimLaneGroup } from '../validation/asm/lane-rules.js';
import { schedulingKinds } from '../validation/asm/scheduling.js';
import type { AsmDemands, Kind } from './kind.js';
import type { Phase } from './phases.js';

export { asmGroup };

const both = ['v1', 'v1beta1'];
/** What limiters and breakers have since 1.25. */
const targeted = { applyToTraffic: '1.25', 'configs.target_services': '1.25' };
const enterprise = { edition: 'enterprise' } as const;

/** A kind that has a table of fields. */
function kind(
  name: string,
  phase: Phase,
  asm: AsmDemands,
  rest: Partial<Pick<Kind, 'versions' | 'scope' | 'plural' | 'rules'>> = {},
): Kind {
  return {
    group: asmGroup,
    kind: name,
    plural: `${name.toLowerCase()}s`,
    versions: both,
    scope: 'namespace',
    plane: 'mesh',
    phase,
    fields: asmFields,
    asm,
    ...rest,
  };
}

/** Kinds whose fields no public page describes: their objects are taken as they are. */
const undescribed: readonly Kind[] = [
  ...['LoadRampingPolicy', 'ScopeConfig', 'ASMProxyConfig', 'ASMSecurityPolicy'],
  ...['ASMOPAPolicy', 'ASMCustomMetrics', 'ASMKServeConfig', 'ASMNativeConfig', 'ASMPacketInspector'],
  ...['ASMMigrateFromIstio', 'ASMCustomProxyConfigInjectionTemplate', 'EnvoyFilterTemplate'],
  'EnvoyFilterTemplateBinding',
].map((name) => ({
  group: asmGroup,
  kind: name,
  plural: `${name.toLowerCase().replace(/y$/, 'ie').replace(/s$/, '')}s`,
  versions: both,
  scope: 'namespace',
  plane: 'mesh',
  phase: 'policy',
  asm: name === 'LoadRampingPolicy' ? { since: '1.21.6.82' } : {},
}));

/**
 * The kinds of Alibaba Cloud Service Mesh (https://www.alibabacloud.com/help/en/asm/sidecar/crd-fields-description/), with the version
 * and the edition that each needs, in the order in which files list those of one phase.
 */
export const asmKinds: readonly Kind[] = [
  kind(
    'ASMMeshConfig',
    'configuration',
    { since: '1.24', name: 'default' },
    { versions: ['v1beta1', 'v1'], scope: 'cluster' },
  ),
  kind(
    'ASMReconcileNSLabels',
    'configuration',
    { since: '1.28', name: 'default' },
    { versions: ['v1beta1'], scope: 'cluster', plural: 'asmreconcilenslabels' },
  ),
  kind('ASMCredential', 'configuration', { since: '1.17' }, { versions: ['v1beta1', 'v1'] }),
  kind('ASMExtensionProvider', 'configuration', {}, { versions: ['v1', 'v1beta1'], scope: 'cluster' }),
  kind('ASMLocalRateLimiter', 'policy', {
    ...enterprise,
    since: '1.11.5.30',
    sinceByVersion: { v1: '1.15.3.105' },
    sinceByField: {
      ...targeted,
      'configs.limit_overrides': '1.19.0',
      'configs.limit_overrides.request_match.distinct': '1.25',
      'configs.limit.per_downstream_connection': '1.13.4',
      'configs.limit.custom_response_body': '1.13.4',
      'configs.limit.response_header_to_add': '1.13.4',
      'configs.limit.status': '1.24.6.64',
    },
  }),
  kind('ASMGlobalRateLimiter', 'policy', {
    ...enterprise,
    since: '1.18.0.131',
    sinceByField: { ...targeted, 'configs.limit_overrides': '1.19' },
  }),
  kind('ASMCircuitBreaker', 'policy', {
    ...enterprise,
    since: '1.14.3',
    sinceByVersion: { v1: '1.15.3.105' },
    sinceByField: targeted,
  }),
  kind(
    'ASMAdaptiveConcurrency',
    'policy',
    { ...enterprise, since: '1.12.4.19' },
    { plural: 'asmadaptiveconcurrencies' },
  ),
  kind('ASMHeaderPropagation', 'policy', { since: '1.21.6.54' }, { versions: ['v1beta1', 'v1'] }),
  kind('ASMGrpcJsonTranscoder', 'policy', enterprise, { versions: ['v1beta1', 'v1'] }),
  kind('ASMCompressor', 'policy', { sinceByField: { per_route_configs: '1.21' } }, { rules: checkAsmCompressor }),
  kind('ASMDecompressor', 'policy', {}),
  kind('ASMHashTagging', 'policy', {}),
  kind('TrafficLabel', 'policy', { sinceByVersion: { v1: '1.17' } }),
  ...schedulingKinds.map((name) =>
    kind(name, 'policy', { since: '1.21.6.82' }, { versions: ['v1'], plural: `${name.toLowerCase().slice(0, -1)}ies` }),
  ),
  kind('LLMProvider', 'workload', { since: '1.21.6.88' }, { versions: ['v1beta1', 'v1'] }),
  kind('ServiceLevelObjective', 'policy', {}, { versions: ['v1beta1'] }),
  {
    // It lives in a cluster of ACK, where the component servicemesh-operator makes an instance of it.
    group: asmGroup,
    kind: 'ServiceMesh',
    plural: 'servicemeshes',
    versions: ['v1beta1'],
    scope: 'cluster',
    plane: 'data-plane',
    phase: 'foundation',
    asm: { name: 'mesh' },
  },
  kind(
    'IstioGateway',
    'workload',
    { namespace: 'istio-system', sinceByField: { loadBalancerClass: '1.18' }, immutable: ['loadBalancerClass'] },
    { versions: ['v1beta1', 'v1'], rules: checkIstioGateway },
  ),
  kind(
    'ASMEgressTrafficPolicy',
    'route',
    { ...enterprise, since: '1.16.4', namespace: 'istio-egress' },
    {
      plural: 'asmegresstrafficpolicies',
    },
  ),
  kind(
    'ASMSwimLaneGroup',
    'route',
    {
      ...enterprise,
      since: '1.17.2.22',
      sinceByField: { 'permissiveModeConfiguration.serviceLevelFallbackTarget': '1.21' },
    },
    { versions: ['v1'], scope: 'cluster', rules: checkSwimLaneGroup },
  ),
  kind(
    'ASMSwimLane',
    'route',
    { ...enterprise, since: '1.17.2.22' },
    { versions: ['v1'], scope: 'cluster', rules: checkSwimLane },
  ),
  kind('LLMRoute', 'route', { since: '1.21.6.88' }, { versions: ['v1beta1', 'v1'] }),
  ...undescribed,
];
