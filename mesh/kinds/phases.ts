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

/** A step of the order of creation. */
export type Phase = (typeof PHASES)[number];
