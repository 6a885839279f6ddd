import * as pulumi from '@pulumi/pulumi';
import { LateValues, Placement } from '../constructs/index.js';
import {
  AccessRoles,
  AuditTrail,
  ChartDeployment,
  chartObjects,
  clusterProvider,
  type DeploymentTarget,
  EncryptionKey,
  Fleet,
  gatewayAddress,
  LoadBalancer,
  LogProject,
  MeshOperator,
  Metrics,
  ownershipTags,
  ServiceMesh,
  type Team,
} from '../infra/index.js';
import { accountOf } from './account.js';
import { type CloudCluster, cloudCluster } from './cloud-cluster.js';
import { cloudNetwork, type Networks } from './cloud-network.js';
import type { CloudEnvironment, CloudSettings } from './environment/index.js';
import { environmentApp } from './environment-charts.js';
import { type DeployedCharts, gatewayAddresses } from './gateways.js';
import { keptOnDestroy } from './kept-on-destroy.js';
import { nextSteps } from './next-steps.js';

/**
 * Declares an environment in the cloud: network, clusters, ASM instance, observability, access, then its charts.
 * A fleet environment has an ACK One fleet on top, whose members are the clusters. Returns the stack's outputs.
 *
 * @param addressOf asks a cluster for the address of a gateway
 */
