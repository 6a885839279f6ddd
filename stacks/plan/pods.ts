import type { Mesh, Workload } from '../../mesh/index.js';
import { asNumber, fieldsOf } from '../../mesh/model/narrowing.js';
import type { CloudSettings } from '../environment/index.js';

/** How many of something there are: at least, and at most where autoscaling moves it. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** How many nodes the pools of a cluster have. @returns none for a cluster that exists already, whose pools are not known */
export function nodesOf(settings: CloudSettings, cluster: string): Range {
  const found = settings.clusters[cluster];
  const pools = found === undefined || found.type === 'existing' ? [] : Object.values(found.nodePools);
  return sum(
    pools.map((pool) =>
      pool.max === undefined
        ? { least: pool.desired, most: pool.desired }
        : { least: pool.min ?? pool.desired, most: pool.max },
    ),
  );
}

/** The ranges together. */
export function sum(ranges: readonly Range[]): Range {
  return ranges.reduce((total, { least, most }) => ({ least: total.least + least, most: total.most + most }), {
    least: 0,
    most: 0,
  });
}

/**
 * How many pods a workload runs in its cluster: as many as its autoscaler allows, one on each node for a DaemonSet, else its replicas.
 */
export function podsOf(mesh: Mesh, workload: Workload, settings: CloudSettings): Range {
  const { kind, cluster, replicas } = workload;
  if (kind === 'DaemonSet') return nodesOf(settings, cluster);
  const scaled = gatewayRange(workload) ?? autoscaledRange(mesh, workload);
  return scaled ?? { least: replicas, most: replicas };
}

/** An IstioGateway says itself how it scales. */
function gatewayRange({ object }: Workload): Range | undefined {
  const { madeFrom } = object;
  if (madeFrom?.kind !== 'IstioGateway') return undefined;
  const { minReplicas, maxReplicas, replicaCount, autoscaleEnabled } = madeFrom.spec;
  const [least, most] = [asNumber(minReplicas), asNumber(maxReplicas)];
  const isScaled = autoscaleEnabled === true || (autoscaleEnabled === undefined && most !== undefined);
  const fixed = asNumber(replicaCount) ?? least ?? 1;
  return isScaled ? { least: least ?? 1, most: most ?? least ?? fixed } : { least: fixed, most: fixed };
}

function autoscaledRange(mesh: Mesh, { kind, name, namespace, object }: Workload): Range | undefined {
  const { role, name: target } = object.resource.target;
  const scaler = mesh.objectsOf('autoscaling', 'HorizontalPodAutoscaler').find((one) => {
    const reference = fieldsOf(one.spec['scaleTargetRef']);
    const isBeside = role !== 'data-plane' || one.resource.target.name === target;
    return isBeside && one.namespace === namespace && reference['kind'] === kind && reference['name'] === name;
  });
  if (scaler === undefined) return undefined;
  const most = asNumber(scaler.spec['maxReplicas']) ?? 1;
  return { least: Math.min(asNumber(scaler.spec['minReplicas']) ?? 1, most), most };
}
