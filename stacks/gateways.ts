import * as pulumi from '@pulumi/pulumi';
import type { LateValues } from '../constructs/index.js';
import { type DeployableObject, fillLateValues, type gatewayAddress } from '../infra/index.js';
import type { CloudCluster } from './cloud-cluster.js';

/** The charts of an environment as they are deployed. */
export interface DeployedCharts {
  readonly objects: readonly DeployableObject[];
  readonly lateValues: LateValues;
  readonly resources: readonly pulumi.CustomResource[];
}

/** Addresses by gateway and cluster. */
export type GatewayAddresses = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What stands for an address that is not there yet. */
export const NO_ADDRESS = 'no address yet';

interface IstioGatewaySpec {
  readonly serviceType?: string;
  readonly clusterIds?: readonly string[];
}

/** The addresses of the gateways that ASM makes, asked once all objects are there. */
export function gatewayAddresses(
  charts: DeployedCharts,
  clusters: readonly CloudCluster[],
  addressOf: typeof gatewayAddress,
): pulumi.Output<GatewayAddresses> {
  const made = pulumi.all(charts.resources.map(({ id }) => id));
  const gateways = charts.objects.filter(({ manifest }) => manifest.kind === 'IstioGateway');
  const byGateway = gateways.map(({ manifest }) => {
    const { name } = manifest.metadata;
    const spec = pulumi.output(fillLateValues(manifest, charts.lateValues)['spec'] as pulumi.Input<IstioGatewaySpec>);
    const byCluster = clusters.map(({ name: cluster, clusterId, kubeconfig }) =>
      pulumi.all([made, spec, clusterId, kubeconfig]).apply(async ([, { clusterIds, serviceType }, id, config]) => {
        const there = clusterIds === undefined || clusterIds.includes(id);
        if (!there || (serviceType ?? 'LoadBalancer') !== 'LoadBalancer') return undefined;
        return [cluster, (await addressOf(config, name)) ?? NO_ADDRESS] as const;
      }),
    );
    return pulumi
      .all(byCluster)
      .apply((found) => [name, Object.fromEntries(found.filter((one) => one !== undefined))] as const);
  });
  // What an address comes from is a secret; the address is not.
  return pulumi.unsecret(pulumi.all(byGateway).apply((found) => Object.fromEntries(found)));
}
