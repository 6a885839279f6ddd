import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import { type Answer, request } from '../request/index.js';

/** Whether somebody can reach a service, and who decides. */
export interface CallerRow {
  /** `namespace/workload`, or `internet`. */
  readonly from: string;
  readonly to: string;
  readonly verdict: Answer['verdict'];
  readonly policy: string | null;
  readonly mtls: Answer['mtls'];
  readonly status: Answer['status'];
}

/** How callers are asked about. */
export interface CallerOptions {
  /** Number of the Service's port. @default every port */
  readonly port?: number;
  /** @default GET */
  readonly method?: string;
  /** @default / */
  readonly path?: string;
}

/** The service that `namespace/name` or a host stands for. */
export function findService(mesh: Mesh, name: string): MeshService | undefined {
  return mesh.services.find(
    (service) => service.host === name || `${service.namespace}/${service.name}` === name || service.name === name,
  );
}

/** Workloads that may be callers, each name once. */
export function callersOf(mesh: Mesh): readonly Workload[] {
  const seen = new Map<string, Workload>();
  for (const workload of mesh.workloads) {
    const key = `${workload.namespace}/${workload.name}`;
    if (
      workload.entry === undefined &&
      workload.proxy !== 'waypoint' &&
      workload.proxy !== 'gateway' &&
      !seen.has(key)
    ) {
      seen.set(key, workload);
    }
  }
  return [...seen.values()];
}

/** Who can reach a service: every workload of the files, with the policy that lets it or does not. */
export function callers(mesh: Mesh, service: MeshService, options: CallerOptions = {}): readonly CallerRow[] {
  const { method = 'GET', path = '/' } = options;
  const ports = options.port === undefined ? service.ports.map(({ number }) => number) : [options.port];
  return callersOf(mesh).flatMap((workload) =>
    ports.map((port): CallerRow => {
      const from = `${workload.namespace}/${workload.name}`;
      const to = `http://${service.host}:${port}${path}`;
      const { verdict, policy, mtls, status } = request(mesh, { from, to, method });
      return { from, to, verdict, policy, mtls, status };
    }),
  );
}
