import { asNumber, asText, fieldsListOf, type MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';

interface Weighted {
  readonly weight?: number | undefined;
}
interface Route {
  readonly name?: string | undefined;
  readonly route?: readonly Weighted[] | undefined;
}

/**
 * Weights of VirtualServices are shares of their sum, meant as percentages. Those of the Gateway API are proportions, such as 1 to 9; they are
 * taken for percentages when their sum is near 100.
 */
export const routeWeights: Check = {
  name: 'route-weights',
  types: [asmCodes.ASM0001],
  run(mesh, report) {
    for (const { object, spec } of mesh.virtualServices) {
      checkRoutes(report, object, 'http', spec.http ?? []);
      checkRoutes(report, object, 'tls', spec.tls ?? []);
      checkRoutes(report, object, 'tcp', spec.tcp ?? []);
    }
    for (const kind of ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'] as const) {
      for (const { object } of mesh.gatewayApi(kind)) {
        checkRules(report, object);
      }
    }
  },
};

function checkRoutes(report: Report, object: MeshObject, kind: string, routes: readonly Route[]): void {
  routes.forEach(({ name, route = [] }, index) => {
    const sum = route.reduce((total, { weight = 0 }) => total + weight, 0);
    const isSplit = route.length > 1 || (route[0]?.weight ?? 0) !== 0;
    // A sum of 0 is refused by Istio itself (IST0106), except that a single destination needs no weight.
    if (isSplit && sum !== 100 && sum !== 0) {
      report(asmCodes.ASM0001, object, { route: name ?? `${kind} #${index}`, sum }, ['spec', kind, index, 'route']);
    }
  });
}

/** Sums of weights of the Gateway API that look like percentages gone wrong. */
const nearHundred = { above: 50, below: 200 };

function checkRules(report: Report, object: MeshObject): void {
  fieldsListOf(object.spec['rules']).forEach((rule, index) => {
    const backends = fieldsListOf(rule['backendRefs']);
    // A backend without a weight has 1.
    const sum = backends.reduce((total, backend) => total + (asNumber(backend['weight']) ?? 1), 0);
    if (backends.length > 1 && sum !== 100 && sum > nearHundred.above && sum < nearHundred.below) {
      const route = asText(rule['name']) ?? `#${index}`;
      report(asmCodes.ASM0001, object, { route, sum }, ['spec', 'rules', index, 'backendRefs']);
    }
  });
}
