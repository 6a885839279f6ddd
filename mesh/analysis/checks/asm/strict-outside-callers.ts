import { assumeNoProxy, isUndecided } from '../../../assumption/membership.js';
import { CallGraph } from '../../../istio/call-graph.js';
import { StrictWorkloads } from '../../../istio/strict-workloads.js';
import { fieldsListOf, fieldsOf, type Mesh, type MeshObject, type Workload } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Circumstances, Report } from '../../check.js';

const field = ['spec', 'mtls'];

/** A workload without a proxy sends plain text, which a workload in STRICT mode refuses. Reported on what makes it STRICT. */
export const strictOutsideCallers: Check = {
  name: 'strict-outside-callers',
  types: [asmCodes.ASM0002],
  run(mesh, report) {
    const isStrictAnywhere = mesh.peerAuthentications.some(
      ({ spec }) =>
        spec.mtls?.mode === 'STRICT' || Object.values(spec.portLevelMtls ?? {}).some(({ mode }) => mode === 'STRICT'),
    );
    if (!isStrictAnywhere) {
      return;
    }
    const strict = new StrictWorkloads(mesh);
    const reported = new Set<string>();
    for (const { callers, callees, services, port, evidence } of CallGraph.of(mesh).calls) {
      const outside = callers.filter(({ isInMesh }) => !isInMesh);
      for (const callee of outside.length === 0 ? [] : callees) {
        const policy = strict.policyOf(callee, services, port);
        for (const caller of policy === undefined ? [] : outside) {
          const service = `${callee.namespace}/${nameOf(callee)}`;
          const name = `${caller.kind} ${caller.namespace}/${caller.name}`;
          if (policy !== undefined && caller !== callee && !reported.has(`${name} ${service}`)) {
            reported.add(`${name} ${service}`);
            report(asmCodes.ASM0002, policy, { caller: name, service, evidence }, field, circumstancesOf(mesh, caller));
          }
        }
      }
    }
    reportIngresses(mesh, strict, report);
  },
};

function circumstancesOf(mesh: Mesh, caller: Workload): Circumstances {
  return isUndecided(mesh, caller) ? { assumption: assumeNoProxy(mesh, [caller.namespace]) } : {};
}

/** Versions of one service count as one. */
function nameOf(workload: Workload): string {
  return workload.labels['app'] ?? workload.name;
}

/** Ingress classes of load balancers that run outside the cluster, so that they never have a proxy of the mesh. */
const cloudClasses: ReadonlySet<string> = new Set(['alb', 'mse', 'gce', 'gce-internal', 'azure-application-gateway']);

function reportIngresses(mesh: Mesh, strict: StrictWorkloads, report: Report): void {
  const ofIstio = new Set([
    'istio',
    ...mesh
      .objectsOf('networking.k8s.io', 'IngressClass')
      .filter(({ spec }) => spec['controller'] === 'istio.io/ingress-controller')
      .map(({ name }) => name),
  ]);
  for (const ingress of mesh.objectsOf('networking.k8s.io', 'Ingress')) {
    const className = String(
      ingress.spec['ingressClassName'] ?? ingress.annotations['kubernetes.io/ingress.class'] ?? '',
    );
    for (const name of ofIstio.has(className) ? [] : new Set(backendsOf(ingress))) {
      const host = `${name}.${ingress.namespace}.svc.${mesh.config.clusterDomain}`;
      const service = mesh.serviceFor(host, ingress.namespace);
      const [policy] = service?.workloads.flatMap((workload) => strict.policyOf(workload, [service]) ?? []) ?? [];
      if (policy !== undefined) {
        const values = {
          caller: `the controller of Ingress ${ingress.namespace}/${ingress.name}`,
          service: `${ingress.namespace}/${name}`,
          evidence: 'the Ingress sends requests to it',
        };
        // The pods of other controllers can be in the mesh.
        report(asmCodes.ASM0002, policy, values, field, cloudClasses.has(className) ? {} : { level: 'warning' });
      }
    }
  }
}

function backendsOf(ingress: MeshObject): readonly string[] {
  const spec = ingress.spec;
  const paths = fieldsListOf(spec['rules']).flatMap((rule) => fieldsListOf(fieldsOf(rule['http'])['paths']));
  return [spec['defaultBackend'], ...paths.map((path) => path['backend'])].flatMap((backend) => {
    const name = fieldsOf(fieldsOf(backend)['service'])['name'];
    return typeof name === 'string' ? [name] : [];
  });
}
