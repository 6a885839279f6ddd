import { z } from 'zod';
import { cloudId } from '../../charts/setting-schemas.js';
import type { Problem } from '../../mesh/index.js';

/** The first Istio version of ASM that serves edge clusters. */
const FIRST_EDGE_VERSION = [1, 14] as const;

const versionPattern = /^v?(\d+)\.(\d+)(\.[\w.+-]+)?$/;

/** The mesh of a cloud environment. */
export const meshSchema = z.strictObject({
  kind: z
    .enum(['asm', 'istio'])
    .default('asm')
    .describe(
      'An ASM instance, or an Istio of your own in the clusters, whose configuration lives in the first of them.',
    ),
  id: cloudId.optional().describe('An existing instance instead of a new one.'),
  operator: z
    .boolean()
    .default(false)
    .describe('Let the servicemesh-operator add-on of the only cluster make the instance ("component integration").'),
  istioVersion: z
    .string()
    .regex(versionPattern, 'must be an Istio version such as 1.25 or v1.25.6.79-g0ae1f4ba-aliyun')
    .optional()
    .describe('Istio version, `1.25` or as ASM lists it. ASM itself requires 1.14 or later here.'),
  edition: z.enum(['Default', 'Pro']).default('Pro').describe('Edition of the instance.'),
  specification: z
    .enum(['standard', 'enterprise', 'ultimate'])
    .default('standard')
    .describe('Specification of the instance, which decides what it costs.'),
  publicApiServer: z.boolean().default(false).describe("Public address for the instance's API server, on port 6443."),
  publicPilot: z.boolean().default(false).describe('Public address for Pilot.'),
  outboundTrafficPolicy: z
    .enum(['ALLOW_ANY', 'REGISTRY_ONLY'])
    .default('ALLOW_ANY')
    .describe('Whether workloads may call hosts that the mesh does not know.'),
  localityLoadBalancing: z
    .boolean()
    .default(true)
    .describe('Keep traffic in its zone or region while it can. Cannot change later.'),
  openPolicyAgent: z.boolean().default(false).describe('Open Policy Agent beside the proxies.'),
  kiali: z.boolean().default(false).describe('Kiali, which shows the mesh.'),
});

const rawSchema = z.object({
  kind: z.unknown().optional(),
  mesh: z
    .object({
      kind: z.string().catch(''),
      istioVersion: z.string().catch(''),
      operator: z.boolean().catch(false),
      id: z.string().optional().catch(undefined),
    })
    .catch({ kind: '', istioVersion: '', operator: false }),
  apiVersions: z.record(z.string(), z.string().optional().catch(undefined)).catch({}).default({}),
  clusters: z
    .record(
      z.string(),
      z.object({ type: z.string().catch(''), edge: z.boolean().catch(false) }).catch({ type: '', edge: false }),
    )
    .catch({}),
});

/** An instance that cannot serve the environment's clusters. Works on the configuration as written. */
export function meshProblems(raw: Readonly<Record<string, unknown>>): Problem[] {
  const { kind, mesh, clusters } = rawSchema.parse(raw);
  return [
    ...versionProblems(mesh.istioVersion, clusters),
    ...(mesh.id === undefined ? apiVersionProblems(raw) : []),
    ...(mesh.kind === 'istio' ? ownIstioProblems(kind, raw['mesh'] as object) : []),
    ...(mesh.operator ? operatorProblems(kind, mesh.id, clusters) : []),
  ];
}

type Clusters = z.infer<typeof rawSchema>['clusters'];

function versionProblems(version: string, clusters: Clusters): Problem[] {
  const match = versionPattern.exec(version);
  if (match === null) return [];
  const [major, minor] = [Number(match[1]), Number(match[2])];
  const supported =
    major > FIRST_EDGE_VERSION[0] || (major === FIRST_EDGE_VERSION[0] && minor >= FIRST_EDGE_VERSION[1]);
  const edges = Object.entries(clusters).filter(([, cluster]) => cluster.type === 'edge' || cluster.edge);
  if (supported || edges.length === 0) return [];
  return [
    {
      code: 'ENV_ISTIO_VERSION',
      place: 'mesh.istioVersion',
      message: `Istio ${version} does not serve the edge cluster ${edges.map(([name]) => name).join(', ')}`,
      fix: 'use Istio 1.14 or later with an edge cluster',
    },
  ];
}

/** The first Istio version that serves `v1` of its networking, security and telemetry groups. */
const FIRST_V1_VERSION = [1, 22] as const;

/** Groups of Istio whose objects would be written in a version that the Istio of the environment does not serve. */
function apiVersionProblems(raw: Readonly<Record<string, unknown>>): Problem[] {
  const { mesh, apiVersions } = rawSchema.parse(raw);
  const match = versionPattern.exec(mesh.istioVersion);
  if (match === null || Number(match[1]) > 1 || Number(match[2]) >= FIRST_V1_VERSION[1]) return [];
  return (['networking', 'security', 'telemetry'] as const)
    .filter((group) => (apiVersions[group] ?? 'v1') === 'v1')
    .map((group) => ({
      code: 'ENV_API_VERSION',
      place: `apiVersions.${group}`,
      message: `Istio ${mesh.istioVersion} does not serve ${group}.istio.io/v1, the version that is written`,
      fix: `set it to ${group === 'telemetry' ? 'v1alpha1' : 'v1beta1'}, or use Istio ${FIRST_V1_VERSION.join('.')} or later`,
    }));
}

/** What an Istio of one's own has in common with an ASM instance. */
const COMMON: ReadonlySet<string> = new Set(['kind', 'outboundTrafficPolicy']);

function ownIstioProblems(kind: unknown, written: object): Problem[] {
  const problem = (place: string, message: string, fix: string): Problem => ({
    code: 'ENV_MESH_KIND',
    place,
    message,
    fix,
  });
  return [
    ...Object.keys(written)
      .filter((key) => key in meshSchema.shape && !COMMON.has(key))
      .map((key) => problem(`mesh.${key}`, 'is a setting of an ASM instance', 'remove it, or drop mesh.kind')),
    ...(kind === 'fleet' ? [problem('mesh.kind', 'a fleet needs an ASM instance', 'drop mesh.kind')] : []),
  ];
}

/** The add-on makes an instance for its own cluster, and no other can join. */
function operatorProblems(kind: unknown, id: string | undefined, clusters: Clusters): Problem[] {
  const problem = (message: string, fix: string): Problem => ({
    code: 'ENV_MESH_OPERATOR',
    place: 'mesh.operator',
    message,
    fix,
  });
  const types = Object.values(clusters).map(({ type }) => type);
  return [
    ...(id === undefined ? [] : [problem('the instance exists already', 'drop mesh.id or mesh.operator')]),
    ...(types.length === 1 && types[0] === 'managed'
      ? []
      : [problem('the add-on serves one managed cluster', 'keep one cluster of type managed, or drop mesh.operator')]),
    ...(kind === 'fleet' ? [problem('a fleet needs an instance of its own', 'drop mesh.operator')] : []),
  ];
}
