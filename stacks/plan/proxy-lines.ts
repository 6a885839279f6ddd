import type { Mesh, Workload } from '../../mesh/index.js';
import { fieldsOf } from '../../mesh/model/narrowing.js';
import { quantityOf } from '../../mesh/validation/kubernetes/resources.js';
import type { CloudSettings } from '../environment/index.js';
import type { DraftLine } from './cost-line.js';
import { podsOf, type Range, sum } from './pods.js';

/** What a proxy asks of its node. */
interface Requests {
  /** vCPU. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

const GIB = 2 ** 30;

/** Requests of a sidecar, as ASM sets them unless told otherwise. */
const SIDECAR: Requests = { cpu: 0.1, memory: 0.125 * GIB };

/** Requests of the pods of an IstioGateway ("CRD fields for an ASM gateway"). */
const GATEWAY: Requests = { cpu: 0.2, memory: 0.25 * GIB };

/** One node has so many vCPU, as the names of the general families say it: `large` 2, `xlarge` 4, `4xlarge` 16. */
function vCpusOf(instanceType: string): number | undefined {
  const [, size] = /\.(large|\d*xlarge)$/.exec(instanceType) ?? [];
  if (size === undefined) return undefined;
  return size === 'large' ? 2 : 4 * Number(size.replace('xlarge', '') || 1);
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** A line whose upper end is given where it differs. */
function line(bucket: DraftLine['bucket'], item: string, { least, most }: Range, unit: string): DraftLine {
  return { bucket, item, quantity: rounded(least), most: rounded(most), unit };
}

/** What the proxies of a mesh cost: sidecars, gateways and waypoints, by the pods that run, and the nodes that they fill. */
export function proxyLines(mesh: Mesh, settings: CloudSettings): DraftLine[] {
  const bucket = 'sidecar overhead';
  const running = mesh.workloads.filter(({ entry }) => entry === undefined);
  const groups = [
    ['sidecars', 'sidecar', running.filter(({ proxy }) => proxy === 'sidecar')],
    ['gateway pods', 'gateway', running.filter(({ proxy }) => proxy === 'gateway')],
    ['waypoint pods', 'waypoint', running.filter(({ proxy }) => proxy === 'waypoint')],
  ] as const;
  const lines = groups.flatMap(([item, word, workloads]) => [
    line(
      bucket,
      item,
      total(mesh, settings, workloads, () => 1),
      'pods',
    ),
    line(
      bucket,
      `${word} CPU requests`,
      total(mesh, settings, workloads, (one) => requestsOf(one).cpu),
      'vCPU',
    ),
    line(
      bucket,
      `${word} memory requests`,
      total(mesh, settings, workloads, (one) => requestsOf(one).memory / GIB),
      'GiB',
    ),
  ]);
  return [...lines, ...nodeLines(mesh, settings, running)];
}

function total(
  mesh: Mesh,
  settings: CloudSettings,
  workloads: readonly Workload[],
  amount: (workload: Workload) => number,
): Range {
  return sum(
    workloads.map((workload) => {
      const { least, most } = podsOf(mesh, workload, settings);
      return { least: least * amount(workload), most: most * amount(workload) };
    }),
  );
}

/** The nodes that the CPU requests of all proxies fill, by the type of the first pool of their cluster. */
function nodeLines(mesh: Mesh, settings: CloudSettings, running: readonly Workload[]): DraftLine[] {
  const nodes = Object.entries(settings.clusters).map(([name, cluster]) => {
    const [pool] = cluster.type === 'existing' ? [] : Object.values(cluster.nodePools);
    const vCpus = vCpusOf(pool?.instanceTypes[0] ?? '');
    const proxies = running.filter((one) => one.cluster === name && one.proxy !== 'none');
    const cpu = total(mesh, settings, proxies, (one) => requestsOf(one).cpu);
    return vCpus === undefined ? sum([]) : { least: cpu.least / vCpus, most: cpu.most / vCpus };
  });
  return [line('sidecar overhead', 'nodes that proxies fill', sum(nodes), 'nodes')];
}

/** What one proxy of a workload asks for: its annotations, the proxy that it declares, the gateway that it comes of, else what ASM gives. */
function requestsOf(workload: Workload): Requests {
  const { annotations, object, proxy } = workload;
  const { madeFrom } = object;
  const isOfAsm = madeFrom?.kind === 'IstioGateway';
  const declared = isOfAsm ? fieldsOf(fieldsOf(madeFrom.spec['resources'])['requests']) : declaredRequests(workload);
  const otherwise = isOfAsm && proxy === 'gateway' ? GATEWAY : SIDECAR;
  const [cpu, memory] = ['sidecar.istio.io/proxyCPU', 'sidecar.istio.io/proxyMemory'].map((name) =>
    quantityOf(annotations[name]),
  );
  return {
    cpu: cpu ?? quantityOf(declared['cpu']) ?? otherwise.cpu,
    memory: memory ?? quantityOf(declared['memory']) ?? otherwise.memory,
  };
}

/** The requests of the container `istio-proxy` of a pod template. */
function declaredRequests({ object }: Workload): Readonly<Record<string, unknown>> {
  const template = fieldsOf(fieldsOf(fieldsOf(object.spec['template'])['spec']));
  const spec = object.kind === 'Pod' ? object.spec : template;
  const containers = [spec['containers'], spec['initContainers']].flatMap((list) => (Array.isArray(list) ? list : []));
  const proxy = containers.map(fieldsOf).find(({ name }) => name === 'istio-proxy');
  return fieldsOf(fieldsOf(proxy?.['resources'])['requests']);
}
