import type { ObservedMesh } from '../observed.js';
import type { GrafanaDashboard } from './document.js';
import { gatewayDashboard } from './gateway-dashboard.js';
import { meshDashboard } from './mesh-dashboard.js';
import { serviceDashboard } from './service-dashboard.js';

/** One dashboard for the mesh, one for each gateway and one for each service, in an order that does not depend on that of the input. */
export function dashboardsOf({ services, gateways, environment }: ObservedMesh): GrafanaDashboard[] {
  const byName = <T extends { readonly namespace: string; readonly name: string }>(items: readonly T[]) =>
    [...items].sort((one, other) => (`${one.namespace}/${one.name}` < `${other.namespace}/${other.name}` ? -1 : 1));
  return [
    meshDashboard(environment),
    ...byName(gateways).map((gateway) => gatewayDashboard(gateway, environment)),
    ...byName(services).map((service) => serviceDashboard(service, environment)),
  ];
}
