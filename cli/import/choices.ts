import { DataPlaneMode } from '../../constructs/index.js';
import { groupOf, type Manifest } from '../../mesh/index.js';
import { Code } from './literal.js';

/** A construct that may stand for an object: its class and its props. */
export interface Choice {
  readonly className: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** What the chart of an object decides for it. */
export interface ChartFrame {
  /** Namespace of the objects that name none; `null` for none. */
  readonly namespace: string | null;
  /** Served versions that are not the stable ones. */
  readonly apiVersions: Readonly<Record<string, string>>;
}

/** Classes of single objects by group and kind, where they are not named as the kind. */
const classNames: Readonly<Record<string, string>> = {
  '/Namespace': 'KubeNamespace',
  '/Service': 'KubeService',
  '/ServiceAccount': 'KubeServiceAccount',
  '/Pod': 'KubePod',
  'apps/Deployment': 'KubeDeployment',
  'autoscaling/HorizontalPodAutoscaler': 'KubeHorizontalPodAutoscaler',
  'rbac.authorization.k8s.io/Role': 'KubeRole',
  'rbac.authorization.k8s.io/RoleBinding': 'KubeRoleBinding',
  'gateway.networking.k8s.io/Gateway': 'GatewayApiGateway',
  'gateway.networking.k8s.io/HTTPRoute': 'HttpRoute',
  'gateway.networking.k8s.io/GRPCRoute': 'GrpcRoute',
  'gateway.networking.k8s.io/ReferenceGrant': 'ReferenceGrant',
  'istio.alibabacloud.com/IstioGateway': 'IstioGateway',
  'core.oam.dev/Application': 'Application',
};
const istioGroup = /^(networking|security|telemetry)\.istio\.io$/;

/** Fields of `metadata` that constructs have props for. */
const metadataFields: ReadonlySet<string> = new Set(['name', 'namespace', 'labels', 'annotations']);

/** The constructs that may stand for an object, the most telling first. The first one that synthesizes to the object is right. */
export function choicesFor(manifest: Manifest, frame: ChartFrame): readonly Choice[] {
  const single = singleObject(manifest, frame);
  return [...meshNamespace(manifest), ...mutualTls(manifest, frame), ...(single === undefined ? [] : [single])];
}

/** Why no construct can stand for an object. */
export function reasonAgainst(manifest: Manifest): string {
  const foreign = Object.keys(manifest.metadata).filter((field) => !metadataFields.has(field));
  if (classOf(manifest) === undefined) return 'there is no construct of this kind';
  if (foreign.length > 0) return `constructs have no metadata.${foreign.join(', metadata.')}`;
  return 'the construct of this kind refuses it, or would write it otherwise';
}

function classOf({ apiVersion, kind }: Manifest): string | undefined {
  const group = groupOf(apiVersion);
  return istioGroup.test(group) ? kind : classNames[`${group}/${kind}`];
}

/** The class of the kind, with everything beside `metadata` as its props. */
function singleObject(manifest: Manifest, frame: ChartFrame): Choice | undefined {
  const className = classOf(manifest);
  if (className === undefined) return undefined;
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...fields } = manifest;
  return { className, props: { metadata: metadataOf(manifest, frame), ...fields } };
}

function metadataOf({ metadata }: Manifest, frame: ChartFrame): Readonly<Record<string, unknown>> {
  const { namespace, ...others } = metadata;
  return { ...others, ...(namespace === undefined || namespace === frame.namespace ? {} : { namespace }) };
}

const modes: readonly (readonly [string, DataPlaneMode])[] = [
  ['DataPlaneMode.sidecar()', DataPlaneMode.sidecar()],
  ['DataPlaneMode.none()', DataPlaneMode.none()],
  ['DataPlaneMode.ambient()', DataPlaneMode.ambient()],
];

function meshNamespace(manifest: Manifest): readonly Choice[] {
  const { name, labels = {}, annotations } = manifest.metadata;
  if (manifest.apiVersion !== 'v1' || manifest.kind !== 'Namespace') return [];
  const found = modes.find(([, mode]) => Object.entries(mode.labels).every(([key, value]) => labels[key] === value));
  if (found === undefined) return [];
  const [expression, mode] = found;
  const others = Object.fromEntries(Object.entries(labels).filter(([key]) => !(key in mode.labels)));
  const isDefault = expression === modes[0]?.[0];
  const props = {
    name,
    ...(isDefault ? {} : { dataPlaneMode: new Code(expression, mode) }),
    ...(Object.keys(others).length === 0 ? {} : { labels: others }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  return [{ className: 'MeshNamespace', props }];
}

function mutualTls(manifest: Manifest, frame: ChartFrame): readonly Choice[] {
  const { mtls, selector, portLevelMtls } = (manifest['spec'] ?? {}) as {
    readonly mtls?: { readonly mode?: unknown };
    readonly selector?: { readonly matchLabels?: unknown };
    readonly portLevelMtls?: Readonly<Record<string, { readonly mode?: unknown }>>;
  };
  if (manifest.kind !== 'PeerAuthentication' || mtls?.mode === undefined) return [];
  const { name, namespace } = metadataOf(manifest, frame);
  const ports = Object.entries(portLevelMtls ?? {}).map(([port, { mode }]) => [port, mode]);
  const props = {
    mode: mtls.mode,
    ...(name === 'default' ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(selector?.matchLabels === undefined ? {} : { selector: selector.matchLabels }),
    ...(ports.length === 0 ? {} : { ports: Object.fromEntries(ports) }),
  };
  return [{ className: 'MutualTls', props }];
}
