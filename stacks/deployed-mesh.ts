import type { Placement } from '../constructs/index.js';
import { groupOf, type Manifest, type MeshOptions, type Resource, type Target } from '../mesh/index.js';

/** The mesh that the last update of a stack has left, as the engine's state has it. */
export interface DeployedMesh {
  /** The objects of the charts, each as it was sent to its API server. */
  readonly resources: readonly Resource[];
  /** Names of the clusters by id, and the settings of the mesh. */
  readonly options: Pick<MeshOptions, 'clusterNames' | 'meshConfig'>;
}

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  /** Replaced already, and about to be deleted. */
  readonly delete?: boolean;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/**
 * Reads the mesh out of an exported state (`pulumi stack export`). Every object of a chart is a resource there, whose
 * inputs are its manifest; secrets in them are encrypted, and are left out. After an update that was interrupted, it is
 * the mesh as far as the update got.
 *
 * @param placement of the environment as it is now, which says what the API servers are
 * @throws SyntaxError or TypeError if the text is no exported state
 */
export function deployedMesh(exported: string, placement: Placement): DeployedMesh {
  const { deployment } = JSON.parse(exported) as {
    readonly deployment?: { readonly resources?: readonly StateResource[] } | null;
  };
  const live = (deployment?.resources ?? []).filter((resource) => resource.delete !== true);
  const objects = live.filter(isChartObject).map(({ urn, inputs }) => {
    const [target = ''] = (urn.split('::').at(-1) ?? '').split('/');
    return { target, manifest: withoutSecrets(inputs) as Manifest, path: urn };
  });
  const roles = rolesOf(objects, placement);
  return {
    resources: objects.map(
      ({ target, ...rest }): Resource => ({
        ...rest,
        target: roles.get(target) ?? { name: target, role: 'data-plane' },
      }),
    ),
    options: { clusterNames: clusterNames(live), meshConfig: meshConfig(live) },
  };
}

/** A resource that a chart deployment made. */
function isChartObject({ type, custom, parent, inputs }: StateResource): boolean {
  return (
    custom === true &&
    type.startsWith('kubernetes:') &&
    parent?.includes('asm:charts:ChartDeployment::') === true &&
    typeof inputs?.['kind'] === 'string'
  );
}

/** The API servers by name. One that the environment no longer has is told by what it holds. */
function rolesOf(
  objects: readonly { readonly target: string; readonly manifest: Manifest }[],
  placement: Placement,
): ReadonlyMap<string, Target> {
  const known = new Map(placement.targets.map((target) => [target.name, target]));
  for (const { target, manifest } of objects) {
    if (!known.has(target) && groupOf(manifest.apiVersion).endsWith('istio.io')) {
      known.set(target, { name: target, role: placement.mesh.role });
    }
  }
  return known;
}

/** The output `clusterIds` of the stack, the other way round. */
function clusterNames(resources: readonly StateResource[]): Readonly<Record<string, string>> {
  const stack = resources.find(({ type }) => type === 'pulumi:pulumi:Stack');
  const ids = Object.entries((stack?.outputs?.['clusterIds'] ?? {}) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(ids.flatMap(([name, id]) => (typeof id === 'string' ? [[id, name]] : [])));
}

/** What the ASM instance was told about traffic to hosts that the mesh does not know. */
function meshConfig(resources: readonly StateResource[]): NonNullable<MeshOptions['meshConfig']> {
  const mesh = resources.find(({ type }) => type === 'alicloud:servicemesh/serviceMesh:ServiceMesh');
  const config = mesh?.inputs?.['meshConfig'] as { readonly outboundTrafficPolicy?: unknown } | undefined;
  const policy = config?.outboundTrafficPolicy;
  return policy === 'ALLOW_ANY' || policy === 'REGISTRY_ONLY' ? { outboundTrafficPolicy: policy } : {};
}

/** Key by which the engine marks an encrypted value in its state. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  if (SIGNATURE in value) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
}
