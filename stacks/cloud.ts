import * as pulumi from '@pulumi/pulumi';
import {
  AccessRoles,
  clusterProvider,
  EncryptionKey,
  Fleet,
  gatewayAddress,
  LoadBalancer,
  LogProject,
  ownershipTags,
  type Team,
} from '../infra/index.js';
import { accountOf } from './account.js';
import { auditTrail } from './add-ons/audit-trail.js';
import { metrics } from './add-ons/metrics.js';
import { objectiveAlerts } from './add-ons/objective-alerts.js';
import { runAddOns } from './add-ons/run.js';
import type { Blueprint } from './blueprint.js';
import { type ApiServer, deployCharts } from './cloud-charts.js';
import { type CloudCluster, cloudCluster, ownCluster } from './cloud-cluster.js';
import { type CloudMesh, cloudMesh, ownMesh } from './cloud-mesh.js';
import { type ClusterNetwork, cloudNetwork, type Networks } from './cloud-network.js';
import type { CloudEnvironment, CloudSettings } from './environment/index.js';
import { type GatewayAddresses, gatewayAddresses } from './gateways.js';
import { keptOnDestroy } from './kept-on-destroy.js';
import { nextSteps } from './next-steps.js';
import type { ClusterPart, PartContext, Parts } from './parts.js';

/** What a cloud environment takes from outside its settings. */
export interface CloudStackOptions extends Pick<Blueprint, 'addOns' | 'parts'> {
  /** Asks a cluster for the address of a gateway. @default asks its API server */
  readonly addressOf?: typeof gatewayAddress;
}

/**
 * Declares an environment in the cloud: network, clusters, ASM instance, observability, access, add-ons, then its charts.
 * A fleet environment has an ACK One fleet on top, whose members are the clusters. Returns the stack's outputs.
 */
export function cloudStack(
  environment: CloudEnvironment,
  { parts = {}, addOns: declared = [], addressOf = gatewayAddress }: CloudStackOptions = {},
): Record<string, unknown> {
  const { name, settings } = environment;
  const tags = ownershipTags({ env: name, ...settings.ownership });
  const context: PartContext = { environment, tags };
  const own = ownClusters(settings, parts, context);
  const networks = cloudNetwork(name, settings, tags, { network: parts.network?.(context), clusters: own });
  const logs = new LogProject(`asm-${name}-${settings.region}`, { tags });
  const account = accountOf(logs);
  const key = encryptionKey(name, settings, tags);
  const balancers = loadBalancers(name, settings, networks, tags);

  const clusters = Object.entries(settings.clusters).map(([clusterName, cluster]): CloudCluster => {
    const made = own.get(clusterName);
    if (made !== undefined) return ownCluster(clusterName, made);
    return cloudCluster(name, clusterName, cluster, {
      network: networks.clusters,
      securityGroup: networks.securityGroups.get(clusterName),
      encryptionKeyId: key?.keyId,
      deletionProtection: settings.security.deletionProtection,
      log: { project: logs.projectName, retentionDays: settings.observability.retentionDays },
      tags,
      // Clusters go before the load balancers that their gateways are bound to.
      dependsOn: [...balancers.values()],
    });
  });
  const part = parts.mesh?.({ ...context, clusters: byName(clusters), network: networks.clusters });
  const mesh = part === undefined ? cloudMesh(environment, networks, clusters, logs, tags) : ownMesh(part);
  const fleet = settings.kind === 'fleet' ? declareFleet(environment, networks.clusters, clusters, mesh) : undefined;
  const roles = accessRoles(name, settings, account, logs, tags);

  const servers = apiServers(clusters, mesh, fleet);
  const [first] = clusters;
  const control = servers['asm'] ?? servers[first?.name ?? ''];
  if (control === undefined) throw new pulumi.RunError('there is no cluster for the configuration of the mesh');
  let found: (addresses: pulumi.Output<GatewayAddresses>) => void = () => undefined;
  const gateways = pulumi.output(new Promise<pulumi.Output<GatewayAddresses>>((resolve) => (found = resolve)));
  const addOns = runAddOns([metrics, objectiveAlerts, auditTrail], declared, {
    environment,
    tags,
    clusters: clusters.flatMap(({ name: cluster, clusterId }) => {
      const server = servers[cluster];
      return server === undefined ? [] : [{ name: cluster, clusterId, ...server }];
    }),
    mesh: { serviceMeshId: mesh.instance?.serviceMeshId, ...control },
    roles: Object.fromEntries(
      Object.keys(settings.security.roles).flatMap((team) =>
        roles === undefined ? [] : [[team, roles.roleArns.apply((arns) => arns[team] ?? '')]],
      ),
    ),
    network: networks.clusters,
    logProject: logs.projectName,
    accountId: account,
    gateways,
  });

  const clusterIds = Object.fromEntries(clusters.map(({ name: cluster, clusterId }) => [cluster, clusterId]));
  const balancerIds = [...balancers].map(([key, { loadBalancerId }]) => [key, loadBalancerId] as const);
  const ids = { clusters: clusterIds, loadBalancers: Object.fromEntries(balancerIds) };
  // Nodes must be there for workloads to run, and outlive them.
  const nodes = clusters.flatMap((cluster) => cluster.nodePools);
  const ready = [...mesh.dataPlane, ...(fleet ? [fleet] : []), ...addOns.ready, ...nodes];
  const charts = deployCharts(environment, ids, servers, ready);
  const addresses = gatewayAddresses(charts, clusters, addressOf);
  found(addresses);

  const { egressIpAddress } = networks.clusters;
  return {
    ...(mesh.instance === undefined ? {} : { serviceMeshId: mesh.instance.serviceMeshId }),
    clusterIds,
    ...(fleet === undefined ? {} : { fleetId: fleet.fleetId }),
    gateways: addresses,
    ...(balancers.size === 0
      ? {}
      : {
          loadBalancers: Object.fromEntries(
            [...balancers].map(([key, balancer]) => [key, balancer.ipAddress ?? balancer.loadBalancerId]),
          ),
        }),
    ...(egressIpAddress === undefined ? {} : { egressIpAddress }),
    ...(roles === undefined ? {} : { roleArns: roles.roleArns }),
    logProject: logs.projectName,
    ...addOns.outputs,
    kubeconfigs: pulumi.secret(
      Object.fromEntries(Object.entries(servers).map(([server, { kubeconfig }]) => [server, kubeconfig])),
    ),
    kept: keptOnDestroy(settings),
    next: nextSteps(environment, charts.objects, addresses, mesh.instance?.serviceMeshId),
  };
}

