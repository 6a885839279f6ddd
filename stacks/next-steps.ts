import * as pulumi from '@pulumi/pulumi';
import { DASHBOARD_LABEL } from '../constructs/index.js';
import type { DeployableObject } from '../infra/index.js';
import { kubeconfigFile } from '../infra/kubeconfig-files.js';
import type { CloudEnvironment } from './environment/index.js';
import { type GatewayAddresses, NO_ADDRESS } from './gateways.js';

interface GatewaySpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly servers?: readonly {
    readonly port: { readonly number: number; readonly protocol: string };
    readonly hosts: readonly string[];
  }[];
}

/** What a gateway serves, as commands; with a host that has no DNS entry yet, the address is given beside. */
function requestsTo(objects: readonly DeployableObject[], addresses: GatewayAddresses): string[] {
  const lines = new Set<string>();
  for (const { manifest } of objects) {
    if (manifest.kind !== 'Gateway' || !manifest.apiVersion.startsWith('networking.istio.io/')) continue;
    const { selector, servers = [] } = manifest['spec'] as GatewaySpec;
    for (const address of Object.values(addresses[selector?.['istio'] ?? ''] ?? {})) {
      if (address === NO_ADDRESS) continue;
      for (const { port, hosts } of servers) {
        const scheme = port.protocol === 'HTTPS' ? 'https' : 'http';
        if (!['HTTP', 'HTTPS'].includes(port.protocol)) continue;
        for (const host of hosts.map((name) => name.split('/').at(-1) ?? '')) {
          const name = host.replace(/^\*\.?/, host.length > 1 ? 'any.' : '') || address;
          const resolve = name === address ? '' : ` --resolve ${name}:${port.number}:${address}`;
          lines.add(`curl${resolve} ${scheme}://${name}:${port.number}/`);
        }
      }
    }
  }
  return [...lines];
}

/** Where the dashboards are, and how a Grafana gets them. */
function dashboardsOn(stack: string, objects: readonly DeployableObject[]): string[] {
  const [label, value] = Object.entries(DASHBOARD_LABEL)[0] ?? [];
  if (label === undefined) return [];
  const maps = objects.filter(({ manifest }) => manifest.metadata.labels?.[label] === value);
  const places = new Map(maps.map(({ target, manifest }) => [target.name, manifest.metadata.namespace]));
  return [...places].map(([target, namespace]) => {
    const count = maps.filter((object) => object.target.name === target).length;
    return `${kubectl(stack, target)} -n ${namespace} get configmaps -l ${label}=${value}   # ${count} dashboards; docs/dashboards.md says how a Grafana gets them`;
  });
}

function kubectl(stack: string, target: string): string {
  return `kubectl --kubeconfig ${kubeconfigFile(stack, target)}`;
}

/** What a person does after an update, as commands. */
export function nextSteps(
  { name, settings }: CloudEnvironment,
  objects: readonly DeployableObject[],
  gateways: pulumi.Output<GatewayAddresses>,
  serviceMeshId: pulumi.Output<string> | undefined,
): pulumi.Output<string[]> {
  const [first = ''] = Object.keys(settings.clusters);
  const [control, kinds] =
    serviceMeshId === undefined ? [first, 'gateways.networking.istio.io'] : ['asm', 'istiogateways'];
  return pulumi.all([gateways, serviceMeshId]).apply(([addresses, id]) => [
    `pulumi stack output kubeconfigs --stack ${name} --show-secrets --json | npx asm-blueprints kubeconfigs ${name}`,
    `${kubectl(name, control)} get ${kinds},virtualservices -A`,
    ...Object.entries(addresses).flatMap(([gateway, byCluster]) =>
      Object.entries(byCluster)
        .filter(([, address]) => address === NO_ADDRESS)
        .map(([cluster]) => `${kubectl(name, cluster)} -n istio-system get service istio-${gateway}`),
    ),
    ...requestsTo(objects, addresses),
    ...dashboardsOn(name, objects),
    ...(id === undefined ? [] : [`https://servicemesh.console.aliyun.com   # instance ${id} in ${settings.region}`]),
  ]);
}
