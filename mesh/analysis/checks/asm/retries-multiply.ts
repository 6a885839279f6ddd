import { CallGraph } from '../../../istio/call-graph.js';
import { gatewaysOf } from '../../../istio/virtual-service-gateways.js';
import type { Mesh, Workload } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';

interface Retries {
  readonly host: string;
  readonly attempts: number;
  readonly id: string;
}

/**
 * A gateway retries a request to a service, which retries its own calls: a service behind both gets the product. Who calls whom is
 * what the manifests declare.
 */
export const retriesMultiply: Check = {
  name: 'retries-multiply',
  types: [asmCodes.ASM0011],
  run(mesh, report) {
    const outer = retriesOf(mesh, 'gateway');
    const inner = retriesOf(mesh, 'mesh');
    if (outer.length === 0 || inner.length === 0) {
      return;
    }
    const atGateway = mostByWorkload(mesh, outer);
    const atCaller = mostByWorkload(mesh, inner);
    const seen = new Set<string>();
    for (const { callers, callees } of CallGraph.of(mesh).calls) {
      for (const caller of callers.filter((workload) => workload.isInMesh && atGateway.has(workload))) {
        for (const callee of callees) {
          const gateway = atGateway.get(caller);
          const sidecar = atCaller.get(callee);
          const key = `${gateway?.id} ${sidecar?.id}`;
          if (gateway !== undefined && sidecar !== undefined && gateway.id !== sidecar.id && !seen.has(key)) {
            seen.add(key);
            reportProduct(mesh, report, caller, gateway, sidecar);
          }
        }
      }
    }
  },
};

function reportProduct(mesh: Mesh, report: Report, caller: Workload, gateway: Retries, sidecar: Retries): void {
  const [outer, inner] = [gateway.attempts + 1, sidecar.attempts + 1];
  const object = mesh.virtualServices.find(({ id }) => id === sidecar.id)?.object;
  if (object !== undefined) {
    const values = {
      ...{ tries: outer * inner, host: sidecar.host, gatewayRoute: gateway.id, outer, inner },
      caller: `${caller.namespace}/${caller.labels['app'] ?? caller.name}`,
    };
    report(asmCodes.ASM0011, object, values, ['spec', 'http']);
  }
}

function retriesOf(mesh: Mesh, where: 'gateway' | 'mesh'): readonly (Retries & { readonly namespace: string })[] {
  return mesh.virtualServices.flatMap(({ id, namespace, spec }) => {
    const gateways = gatewaysOf(spec, namespace);
    const applies = where === 'mesh' ? gateways.includes('mesh') : gateways.some((gateway) => gateway !== 'mesh');
    return (applies ? (spec.http ?? []) : []).flatMap(({ route = [], retries }) =>
      (retries?.attempts ?? 0) > 0
        ? route.map(({ destination }) => ({
            host: destination?.host ?? '',
            attempts: retries?.attempts ?? 0,
            id,
            namespace,
          }))
        : [],
    );
  });
}

function mostByWorkload(
  mesh: Mesh,
  all: readonly (Retries & { readonly namespace: string })[],
): ReadonlyMap<Workload, Retries> {
  const most = new Map<Workload, Retries>();
  for (const retries of all) {
    for (const workload of mesh.serviceFor(retries.host, retries.namespace)?.workloads ?? []) {
      if ((most.get(workload)?.attempts ?? 0) < retries.attempts) {
        most.set(workload, retries);
      }
    }
  }
  return most;
}
