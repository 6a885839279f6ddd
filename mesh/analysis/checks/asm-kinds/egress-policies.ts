import { asNumber, asText, fieldsListOf, fieldsOf, type Mesh, type MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { asmObjects, missingPartner, reportMissing } from './partners.js';

/** Whether an ASMEgressTrafficPolicy has its gateway with its ports, and whether nothing goes past it. */
export const egressPolicies: Check = {
  name: 'egress-policies',
  types: [asmCodes.ASM0050, asmCodes.ASM0056],
  isOwn: true,
  run(mesh, report) {
    const policies = asmObjects(mesh, 'ASMEgressTrafficPolicy');
    for (const policy of policies) {
      checkGateway(mesh, policy, report);
    }
    const [first] = policies;
    const { mode } = fieldsOf(mesh.config.raw['outboundTrafficPolicy']);
    if (first !== undefined && mode !== 'REGISTRY_ONLY') {
      report(asmCodes.ASM0056, first, {}, ['spec', 'egressRules']);
    }
  },
};

function checkGateway(mesh: Mesh, policy: MeshObject, report: Report): void {
  const name = asText(fieldsOf(policy.spec['byEgressGateway'])['name']);
  if (name === undefined) {
    return;
  }
  const gateways = asmObjects(mesh, 'IstioGateway').filter(({ spec }) => spec['gatewayType'] === 'egress');
  const gateway = gateways.find((one) => one.name === name);
  if (gateway === undefined) {
    const isDeclared = mesh.external.gateways.some((id) => id.split('/').at(-1) === name || id.endsWith(`=${name}`));
    if (!isDeclared) {
      const missing = missingPartner(
        mesh,
        'IstioGateway of gatewayType egress',
        name,
        gateways.map((one) => one.name),
      );
      const thing = { thing: `egress gateway ${name}`, missing, effect: 'what the policy sends to it fails' };
      reportMissing(report, policy, thing, ['spec', 'byEgressGateway', 'name']);
    }
    return;
  }
  const ports = fieldsListOf(gateway.spec['ports']).flatMap(({ port }) => asNumber(port) ?? []);
  fieldsListOf(policy.spec['egressRules']).forEach((rule, index) => {
    fieldsListOf(rule['to']).forEach((target, place) => {
      const port = asNumber(fieldsOf(target['byEgressGateway'])['port']);
      if (port !== undefined && !ports.includes(port)) {
        const missing = { why: `IstioGateway ${name} has ports ${ports.join(', ') || 'none'}`, circumstances: {} };
        const thing = {
          thing: `port ${port} of egress gateway ${name}`,
          missing,
          effect: 'connections to it are refused',
        };
        reportMissing(report, policy, thing, ['spec', 'egressRules', index, 'to', place, 'byEgressGateway', 'port']);
      }
    });
  });
}
