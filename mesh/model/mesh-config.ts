import { asFields, asFlag, asText, type Fields, fieldsListOf, fieldsOf, listOf, textListOf } from './narrowing.js';

/** What the model uses of the mesh-wide settings (https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/). */
export interface MeshConfig {
  /** Namespace whose configuration holds for the whole mesh. @default istio-system */
  readonly rootNamespace: string;
  /** What happens with traffic to hosts that the mesh does not know. @default ALLOW_ANY */
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** `exportTo` of Services and ServiceEntries that have none. @default ['*'] */
  readonly defaultServiceExportTo: readonly string[];
  /** `exportTo` of VirtualServices that have none. @default ['*'] */
  readonly defaultVirtualServiceExportTo: readonly string[];
  /** `exportTo` of DestinationRules that have none. @default ['*'] */
  readonly defaultDestinationRuleExportTo: readonly string[];
  /** First part of every workload identity. @default cluster.local */
  readonly trustDomain: string;
  /** Other trust domains whose identities count as those of `trustDomain`. @default none */
  readonly trustDomainAliases: readonly string[];
  /** DNS domain of the clusters. @default cluster.local */
  readonly clusterDomain: string;
  /** Whether sidecars use mTLS by themselves where the server has a sidecar. @default true */
  readonly enableAutoMtls: boolean;
  /** LabelSelectors of the namespaces that the control plane watches; none means all. @default none */
  readonly discoverySelectors: readonly unknown[];
  /** Names of the extension providers that CUSTOM policies and telemetry may use. @default none */
  readonly extensionProviders: readonly string[];
  /** Access log file of every proxy, empty for none. @default '' */
  readonly accessLogFile: string;
  /** The settings as they were read, for fields that are not listed here. @default {} */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Istio's defaults. */
export const defaultMeshConfig: MeshConfig = {
  rootNamespace: 'istio-system',
  outboundTrafficPolicy: 'ALLOW_ANY',
  defaultServiceExportTo: ['*'],
  defaultVirtualServiceExportTo: ['*'],
  defaultDestinationRuleExportTo: ['*'],
  trustDomain: 'cluster.local',
  trustDomainAliases: [],
  clusterDomain: 'cluster.local',
  enableAutoMtls: true,
  discoverySelectors: [],
  extensionProviders: [],
  accessLogFile: '',
  raw: {},
};

/** That a proxy looks up the names of unknown hosts itself lets as much through as ALLOW_ANY. */
const outboundModes: ReadonlyMap<unknown, MeshConfig['outboundTrafficPolicy']> = new Map([
  ['REGISTRY_ONLY', 'REGISTRY_ONLY'],
  ['ALLOW_ANY', 'ALLOW_ANY'],
  ['ALLOW_ANY_DYNAMIC_DNS', 'ALLOW_ANY'],
]);

/** The settings of a parsed MeshConfig, such as key `mesh` of the ConfigMap `istio`; fields that do not fit are left out. */
export function readMeshConfig(document: unknown): Partial<MeshConfig> {
  const raw = asFields(document);
  if (raw === undefined) {
    return {};
  }
  const mode = fieldsOf(raw['outboundTrafficPolicy'])['mode'];
  return defined({
    rootNamespace: asText(raw['rootNamespace']),
    outboundTrafficPolicy: outboundModes.get(mode),
    defaultServiceExportTo: exportTo(raw, 'defaultServiceExportTo'),
    defaultVirtualServiceExportTo: exportTo(raw, 'defaultVirtualServiceExportTo'),
    defaultDestinationRuleExportTo: exportTo(raw, 'defaultDestinationRuleExportTo'),
    trustDomain: asText(raw['trustDomain']),
    trustDomainAliases: textListOf(raw['trustDomainAliases']),
    enableAutoMtls: asFlag(raw['enableAutoMtls']),
    discoverySelectors: listOf(raw['discoverySelectors']),
    extensionProviders: fieldsListOf(raw['extensionProviders'])
      .map((provider) => asText(provider['name']))
      .filter((name) => name !== undefined),
    accessLogFile: asText(raw['accessLogFile']),
    raw,
  });
}

/** Settings put together; later ones win over earlier ones. */
export function mergeMeshConfig(...layers: readonly Partial<MeshConfig>[]): MeshConfig {
  const raw = Object.assign({}, ...layers.map((layer) => layer.raw)) as MeshConfig['raw'];
  return Object.assign({}, defaultMeshConfig, ...layers.map((layer) => defined(layer)), { raw }) as MeshConfig;
}

function exportTo(raw: Fields, field: string): readonly string[] | undefined {
  const values = textListOf(raw[field]);
  return values.length === 0 ? undefined : values;
}

function defined(settings: { [K in keyof MeshConfig]?: MeshConfig[K] | undefined }): Partial<MeshConfig> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<MeshConfig>;
}
