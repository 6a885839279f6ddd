import { assume } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import { misspelt } from '../../../assumption/misspelt.js';
import { type RefusedParent, type Route, refusedParents, routesOf } from '../../../istio/gateway-api/bindings.js';
import { readListeners } from '../../../istio/gateway-api/listeners.js';
import type { Mesh } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { circumstancesOf } from '../../missing-thing.js';

/** Whether the Gateways that routes of the Gateway API name exist and take them. */
export const routeParents: Check = {
  name: 'route-parents',
  types: [asmCodes.ASM0032, istioCodes.IST0101],
  run(mesh, report) {
    const routes = everyRoute(mesh);
    const listeners = routes.length === 0 ? [] : readListeners(mesh);
    for (const route of routes) {
      for (const refused of refusedParents(mesh, listeners, route)) {
        if (refused.missing !== undefined) {
          reportMissing(mesh, route, refused, report);
        } else {
          const values = {
            what: `${refused.parent} does not take the route`,
            effect: 'requests that come in there do not follow it',
            why: refused.reason,
          };
          const assumption = refused.needsLabels ? assume.namespaceLabels(route.namespace, refused.parent) : undefined;
          report(asmCodes.ASM0032, route.object, values, ['spec', 'parentRefs', refused.index], { assumption });
        }
      }
    }
  },
};

/** Every route of the Gateway API. */
export function everyRoute(mesh: Mesh): readonly Route[] {
  return routesOf(mesh, 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute');
}

function reportMissing(mesh: Mesh, route: Route, { index, parent, missing }: RefusedParent, report: Report): void {
  const { kind = '', name = '', namespace = '' } = missing ?? {};
  const id = `${namespace}/${name}`;
  if (mesh.external.gateways.includes(id)) {
    return;
  }
  const others = mesh.objectsOf('gateway.networking.k8s.io', kind).filter((one) => one.namespace === namespace);
  const meant = misspelt(
    name,
    others.map((one) => one.name),
  );
  const why = `no such ${kind} is in these files`;
  const values = {
    thing: parent,
    effect: 'no requests follow the route there',
    why: meant === undefined ? why : `${why}; did you mean ${namespace}/${meant}?`,
  };
  const circumstances =
    meant === undefined
      ? circumstancesOf(Holdings.of(mesh).standing('KubernetesGateway', namespace), assume.gateway(id))
      : {};
  report(istioCodes.IST0101, route.object, values, ['spec', 'parentRefs', index], { ...circumstances, isOwn: true });
}
