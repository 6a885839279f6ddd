import type { MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';

interface Weighted {
  readonly weight?: number | undefined;
}
interface Route {
  readonly name?: string | undefined;
  readonly route?: readonly Weighted[] | undefined;
}

/** Weights of VirtualServices are shares of their sum. Those of the Gateway API are meant as proportions and are left alone. */
export const routeWeights: Check = {
  name: 'route-weights',
  types: [asmCodes.ASM0001],
  run(mesh, report) {
    for (const { object, spec } of mesh.virtualServices) {
      checkRoutes(report, object, 'http', spec.http ?? []);
      checkRoutes(report, object, 'tls', spec.tls ?? []);
      checkRoutes(report, object, 'tcp', spec.tcp ?? []);
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
