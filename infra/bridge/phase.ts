import { groupOf, type Manifest } from '../../mesh/index.js';

/**
 * When an object is created, relative to the others of its chart. Deletion is the reverse.
 *
 * Policies come before the workloads, not after the routes: a workload then never serves a request that its policy
 * would refuse, neither when it comes up nor while the stack is taken down.
 */
export const PHASES = [
  /** Namespaces, and definitions that later objects are instances of. */
  'foundation',
  /** Identities, settings and secrets, which pods mount and policies name. */
  'configuration',
  /** What a token means, before a policy asks for its claims. */
  'authentication',
  /** Who may call whom, mTLS modes, telemetry, proxy settings. */
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

/** By kind, and by `Kind.group` where two groups have a kind of that name. Anything unknown is a workload. */
const PHASE_OF: Readonly<Record<string, Phase>> = {
  Namespace: 'foundation',
  CustomResourceDefinition: 'foundation',
  StorageClass: 'foundation',
  PriorityClass: 'foundation',
  GatewayClass: 'foundation',
  ServiceAccount: 'configuration',
  ConfigMap: 'configuration',
  Secret: 'configuration',
  ResourceQuota: 'configuration',
  LimitRange: 'configuration',
  PersistentVolume: 'configuration',
  PersistentVolumeClaim: 'configuration',
  Role: 'configuration',
  ClusterRole: 'configuration',
  RoleBinding: 'configuration',
  ClusterRoleBinding: 'configuration',
  RequestAuthentication: 'authentication',
  PeerAuthentication: 'authentication',
  AuthorizationPolicy: 'policy',
  NetworkPolicy: 'policy',
  Telemetry: 'policy',
  ProxyConfig: 'policy',
  WasmPlugin: 'policy',
  EnvoyFilter: 'policy',
  Sidecar: 'policy',
  ASMLocalRateLimiter: 'policy',
  Gateway: 'gateway',
  ReferenceGrant: 'gateway',
  Application: 'gateway',
  HorizontalPodAutoscaler: 'gateway',
  PodDisruptionBudget: 'gateway',
  DestinationRule: 'destination',
  VirtualService: 'route',
  HTTPRoute: 'route',
  GRPCRoute: 'route',
  TCPRoute: 'route',
  TLSRoute: 'route',
  Ingress: 'route',
};

/** The phase of an object. */
export function phaseOf(manifest: Manifest): Phase {
  // KubeVela's and Argo CD's Application share a name; the second applies objects of its own and needs none of ours.
  if (manifest.kind === 'Application' && groupOf(manifest.apiVersion) !== 'core.oam.dev') return 'workload';
  return PHASE_OF[manifest.kind] ?? 'workload';
}
