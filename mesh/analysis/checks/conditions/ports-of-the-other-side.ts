import { guardedWorkloads } from '../../../istio/policy-workloads.js';
import { asNumber, fieldsListOf, fieldsOf, type Mesh, type MeshObject, type Workload } from '../../../model/index.js';
import { PushContext } from '../../../proxy/push-context.js';
import type { FieldPath } from '../../../yaml/positions.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { listSome } from '../../wording.js';
import { operationValues } from './operation-values.js';

/**
 * Whether ports are those of the right side: a PeerAuthentication and an AuthorizationPolicy name the ports of the pods, a DestinationRule
 * those of the Service (https://istio.io/latest/docs/reference/config/security/peer_authentication/).
 */
export const portsOfTheOtherSide: Check = {
  name: 'ports-of-the-other-side',
  types: [asmCodes.ASM0024],
  run(mesh, report) {
    for (const { object, spec, namespace, selector } of mesh.peerAuthentications) {
      const workloads = selector === undefined ? [] : mesh.selectWorkloads(namespace, selector);
      for (const port of Object.keys(spec.portLevelMtls ?? {})) {
        checkPodPort(mesh, workloads, Number(port), { object, field: ['spec', 'portLevelMtls', port] }, report);
      }
    }
    for (const policy of mesh.authorizationPolicies) {
      const { object, spec } = policy;
      const places = [
        ...operationValues(spec.rules, 'ports').map(({ value, field }) => ({ port: value, field })),
        ...(spec.rules ?? []).flatMap((rule, ruleIndex) =>
          (rule.when ?? []).flatMap(({ key, values = [], notValues = [] }, index) =>
            key === 'destination.port'
              ? [...values, ...notValues].map((port) => ({ port, field: ['spec', 'rules', ruleIndex, 'when', index] }))
              : [],
          ),
        ),
      ];
      const workloads = places.length === 0 ? [] : guardedWorkloads(mesh, policy);
      // What a waypoint enforces sees the port of the Service.
      const atPods = workloads.filter(({ isAmbient, proxy }) => !isAmbient && proxy !== 'waypoint');
      for (const { port, field } of atPods.length < workloads.length ? [] : places) {
        checkPodPort(mesh, workloads, Number(port), { object, field }, report);
      }
    }
    checkServicePorts(mesh, report);
  },
};

function checkPodPort(
  mesh: Mesh,
  workloads: readonly Workload[],
  port: number,
  { object, field }: { readonly object: MeshObject; readonly field: FieldPath },
  report: Report,
): void {
  const { ports } = PushContext.of(mesh);
  const entries = workloads.flatMap((workload) => ports.of(workload));
  const isTarget = entries.some(({ target }) => target === port);
  const isDeclared = workloads.some((workload) => workload.ports.some(({ number }) => number === port));
  const meant = entries.filter((entry) => entry.port.number === port);
  const [first] = meant;
  if (isTarget || isDeclared || first === undefined) {
    return;
  }
  const values = {
    what: `port ${port}`,
    why: `that is the port of Service ${first.service.namespace}/${first.service.name}, and the port of the pods counts`,
    fix: `write ${listSome([...new Set(meant.map(({ target }) => String(target)))])}`,
  };
  report(asmCodes.ASM0024, object, values, field);
}

function checkServicePorts(mesh: Mesh, report: Report): void {
  for (const { object, spec, namespace } of mesh.destinationRules) {
    const service = mesh.serviceFor(spec.host ?? '', namespace);
    if (service === undefined || service.registry === 'external' || service.ports.length === 0) {
      continue;
    }
    const policies = [
      { policy: fieldsOf(spec.trafficPolicy), path: ['spec', 'trafficPolicy'] },
      ...fieldsListOf(object.spec['subsets']).map(({ trafficPolicy }, index) => ({
        policy: fieldsOf(trafficPolicy),
        path: ['spec', 'subsets', index, 'trafficPolicy'],
      })),
    ];
    for (const { policy, path } of policies) {
      for (const [index, { port }] of fieldsListOf(policy['portLevelSettings']).entries()) {
        const number = asNumber(fieldsOf(port)['number']);
        const hosts = mesh.servicesAt(service.host);
        if (number === undefined || hosts.some((one) => one.port(number) !== undefined)) {
          continue;
        }
        const meant = service.ports.filter((one) => service.endpoints(one.number).some((end) => end.port === number));
        const has = listSome(service.ports.map((one) => String(one.number)));
        const values = {
          what: `port ${number}`,
          why:
            meant.length > 0
              ? 'that is the port of the pods, and the port of the Service counts'
              : `${spec.host} has no such port, only ${has}`,
          fix: `write ${meant.length > 0 ? listSome(meant.map((one) => String(one.number))) : has}`,
        };
        report(asmCodes.ASM0024, object, values, [...path, 'portLevelSettings', index, 'port']);
      }
    }
  }
}