export function cloudStack(
  environment: CloudEnvironment,
  addressOf: typeof gatewayAddress = gatewayAddress,
): Record<string, unknown> {
  const { name, settings } = environment;
  const tags = ownershipTags({ env: name, ...settings.ownership });
  const { observability, security } = settings;
  const networks = cloudNetwork(name, settings, tags);
  const logs = new LogProject(`asm-${name}-${settings.region}`, { tags });
  const account = accountOf(logs);
  const key = encryptionKey(name, settings, tags);
  const balancers = loadBalancers(name, settings, networks, tags);

  const clusters = Object.entries(settings.clusters).map(([clusterName, cluster]) =>
    cloudCluster(name, clusterName, cluster, {
      network: networks.clusters,
      securityGroup: networks.securityGroups.get(clusterName),
      encryptionKeyId: key?.keyId,
      deletionProtection: security.deletionProtection,
      log: { project: logs.projectName, retentionDays: observability.retentionDays },
      tags,
      // Clusters go before the load balancers that their gateways are bound to.
      dependsOn: [...balancers.values()],
    }),
  );
  for (const cluster of clusters) {
    if (!observability.metrics) continue;
    new Metrics(`${name}-${cluster.name}`, { clusterId: cluster.component.clusterId, tags });
  }

  const { mesh, dataPlane } = serviceMesh(environment, networks, clusters, logs, tags);
  const fleet = settings.kind === 'fleet' ? declareFleet(environment, networks, clusters, mesh) : undefined;
  if (observability.auditTrail) {
    new AuditTrail(`asm-${name}`, { project: logs.projectName, region: settings.region, accountId: account });
  }
  const roles = accessRoles(name, settings, account, logs, tags);

  const servers: Record<string, ApiServer> = { asm: { kubeconfig: mesh.kubeconfig, clusterId: mesh.serviceMeshId } };
  if (fleet?.kubeconfig !== undefined) servers['fleet'] = { kubeconfig: fleet.kubeconfig, clusterId: fleet.fleetId };
  for (const cluster of clusters) servers[cluster.name] = cluster.component;
  const ready = [...dataPlane, ...(fleet ? [fleet] : [])];
  const charts = deployCharts(environment, clusters, balancers, servers, ready);
  const gateways = gatewayAddresses(charts, clusters, addressOf);

  const clusterIds = Object.fromEntries(clusters.map((cluster) => [cluster.name, cluster.component.clusterId]));
  return {
    serviceMeshId: mesh.serviceMeshId,
    clusterIds,
    ...(fleet === undefined ? {} : { fleetId: fleet.fleetId }),
    gateways,
    ...(balancers.size === 0
      ? {}
      : {
          loadBalancers: Object.fromEntries(
            [...balancers].map(([key, balancer]) => [key, balancer.ipAddress ?? balancer.loadBalancerId]),
          ),
        }),
    ...(networks.clusters.egressIpAddress === undefined ? {} : { egressIpAddress: networks.clusters.egressIpAddress }),
    ...(roles === undefined ? {} : { roleArns: roles.roleArns }),
    logProject: logs.projectName,
    kubeconfigs: pulumi.secret(
      Object.fromEntries(Object.entries(servers).map(([name, { kubeconfig }]) => [name, kubeconfig])),
    ),
    kept: keptOnDestroy(settings),
    next: nextSteps(environment, charts.objects, gateways, mesh.serviceMeshId),
  };
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

/** The instance, and what must exist before its data plane serves. */
function serviceMesh(
  { name, settings }: CloudEnvironment,
  networks: Networks,
  clusters: readonly CloudCluster[],
  logs: LogProject,
  tags: Record<string, string>,
): { readonly mesh: ServiceMesh; readonly dataPlane: readonly pulumi.Resource[] } {
  const { mesh, observability } = settings;
  const [only] = clusters;
  if (mesh.operator && only !== undefined) {
    // The add-on goes before the nodes that run it, and after what the instance configures.
    const after = { dependsOn: only.component.nodePools };
    const operator = new MeshOperator(`${name}-${only.name}`, { clusterId: only.component.clusterId }, after);
    const made = new ServiceMesh(`asm-${name}`, { serviceMeshId: operator.serviceMeshId }, { dependsOn: [operator] });
    return { mesh: made, dataPlane: [operator] };
  }
  const members = Object.fromEntries(clusters.map((cluster) => [cluster.name, cluster.component.clusterId]));
  const instance =
    mesh.id === undefined
      ? {
          version: mesh.istioVersion,
          edition: mesh.edition,
          specification: mesh.specification,
          vpcId: networks.mesh.vpcId,
          vSwitchId: networks.mesh.vSwitchIds.apply((ids) => ids[0] ?? ''),
          publicApiServer: mesh.publicApiServer,
          publicPilot: mesh.publicPilot,
          logging: {
            project: logs.projectName,
            sidecars: observability.accessLog,
            gateways: observability.accessLog,
            retentionDays: observability.retentionDays,
          },
          meshConfig: {
            outboundTrafficPolicy: mesh.outboundTrafficPolicy,
            traceSampling: observability.traceSampling,
            localityLoadBalancing: mesh.localityLoadBalancing,
            openPolicyAgent: mesh.openPolicyAgent,
            kiali: mesh.kiali,
          },
        }
      : { serviceMeshId: mesh.id };
  // The instance is deleted before the clusters; so it depends on them.
  const dependsOn = [...networks.connected, ...clusters.map((cluster) => cluster.component)];
  const existingClusters = clusters.filter(({ component }) => component.adopted).map((cluster) => cluster.name);
  const args = { ...instance, clusters: members, existingClusters, tags };
  const made = new ServiceMesh(`asm-${name}`, args, { dependsOn });
  return { mesh: made, dataPlane: [made, ...made.memberships] };
}

function declareFleet(
  { name, settings }: CloudEnvironment,
  networks: Networks,
  clusters: readonly CloudCluster[],
  mesh: ServiceMesh,
): Fleet {
  return new Fleet(
    `asm-${name}`,
    {
      region: settings.region,
      vpcId: networks.clusters.vpcId,
      vSwitchIds: networks.clusters.vSwitchIds,
      members: Object.fromEntries(clusters.map((cluster) => [cluster.name, cluster.component.clusterId])),
    },
    { dependsOn: mesh.memberships },
  );
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

/** An API server that charts are deployed to. */
interface ApiServer {
  readonly kubeconfig: pulumi.Output<string>;
  readonly clusterId: pulumi.Output<string>;
}

/** The environment's charts with the real ids, each object on the API server that its chart says. */
function deployCharts(
  environment: CloudEnvironment,
  clusters: readonly CloudCluster[],
  balancers: ReadonlyMap<string, LoadBalancer>,
  servers: Readonly<Record<string, ApiServer>>,
  after: readonly pulumi.Resource[],
): DeployedCharts {
  // Charts hold Outputs where synth holds placeholders; the bridge fills them in.
  const ids = clusters.map((cluster) => ({
    name: cluster.name,
    id: cluster.component.clusterId as unknown as string,
  }));
  const placement = environment.settings.kind === 'fleet' ? Placement.fleet(ids) : Placement.asm(ids);
  const loadBalancers = Object.fromEntries(
    [...balancers].map(([key, balancer]) => [key, balancer.loadBalancerId as unknown as string]),
  );
  const lateValues = new LateValues();
  const mesh = { ...environment.mesh, placement, loadBalancers };
  const { charts } = environmentApp({ ...environment, mesh }, [lateValues]);
  const targets: Record<string, DeploymentTarget> = {};
  for (const [target, { kubeconfig, clusterId }] of Object.entries(servers)) {
    targets[target] = { provider: clusterProvider(target, { kubeconfig, clusterId }), kubeconfig };
  }
  // Nodes must be there for workloads to run, and outlive them.
  const dependsOn = [...after, ...clusters.flatMap((cluster) => cluster.component.nodePools)];
  const objects = chartObjects(charts);
  const deployment = new ChartDeployment('charts', { objects, targets, lateValues }, { dependsOn });
  return { objects, lateValues, resources: [...deployment.resources.values()] };
}
