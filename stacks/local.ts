import type * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { LateValues } from '../constructs/index.js';
import { ChartDeployment, chartObjects, clusterProvider, type DeploymentTarget } from '../infra/bridge/index.js';
import {
  ClusterLink,
  GatewayApi,
  Istio,
  type IstioSource,
  KindCluster,
  KindImages,
  type MachineNeeds,
  type MeshCluster,
  mergeValues,
  pilotAddress,
  primaryValues,
  RemoteInjection,
  remoteSecret,
  remoteValues,
  usersOfGatewayApi,
} from '../infra/local/index.js';
import { ownershipTags } from '../infra/tags.js';
import type { Manifest } from '../mesh/index.js';
import type { AddOn } from './add-on.js';
import { runAddOns } from './add-ons/run.js';
import type { LocalEnvironment, LocalSettings } from './environment/index.js';
import { environmentApp } from './environment-charts.js';
import type { GatewayAddresses } from './gateways.js';
import { isInstalledByHelm } from './installed-gateway.js';
import { gatewayRequests } from './local-next-steps.js';
import { observabilitySteps } from './local-observability.js';

/** NodePorts behind the ports of the machine. */
const NODE_PORTS = { httpNodePort: 30080, httpsNodePort: 30443 } as const;

/** Pods and Services of two clusters need ranges of their own to reach each other. */
const RANGES = [
  { podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/16' },
  { podSubnet: '10.245.0.0/16', serviceSubnet: '10.97.0.0/16' },
] as const;

/** Istio's proxies keep few of Envoy's own counters; with a Prometheus to show them, those by cluster, which tell subsets apart. */
const ENVOY_COUNTERS = {
  meshConfig: { defaultConfig: { proxyStatsMatcher: { inclusionPrefixes: ['cluster.outbound'] } } },
} as const;

/** Name of a cluster of an environment in kind. */
export function kindName(local: LocalSettings, cluster: string): string {
  return `${local.kind.prefix}-${cluster}`;
}

/** What the machine must have before the stack changes anything. */
export function machineNeeds({ settings: { local } }: LocalEnvironment): MachineNeeds {
  return {
    clusters: local.clusters.map((cluster) => kindName(local, cluster)),
    ports: { 'local.ports.http': local.ports.http, 'local.ports.https': local.ports.https },
    ...(local.istio.folder === undefined ? {} : { istioFolder: local.istio.folder }),
  };
}

/**
 * Declares the local stack: kind clusters, Istio, then the charts of the environment. Returns the stack's outputs.
 *
 * @param addOns those of the program; they run where the environment has them
 * @param gatewayApi the kinds of the Gateway API, if charts use them
 */
export function localStack(
  environment: LocalEnvironment,
  addOns: readonly AddOn[] = [],
  gatewayApi: readonly Manifest[] = [],
): Record<string, unknown> {
  const { local } = environment.settings;
  const targets: Record<string, DeploymentTarget> = {};
  const isSecret = environment.secrets?.has('local') === true;
  const clusters = local.clusters.map((name, index) => localCluster(local, name, index, isSecret));
  for (const { name, provider, cluster } of clusters) {
    targets[name] = { provider, cluster: { resource: cluster, uid: cluster.uid }, kubeconfig: cluster.kubeconfig };
  }
  const loaded = clusters.map(
    ({ name, kindName: clusterName, cluster }) =>
      new KindImages(`${name}/images`, { cluster, clusterName, images: local.kind.images }),
  );
  const ready = installIstio(local, clusters, loaded, isSecret);
  const gateway = `http://127.0.0.1:${local.ports.http}`;
  const [first] = clusters;
  const declared =
    first === undefined
      ? { ready: [], outputs: {} }
      : runAddOns([], addOns, {
          environment,
          tags: ownershipTags({ env: environment.name, ...environment.settings.ownership }),
          clusters: clusters.map(({ name, cluster, provider }) => ({
            name,
            clusterId: cluster.uid,
            kubeconfig: cluster.kubeconfig,
            provider,
          })),
          mesh: { serviceMeshId: undefined, kubeconfig: first.cluster.kubeconfig, provider: first.provider },
          roles: {},
          network: undefined,
          logProject: undefined,
          accountId: undefined,
          gateways: pulumi.output<GatewayAddresses>({
            ingressgateway: { [first.name]: `127.0.0.1:${local.ports.http}` },
          }),
        });

  const lateValues = new LateValues();
  const { charts } = environmentApp(environment, [lateValues]);
  const objects = chartObjects(charts).filter((object) => !isInstalledByHelm(object));
  const kinds = [...usersOfGatewayApi(objects)].flatMap((name) => {
    const { provider, cluster } = targets[name] ?? {};
    if (provider === undefined || cluster === undefined) return [];
    return new GatewayApi(`${name}/gateway-api`, { provider, cluster, definitions: gatewayApi }).ready;
  });
  const timeout = `${local.readyMinutes}m`;
  new ChartDeployment(
    'charts',
    { objects, targets, lateValues, timeout },
    { dependsOn: [...ready, ...kinds, ...declared.ready] },
  );

  return {
    gateway,
    ...declared.outputs,
    kubeconfigs: pulumi.secret(Object.fromEntries(clusters.map(({ name, cluster }) => [name, cluster.kubeconfig]))),
    next: [
      ...gatewayRequests(
        objects.map(({ manifest }) => manifest),
        local.ports,
      ),
      `npm run smoke -- --stack ${environment.name}`,
      ...local.clusters.map((name) => `kind export kubeconfig --name ${kindName(local, name)}`),
      ...observabilitySteps(environment, `kind-${kindName(local, local.clusters[0] ?? 'local')}`),
    ],
  };
}

interface LocalCluster extends MeshCluster {
  readonly provider: kubernetes.Provider;
}

function localCluster(local: LocalSettings, name: string, index: number, isSecret: boolean): LocalCluster {
  const ranges = RANGES[index] ?? RANGES[0];
  const cluster = new KindCluster(name, {
    name: kindName(local, name),
    ...(local.kind.nodeImage === undefined ? {} : { nodeImage: local.kind.nodeImage }),
    workers: local.kind.workers,
    kubeadmConfigPatches: local.kind.kubeadmConfigPatches,
    isSecret,
    ...ranges,
    // The gateway is in the first cluster.
    hostPorts:
      index === 0
        ? [
            { hostPort: local.ports.http, nodePort: NODE_PORTS.httpNodePort },
            { hostPort: local.ports.https, nodePort: NODE_PORTS.httpsNodePort },
          ]
        : [],
  });
  // A cluster of this machine that does not answer is gone, and its objects with it.
  const provider = clusterProvider(name, {
    kubeconfig: cluster.kubeconfig,
    clusterId: cluster.uid,
    deleteUnreachable: true,
  });
  return { name, kindName: kindName(local, name), cluster, provider, serviceSubnet: ranges.serviceSubnet };
}

/** Where Istio comes from. */
export function istioSource({ istio: { repository, version, folder, hub, tag } }: LocalSettings): IstioSource {
  return {
    ...(repository === undefined ? {} : { repository }),
    ...(version === undefined ? {} : { version }),
    ...(folder === undefined ? {} : { folder }),
    ...(hub === undefined ? {} : { hub }),
    ...(tag === undefined ? {} : { tag }),
  };
}

/** Istio on the clusters; with two, the second uses the control plane in the first. Returns what workloads wait for. */
function installIstio(
  local: LocalSettings,
  [primary, remote]: readonly LocalCluster[],
  loaded: readonly pulumi.Resource[],
  isSecret: boolean,
): pulumi.Resource[] {
  if (primary === undefined) return [];
  const { gatewayValues } = local.istio;
  const istiodValues =
    local.prometheus === false ? local.istio.istiodValues : mergeValues(ENVOY_COUNTERS, local.istio.istiodValues);
  const source = { ...istioSource(local), gatewayValues, areValuesSecret: isSecret };
  const on = ({ cluster, provider }: LocalCluster) => ({ provider, cluster: { resource: cluster, uid: cluster.uid } });
  const first = new Istio(
    primary.name,
    {
      ...source,
      ...on(primary),
      istiodValues: remote === undefined ? istiodValues : mergeValues(primaryValues(primary.name), istiodValues),
      gateway: NODE_PORTS,
    },
    { dependsOn: [...loaded] },
  );
  if (remote === undefined) return [...loaded, ...first.ready];
  const link = new ClusterLink('link', [primary, remote]);
  const address = pilotAddress(primary, { dependsOn: [...first.ready] });
  const second = new Istio(
    remote.name,
    {
      ...source,
      ...on(remote),
      istiodValues: mergeValues(remoteValues(remote.name), istiodValues),
      gateway: undefined,
      namespaceAnnotations: { 'topology.istio.io/controlPlaneClusters': primary.name },
    },
    { dependsOn: [...loaded, link, address] },
  );
  // istiod looks once whether it is in charge of a cluster: when it gets to know the cluster.
  const secret = remoteSecret(primary, remote, { dependsOn: [...second.ready] });
  const injection = new RemoteInjection(`${remote.name}/injection`, remote, { dependsOn: [secret] });
  return [...loaded, ...first.ready, injection];
}
