import { z } from 'zod';
import type { Problem } from '../../mesh/index.js';

/** The first Istio version of ASM that serves edge clusters. */
const FIRST_EDGE_VERSION = [1, 14] as const;

const versionPattern = /^v?(\d+)\.(\d+)(\..+)?$/;

/** The ASM instance of a cloud environment. */
export const meshSchema = z.strictObject({
  /** An existing instance instead of a new one. */
  id: z.string().min(1).optional(),
  /** Istio version, `1.25` or as ASM lists it. ASM itself requires 1.14 or later here. */
  istioVersion: z
    .string()
    .regex(versionPattern, 'must be an Istio version such as 1.25 or v1.25.6.79-g0ae1f4ba-aliyun')
    .optional(),
  edition: z.enum(['Default', 'Pro']).default('Pro'),
  specification: z.enum(['standard', 'enterprise', 'ultimate']).default('standard'),
  /** Public address for the instance's API server, on port 6443. */
  publicApiServer: z.boolean().default(false),
  /** Public address for Pilot. */
  publicPilot: z.boolean().default(false),
  /** Whether workloads may call hosts that the mesh does not know. */
  outboundTrafficPolicy: z.enum(['ALLOW_ANY', 'REGISTRY_ONLY']).default('ALLOW_ANY'),
  /** Keep traffic in its zone or region while it can. Cannot change later. */
  localityLoadBalancing: z.boolean().default(true),
  /** Open Policy Agent beside the proxies. */
  openPolicyAgent: z.boolean().default(false),
  kiali: z.boolean().default(false),
});

const versionOfRaw = z.object({
  mesh: z.object({ istioVersion: z.string().catch('') }).catch({ istioVersion: '' }),
  clusters: z
    .record(
      z.string(),
      z.object({ type: z.string().catch(''), edge: z.boolean().catch(false) }).catch({ type: '', edge: false }),
    )
    .catch({}),
});

/** An Istio version that cannot serve the environment's clusters. Works on the configuration as written. */
export function meshProblems(raw: Readonly<Record<string, unknown>>): Problem[] {
  const { mesh, clusters } = versionOfRaw.parse(raw);
  const match = versionPattern.exec(mesh.istioVersion);
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
      message: `Istio ${mesh.istioVersion} does not serve the edge cluster ${edges.map(([name]) => name).join(', ')}`,
      mend: 'use Istio 1.14 or later with an edge cluster',
    },
  ];
}
