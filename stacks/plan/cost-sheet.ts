import type { CloudSettings } from '../environment/index.js';
import type { RecordedResource } from './recorded-resources.js';

/** The parts of a mesh's bill, as the guides divide it. */
export const BUCKETS = [
  'ASM fee',
  'ACK and nodes',
  'sidecar overhead',
  'load balancers',
  'observability',
  'traffic',
] as const;

/** One line of the sheet. */
export interface CostLine {
  readonly bucket: (typeof BUCKETS)[number];
  /** What is counted; also the key in a price file. */
  readonly item: string;
  readonly quantity: number;
  /** Upper end, where autoscaling moves it. */
  readonly most?: number;
  readonly unit: string;
  /** Quantity times the price of the file. Absent without a price. */
  readonly monthly?: number;
}

/** Prices of a month by item, in one currency; only a user knows theirs. */
export interface Prices {
  readonly currency: string;
  readonly monthly: Readonly<Record<string, number>>;
}

/** Requests of one sidecar, as ASM sets them unless told otherwise. */
const SIDECAR = { vCpu: 0.1, gib: 0.125 };

const count = (resources: readonly RecordedResource[], type: string) =>
  resources.filter((one) => one.type === type).length;

type Draft = Omit<CostLine, 'monthly'>;

function nodeLines(settings: CloudSettings): Draft[] {
  const types = new Map<string, { least: number; most: number }>();
  let [disk, mostDisk] = [0, 0];
  for (const cluster of Object.values(settings.clusters)) {
    if (cluster.type === 'existing') continue;
    for (const pool of Object.values(cluster.nodePools)) {
      const least = pool.max === undefined ? pool.desired : (pool.min ?? pool.desired);
      const most = pool.max ?? pool.desired;
      const item = `nodes ${pool.instanceTypes[0]}`;
      const sum = types.get(item) ?? { least: 0, most: 0 };
      types.set(item, { least: sum.least + least, most: sum.most + most });
      disk += least * pool.systemDiskSize;
      mostDisk += most * pool.systemDiskSize;
    }
  }
  const bucket = 'ACK and nodes';
  const lines: Draft[] = [...types].map(([item, { least, most }]) => ({
    bucket,
    item,
    quantity: least,
    most,
    unit: 'nodes',
  }));
  if (mostDisk > 0) lines.push({ bucket, item: 'system disks', quantity: disk, most: mostDisk, unit: 'GiB' });
  return lines;
}

function clusterLines(settings: CloudSettings): Draft[] {
  const specifications = new Map<string, number>();
  for (const cluster of Object.values(settings.clusters)) {
    if (cluster.type === 'existing') continue;
    const item = `${cluster.type === 'edge' ? 'edge cluster' : 'cluster'} ${cluster.specification}`;
    specifications.set(item, (specifications.get(item) ?? 0) + 1);
  }
  return [...specifications].map(([item, quantity]) => ({ bucket: 'ACK and nodes', item, quantity, unit: 'clusters' }));
}

/** Pods of the charts' workloads; those of the gateways are no sidecars. */
function sidecarLines(resources: readonly RecordedResource[]): Draft[] {
  const pods = resources
    .filter(({ type }) => /^kubernetes:apps\/v1:(Deployment|StatefulSet)$/.test(type))
    .reduce((sum, { inputs }) => sum + Number((inputs['spec'] as { replicas?: number } | undefined)?.replicas ?? 1), 0);
  const bucket = 'sidecar overhead';
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  return [
    { bucket, item: 'sidecars', quantity: pods, unit: 'pods' },
    { bucket, item: 'sidecar CPU requests', quantity: rounded(pods * SIDECAR.vCpu), unit: 'vCPU' },
    { bucket, item: 'sidecar memory requests', quantity: rounded(pods * SIDECAR.gib), unit: 'GiB' },
  ];
}

/**
 * What an environment is billed for, by bucket, with quantities; amounts only for items that a user gave a price of.
 */
export function costSheet(
  settings: CloudSettings,
  resources: readonly RecordedResource[],
  prices?: Prices,
): CostLine[] {
  const own = Object.values(settings.clusters).filter((cluster) => cluster.type !== 'existing');
  const { mesh, network, observability } = settings;
  const gateways = resources.filter(({ type }) => type.endsWith(':IstioGateway')).length;
  const drafts: Draft[] = [
    ...(mesh.id === undefined
      ? [
          {
            bucket: 'ASM fee' as const,
            item: `ASM ${mesh.edition} ${mesh.specification}`,
            quantity: 1,
            unit: 'instances',
          },
        ]
      : []),
    ...clusterLines(settings),
    ...nodeLines(settings),
    ...sidecarLines(resources),
    {
      bucket: 'load balancers',
      item: 'CLB of API servers',
      quantity: own.length + (mesh.id === undefined ? 2 : 0),
      unit: 'CLBs',
    },
    { bucket: 'load balancers', item: 'CLB of gateways', quantity: gateways, unit: 'CLBs' },
    {
      bucket: 'load balancers',
      item: 'CLB made by the stack',
      quantity: count(resources, 'alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer'),
      unit: 'CLBs',
    },
    {
      bucket: 'observability',
      item: 'SLS projects',
      quantity: count(resources, 'alicloud:log/project:Project'),
      unit: 'projects',
    },
    { bucket: 'observability', item: 'log retention', quantity: observability.retentionDays, unit: 'days' },
    {
      bucket: 'observability',
      item: 'managed Prometheus',
      quantity: count(resources, 'alicloud:arms/environment:Environment'),
      unit: 'clusters',
    },
    { bucket: 'observability', item: 'traced requests', quantity: observability.traceSampling, unit: '% of requests' },
    {
      bucket: 'traffic',
      item: 'NAT gateways',
      quantity: count(resources, 'alicloud:vpc/natGateway:NatGateway'),
      unit: 'gateways',
    },
    {
      bucket: 'traffic',
      item: 'EIPs',
      quantity: count(resources, 'alicloud:ecs/eipAddress:EipAddress'),
      unit: 'addresses',
    },
    {
      bucket: 'traffic',
      item: 'egress peak bandwidth',
      quantity: network.egress ? network.egressBandwidth : 0,
      unit: 'Mbit/s',
    },
    {
      bucket: 'traffic',
      item: 'transit router attachments',
      quantity: count(resources, 'alicloud:cen/transitRouterVpcAttachment:TransitRouterVpcAttachment'),
      unit: 'VPCs',
    },
  ];
  return drafts
    .filter(({ quantity, most }) => quantity > 0 || (most ?? 0) > 0)
    .map((line) => {
      const price = prices?.monthly[line.item];
      const { most, ...rest } = line;
      return {
        ...rest,
        ...(most === undefined || most === line.quantity ? {} : { most }),
        ...(price === undefined ? {} : { monthly: Math.round(price * line.quantity * 100) / 100 }),
      };
    });
}
