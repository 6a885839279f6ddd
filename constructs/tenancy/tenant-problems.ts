import { isRfc1123Label, rfc1123LabelRule } from '../../mesh/index.js';
import { MeshGateway } from '../gateways/index.js';
import { MeshChart } from '../mesh-chart.js';
import type { TenantCalls } from './tenant-calls.js';
import type { TenantProps } from './tenant-props.js';

/** What is wrong with a tenant, each with what to do. */
export function tenantProblems(tenant: TenantCalls, { podNetworks, clusters }: TenantProps): string[] {
  const problems: string[] = [];
  const { name, namespaces, callers, gateways } = tenant;
  if (!isRfc1123Label(name)) problems.push(`'${name}' cannot be the name of a tenant; ${rfc1123LabelRule}`);
  if (namespaces.length === 0) problems.push(`tenant ${name} has no namespace; name at least one`);
  for (const [what, names] of Object.entries({ allow: callers, gateways })) {
    for (const own of names.filter((one) => namespaces.includes(one))) {
      problems.push(`${what} names ${own}, a namespace of tenant ${name} itself; leave it out`);
    }
  }
  problems.push(...clusterProblems(tenant, podNetworks, clusters), ...gatewayProblems(tenant));
  return problems;
}

function clusterProblems(
  tenant: TenantCalls,
  podNetworks: TenantProps['podNetworks'],
  clusters: TenantProps['clusters'],
): string[] {
  const known = MeshChart.settingsOf(tenant).placement.dataPlane.map((target) => target.name);
  const own = known.filter((one) => clusters?.includes(one) ?? true);
  const unknown = Object.keys(podNetworks ?? {}).filter((one) => !known.includes(one));
  const missing = own.length < 2 ? [] : own.filter((one) => (podNetworks?.[one] ?? []).length === 0);
  return [
    ...unknown.map((one) => `podNetworks names cluster '${one}', which there is not; name ${known.join(', ')}`),
    ...(missing.length === 0
      ? []
      : [
          `tenant ${tenant.name} is in clusters ${own.join(', ')}, which know each other's pods by address only; give podNetworks for ${missing.join(', ')}, or name one of them in clusters`,
        ]),
  ];
}

/** The Internet may not connect to a tenant, so it could not reach a gateway whose pods are in one of its namespaces. */
function gatewayProblems({ node, name, namespaces }: TenantCalls): string[] {
  return node.root.node
    .findAll()
    .filter((one) => one instanceof MeshGateway)
    .filter(({ namespace }) => namespaces.includes(namespace))
    .map(
      (gateway) =>
        `gateway ${gateway.name} is in ${gateway.namespace}, which takes requests of tenant ${name} and its callers only; put it into a namespace of its own, and name that in gateways`,
    );
}
