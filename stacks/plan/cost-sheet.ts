import type { Mesh } from '../../mesh/index.js';
import type { CloudSettings } from '../environment/index.js';
import { type Balancer, balancersOf } from './balancers.js';
import type { CostLine, DraftLine } from './cost-line.js';
import { publicServers } from './exposure.js';
import { proxyLines } from './proxy-lines.js';
import type { RecordedResource } from './recorded-resources.js';

/** Prices of a month by item, in one currency; only a user knows theirs. */
export interface Prices {
  readonly currency: string;
  readonly monthly: Readonly<Record<string, number>>;
}

const count = (resources: readonly RecordedResource[], type: string) =>
  resources.filter((one) => one.type === type).length;

function nodeLines(settings: CloudSettings): DraftLine[] {
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
  const lines: DraftLine[] = [...types].map(([item, { least, most }]) => ({
    bucket,
    item,
    quantity: least,
    most,
    unit: 'nodes',
  }));
  if (mostDisk > 0) lines.push({ bucket, item: 'system disks', quantity: disk, most: mostDisk, unit: 'GiB' });
  return lines;
}

function clusterLines(settings: CloudSettings): DraftLine[] {
  const specifications = new Map<string, number>();
  for (const cluster of Object.values(settings.clusters)) {
    if (cluster.type === 'existing') continue;
    const item = `${cluster.type === 'edge' ? 'edge cluster' : 'cluster'} ${cluster.specification}`;
    specifications.set(item, (specifications.get(item) ?? 0) + 1);
  }
  return [...specifications].map(([item, quantity]) => ({ bucket: 'ACK and nodes', item, quantity, unit: 'clusters' }));
}

/** Load balancers: those of API servers, those of Services by cluster, and those that the stack makes for Services to be bound to. */
function balancerLines({ settings, resources, mesh }: Planned): DraftLine[] {
  const bucket = 'load balancers';
  const own = Object.values(settings.clusters).filter(({ type }) => type !== 'existing').length;
  // An instance of ASM has one for its API server and one for Pilot.
  const ofMesh = makesInstance(settings) ? 2 : 0;
  const balancers = balancersOf(mesh).filter(({ isBound }) => !isBound);
  const counted = (type: Balancer['type'], isOfGateway: boolean): number =>
    balancers.filter((one) => one.type === type && one.isOfGateway === isOfGateway).length;
  return [
    { bucket, item: 'CLB of API servers', quantity: own + ofMesh, unit: 'CLBs' },
    { bucket, item: 'CLB of gateways', quantity: counted('CLB', true), unit: 'CLBs' },
    { bucket, item: 'NLB of gateways', quantity: counted('NLB', true), unit: 'NLBs' },
    { bucket, item: 'CLB of other Services', quantity: counted('CLB', false), unit: 'CLBs' },
    { bucket, item: 'NLB of other Services', quantity: counted('NLB', false), unit: 'NLBs' },
    {
      bucket,
      item: 'CLB made by the stack',
      quantity: count(resources, 'alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer'),
      unit: 'CLBs',
    },
  ];
}

/** Whether the environment has an instance of ASM made, by the stack or by the operator of a cluster. */
function makesInstance({ mesh }: CloudSettings): boolean {
  return mesh.id === undefined && mesh.kind === 'asm';
}

/** What is counted. */
export interface Planned {
  readonly settings: CloudSettings;
  /** What the program would declare. */
  readonly resources: readonly RecordedResource[];
  /** The mesh that its charts make. */
  readonly mesh: Mesh;
}

/**
 * What an environment is billed for, by bucket, with quantities; amounts only for items that a user gave a price of.
 */
export function costSheet(planned: Planned, prices?: Prices): CostLine[] {
  const { settings, resources } = planned;
  const { mesh, network, observability } = settings;
  const drafts: DraftLine[] = [
    ...(makesInstance(settings)
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
    ...proxyLines(planned.mesh, settings),
    ...balancerLines(planned),
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
    { bucket: 'traffic', item: 'EIPs of API servers', quantity: publicServers(resources).length, unit: 'addresses' },
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
