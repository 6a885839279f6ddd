import type { PortPolicy } from '../../istio/traffic-policy.js';
import type { Labels } from '../../model/labels.js';
import type { Endpoint } from '../../model/service.js';
import type { ClusterLoadAssignment, LbEndpoint } from '../endpoint.js';
import type { TransportSocket } from '../transport-socket.js';

/** The caller's side of locality load balancing. */
export interface Place {
  readonly locality: string;
  readonly labels: Labels;
}

interface LocalitySetting {
  readonly enabled?: boolean;
  readonly distribute?: readonly { readonly from?: string; readonly to?: Readonly<Record<string, number>> }[];
  readonly failover?: readonly { readonly from?: string; readonly to?: string }[];
  readonly failoverPriority?: readonly string[];
}

/** What decides how load spreads over endpoints. */
export interface LoadSettings {
  readonly policy: PortPolicy;
  readonly place: Place;
  /** `localityLbSetting` of the mesh. */
  readonly meshSetting: unknown;
}

/**
 * The endpoints by place: all alike, with the weights of `distribute`, or with the nearest first when the caller fails over, for which outlier
 * detection has to be on (https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/).
 */
export function loadAssignment(
  endpoints: readonly Endpoint[],
  { policy, place, meshSetting }: LoadSettings,
  socketOf: (endpoint: Endpoint) => TransportSocket,
): ClusterLoadAssignment {
  const usable = endpoints
    .filter(({ weight }) => weight > 0)
    .map((endpoint) => ({ endpoint, weight: endpoint.weight, ...socketTo(endpoint, socketOf(endpoint)) }));
  const own = policy.loadBalancer?.localityLbSetting as LocalitySetting | undefined;
  const setting = own ?? (meshSetting as LocalitySetting | undefined) ?? {};
  if (setting.enabled === false) {
    return byLocality(usable);
  }
  if (setting.distribute !== undefined && setting.distribute.length > 0) {
    return distribute(usable, setting.distribute, place.locality);
  }
  return policy.outlierDetection === undefined ? byLocality(usable) : byPriority(usable, setting, place);
}

/**
 * What connections to an endpoint carry, given what they would without a tunnel. Proxies send HBONE to the pods that ambient mode captures,
 * whatever a DestinationRule says, and to waypoints (Istio, `supportTunnel`, `applyHBONETransportSocketMatches`).
 */
export function socketTo(
  { workload, labels }: Endpoint,
  transportSocket: TransportSocket,
): Pick<LbEndpoint, 'transportSocket' | 'isTunnelled'> {
  const isTunnelled =
    workload !== undefined &&
    (workload.proxy === 'waypoint' || workload.isAmbient) &&
    labels['security.istio.io/tlsMode'] !== 'istio';
  return { isTunnelled, transportSocket: isTunnelled && transportSocket === 'plaintext' ? 'mutual' : transportSocket };
}

function byLocality(endpoints: readonly LbEndpoint[], priorityOf?: (one: LbEndpoint) => number): ClusterLoadAssignment {
  const groups = new Map<string, { locality: string; priority: number; weight: undefined; endpoints: LbEndpoint[] }>();
  for (const one of endpoints) {
    const { locality } = one.endpoint;
    const priority = priorityOf?.(one) ?? 0;
    const key = priority === 0 ? locality : `${priority} ${locality}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { locality, priority, weight: undefined, endpoints: [one] });
    } else {
      group.endpoints.push(one);
    }
  }
  return [...groups.values()];
}

function distribute(
  endpoints: readonly LbEndpoint[],
  rules: NonNullable<LocalitySetting['distribute']>,
  locality: string,
): ClusterLoadAssignment {
  const rule = rules.find(({ from }) => localityFits(locality, from ?? ''));
  if (rule === undefined) {
    return byLocality(endpoints);
  }
  let rest = endpoints;
  const patterns = Object.entries(rule.to ?? {}).sort(([one], [other]) => other.length - one.length);
  return patterns.flatMap(([pattern, weight]) => {
    const fitting = rest.filter(({ endpoint }) => localityFits(endpoint.locality, pattern));
    rest = rest.filter((one) => !fitting.includes(one));
    return fitting.length === 0 ? [] : [{ locality: pattern, priority: 0, weight, endpoints: fitting }];
  });
}

/** Whether a locality is in a place such as `region/zone/*`. */
function localityFits(locality: string, pattern: string): boolean {
  if (pattern === '*') {
    return true;
  }
  const have = locality.split('/');
  return pattern.split('/').every((part, index) => part === '*' || part === (have[index] ?? ''));
}

function byPriority(endpoints: readonly LbEndpoint[], setting: LocalitySetting, place: Place): ClusterLoadAssignment {
  const { failover = [], failoverPriority = [] } = setting;
  const ranks = new Map<LbEndpoint, number>();
  for (const one of endpoints) {
    const byLabels = failoverPriority.length === 0 ? 0 : rankByLabels(one.endpoint, failoverPriority, place.labels);
    const isPlaced = failoverPriority.length === 0 || failover.length > 0;
    ranks.set(one, isPlaced ? byLabels * 5 + rankByLocality(one.endpoint, failover, place.locality) : byLabels);
  }
  const order = [...new Set(ranks.values())].sort((one, other) => one - other);
  return byLocality(endpoints, (one) => order.indexOf(ranks.get(one) ?? 0));
}

function rankByLabels(endpoint: Endpoint, priorities: readonly string[], labels: Labels): number {
  for (let index = 0; index < priorities.length; index += 1) {
    const [name = '', wanted] = (priorities[index] ?? '').split('=');
    if ((wanted ?? labels[name]) !== endpoint.labels[name]) {
      return priorities.length - index;
    }
  }
  return 0;
}

function rankByLocality(
  endpoint: Endpoint,
  failover: NonNullable<LocalitySetting['failover']>,
  locality: string,
): number {
  const [region = '', zone = '', subzone = ''] = locality.split('/');
  const [otherRegion = '', otherZone = '', otherSubzone = ''] = endpoint.locality.split('/');
  if (region !== otherRegion) {
    const wanted = failover.find(({ from }) => from === region);
    return wanted !== undefined && wanted.to !== otherRegion ? 4 : 3;
  }
  return zone !== otherZone ? 2 : subzone !== otherSubzone ? 1 : 0;
}
