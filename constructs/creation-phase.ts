import { groupOf, type Manifest } from '../mesh/index.js';

/**
 * When an object is created, relative to the others of its chart: the order of the phases. Deletion is the reverse.
 * Files are written, and charts deployed, in this order.
 *
 * A route comes after everything that it names: a subset must exist before a route names it, a workload before a subset
 * selects it. Policies come before the workloads, not after the routes: a workload then never serves a request that its
 * policy would refuse, neither when it comes up nor while everything is taken down.
 */
export const PHASES = [
  /** Namespaces, and definitions that later objects are instances of. */
  'foundation',
  /** Identities, settings and secrets, which pods mount and policies name. */
  'configuration',
  /** What a token means, before a policy asks for its claims. */
  'authentication',
  /** Who may call whom, telemetry, proxy settings. */
  'policy',
  /** Workloads, Services and hosts outside the mesh. */
  'workload',
  /** Gateways and what binds to workloads: fleet Applications, autoscalers. */
  'gateway',
  /** Subsets. */
  'destination',
  /** Routes, which name gateways, hosts and subsets. */
  'route',
] as const;

export type Phase = (typeof PHASES)[number];

/** The kinds of each phase, in the order in which files list them. Kinds that are not named are workloads. */
const KINDS: Readonly<Record<Phase, readonly string[]>> = {
  foundation: ['Namespace', 'CustomResourceDefinition', 'StorageClass', 'PriorityClass', 'GatewayClass'],
  configuration: [
    'ServiceAccount',
    'ConfigMap',
    'Secret',
    'ResourceQuota',
    'LimitRange',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'Role',
    'ClusterRole',
    'RoleBinding',
    'ClusterRoleBinding',
  ],
  authentication: ['RequestAuthentication', 'PeerAuthentication'],
  policy: [
    'AuthorizationPolicy',
    'NetworkPolicy',
    'Telemetry',
    'ProxyConfig',
    'WasmPlugin',
    'EnvoyFilter',
    'Sidecar',
    'ASMLocalRateLimiter',
  ],
  workload: [
    'Service',
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'Pod',
    'IstioGateway',
    'WorkloadGroup',
    'WorkloadEntry',
    'ServiceEntry',
  ],
  gateway: ['Application', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Gateway', 'ReferenceGrant'],
  destination: ['DestinationRule'],
  route: ['VirtualService', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'Ingress'],
};

interface Place {
  readonly phase: Phase;
  readonly rank: number;
}

const PLACES: ReadonlyMap<string, Place> = new Map(
  PHASES.flatMap((phase, index) =>
    KINDS[phase].map((kind, position): [string, Place] => [kind, { phase, rank: index * 100 + position }]),
  ),
);
const OTHER: Place = { phase: 'workload', rank: PHASES.indexOf('workload') * 100 + KINDS.workload.length };

function placeOf({ kind, apiVersion }: Manifest): Place {
  // KubeVela's and Argo CD's Application share a name; the second applies objects of its own and needs none of ours.
  if (kind === 'Application' && groupOf(apiVersion) !== 'core.oam.dev') return OTHER;
  return PLACES.get(kind) ?? OTHER;
}

/** The phase of an object. */
export function phaseOf(manifest: Manifest): Phase {
  return placeOf(manifest).phase;
}

/** Place of an object's kind in the order of creation, for sorting; a later phase has higher ranks. */
export function creationRank(manifest: Manifest): number {
  return placeOf(manifest).rank;
}