/** The clusters that the program has made itself, by name. */
function ownClusters(settings: CloudSettings, { cluster }: Parts, context: PartContext): Map<string, ClusterPart> {
  const made = Object.entries(settings.clusters).map(([name, spec]) => [name, cluster?.(name, spec, context)] as const);
  return new Map(made.flatMap(([name, part]) => (part === undefined ? [] : [[name, part]])));
}

function byName(clusters: readonly CloudCluster[]): Readonly<Record<string, CloudCluster>> {
  return Object.fromEntries(clusters.map((cluster) => [cluster.name, cluster]));
}

/** Every API server of the environment, by the name of its target. */
function apiServers(
  clusters: readonly CloudCluster[],
  { instance }: CloudMesh,
  fleet: Fleet | undefined,
): Record<string, ApiServer> {
  const servers: Record<string, ApiServer> = {};
  const add = (target: string, kubeconfig: pulumi.Output<string>, clusterId: pulumi.Output<string>) => {
    servers[target] = { kubeconfig, provider: clusterProvider(target, { kubeconfig, clusterId }) };
  };
  if (instance !== undefined) add('asm', instance.kubeconfig, instance.serviceMeshId);
  if (fleet?.kubeconfig !== undefined) add('fleet', fleet.kubeconfig, fleet.fleetId);
  for (const { name, kubeconfig, clusterId } of clusters) add(name, kubeconfig, clusterId);
  return servers;
}

function encryptionKey(name: string, settings: CloudSettings, tags: Record<string, string>): EncryptionKey | undefined {
  const { encryptionKey: wanted, deletionProtection } = settings.security;
  if (wanted === false) return undefined;
  return new EncryptionKey(`asm-${name}`, {
    ...(wanted === true ? { deletionProtection } : { keyId: wanted.id }),
    tags,
  });
}

function loadBalancers(
  name: string,
  settings: CloudSettings,
  networks: Networks,
  tags: Record<string, string>,
): ReadonlyMap<string, LoadBalancer> {
  return new Map(
    Object.entries(settings.loadBalancers).map(([key, { id, access, specification }]) => {
      const fresh = {
        addressType: access === 'private' ? ('intranet' as const) : ('internet' as const),
        ...(access === 'private' ? { vSwitchId: networks.clusters.vSwitchIds.apply((ids) => ids[0] ?? '') } : {}),
        ...(specification === undefined ? {} : { specification }),
        deletionProtection: settings.security.deletionProtection,
        tags,
      };
      return [key, new LoadBalancer(`${name}-${key}`, id === undefined ? fresh : { loadBalancerId: id })];
    }),
  );
}

function declareFleet(
  { name, settings }: CloudEnvironment,
  { vpcId, vSwitchIds }: ClusterNetwork,
  clusters: readonly CloudCluster[],
  mesh: CloudMesh,
): Fleet {
  const members = Object.fromEntries(clusters.map((cluster) => [cluster.name, cluster.clusterId]));
  const dependsOn = [...mesh.memberships];
  return new Fleet(`asm-${name}`, { region: settings.region, vpcId, vSwitchIds, members }, { dependsOn });
}

function accessRoles(
  name: string,
  settings: CloudSettings,
  accountId: pulumi.Output<string>,
  logs: LogProject,
  tags: Record<string, string>,
): AccessRoles | undefined {
  const wanted = Object.entries(settings.security.roles) as [Team, string[] | null][];
  if (wanted.length === 0) return undefined;
  const trusted: Partial<Record<Team, string[]>> = {};
  for (const [team, arns] of wanted) if (arns !== null) trusted[team] = arns;
  return new AccessRoles(`asm-${name}`, {
    accountId,
    logProject: logs.projectName,
    teams: wanted.map(([team]) => team),
    trusted,
    tags,
  });
}
