import { fieldsListOf, fieldsOf, type Mesh, type MeshObject, type Workload } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { declaredCalls } from './declared-callers.js';
import { MutualTlsModes } from './mutual-tls.js';

/** A workload without a proxy sends plain text, which a workload in STRICT mode refuses. Reported on what makes it STRICT. */
export const strictOutsideCallers: Check = {
  name: 'strict-outside-callers',
  types: [asmCodes.ASM0002],
  run(mesh, report) {
    const strictModes = mesh.peerAuthentications.some(({ spec }) => spec.mtls?.mode === 'STRICT');
    if (!strictModes) {
      return;
    }
    const modes = new MutualTlsModes(mesh);
    const reported = new Set<string>();
    for (const { caller, callee, evidence } of declaredCalls(mesh)) {
      const policy = caller.isInMesh ? undefined : modes.strictPolicyFor(callee);
      const service = `${callee.namespace}/${nameOf(callee)}`;
      const name = `${caller.kind} ${caller.namespace}/${caller.name}`;
      if (policy !== undefined && !reported.has(`${name} ${service}`)) {
        reported.add(`${name} ${service}`);
        report(asmCodes.ASM0002, policy.object, { caller: name, service, evidence }, ['spec', 'mtls']);
      }
    }
    reportIngresses(mesh, modes, report);
  },
};

/** Versions of one service count as one. */
function nameOf(workload: Workload): string {
  return workload.labels['app'] ?? workload.name;
}

function reportIngresses(mesh: Mesh, modes: MutualTlsModes, report: Report): void {
  for (const ingress of mesh.objectsOf('networking.k8s.io', 'Ingress')) {
    const className = ingress.rawSpec['ingressClassName'] ?? ingress.annotations['kubernetes.io/ingress.class'];
    if (className === 'istio') {
      continue;
    }
    for (const name of new Set(backendsOf(ingress))) {
      const host = `${name}.${ingress.namespace}.svc.${mesh.config.clusterDomain}`;
      const callee = mesh
        .serviceFor(host, ingress.namespace)
        ?.workloads.find((workload) => modes.strictPolicyFor(workload));
      const policy = callee === undefined ? undefined : modes.strictPolicyFor(callee);
      if (policy !== undefined) {
        const caller = `the controller of Ingress ${ingress.namespace}/${ingress.name}`;
        const evidence = 'the Ingress sends requests to it';
        report(asmCodes.ASM0002, policy.object, { caller, service: `${ingress.namespace}/${name}`, evidence }, [
          'spec',
          'mtls',
        ]);
      }
    }
  }
}

function backendsOf(ingress: MeshObject): readonly string[] {
  const spec = ingress.rawSpec;
  const paths = fieldsListOf(spec['rules']).flatMap((rule) => fieldsListOf(fieldsOf(rule['http'])['paths']));
  return [spec['defaultBackend'], ...paths.map((path) => path['backend'])].flatMap((backend) => {
    const name = fieldsOf(fieldsOf(backend)['service'])['name'];
    return typeof name === 'string' ? [name] : [];
  });
}
