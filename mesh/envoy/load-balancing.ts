import type { PortPolicy } from '../istio/destination-rules.js';
import type { Labels } from '../model/labels.js';
import type { Endpoint } from '../model/service.js';

/** An endpoint and the share of the requests that it gets, from 0 to 1. */
export interface EndpointShare {
  readonly endpoint: Endpoint;
  readonly share: number;
}

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

/**
 * How requests spread over endpoints: evenly, by `distribute`, or to the nearest ones only when the caller fails over, for which outlier
 * detection has to be on (https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/).
 */
export function shareOut(
  endpoints: readonly Endpoint[],
  policy: PortPolicy,
  place: Place,
  meshSetting: unknown,
): readonly EndpointShare[] {
  const usable = endpoints.filter(({ weight }) => weight > 0);
  const own = policy.loadBalancer?.localityLbSetting as LocalitySetting | undefined;
  const setting = own ?? (meshSetting as LocalitySetting | undefined) ?? {};
  if (setting.enabled === false) {
    return evenly(usable);
  }
  if (setting.distribute !== undefined && setting.distribute.length > 0) {
    return distribute(usable, setting.distribute, place.locality);
  }
  return policy.outlierDetection === undefined ? evenly(usable) : evenly(nearest(usable, setting, place));
}

function evenly(endpoints: readonly Endpoint[]): readonly EndpointShare[] {
  const total = endpoints.reduce((sum, { weight }) => sum + weight, 0);
  return endpoints.map((endpoint) => ({ endpoint, share: endpoint.weight / total }));
}

function distribute(
  endpoints: readonly Endpoint[],
  rules: NonNullable<LocalitySetting['distribute']>,
  locality: string,
): readonly EndpointShare[] {
  const rule = rules.find(({ from }) => localityFits(locality, from ?? ''));
  if (rule === undefined) {
    return evenly(endpoints);
  }
  const rest = new Set(endpoints);
  const shares: EndpointShare[] = [];
  const patterns = Object.entries(rule.to ?? {}).sort(([one], [other]) => other.length - one.length);
  for (const [pattern, percent] of patterns) {
    const fitting = [...rest].filter((endpoint) => localityFits(endpoint.locality, pattern));
    for (const { endpoint, share } of evenly(fitting)) {
      rest.delete(endpoint);
      shares.push({ endpoint, share: share * percent });
    }
  }
  const total = shares.reduce((sum, { share }) => sum + share, 0);
  return total === 0 ? [] : shares.map(({ endpoint, share }) => ({ endpoint, share: share / total }));
}

/** Whether a locality is in a place such as `region/zone/*`. */
function localityFits(locality: string, pattern: string): boolean {
  if (pattern === '*') {
    return true;
  }
  const have = locality.split('/');
  return pattern.split('/').every((part, index) => part === '*' || part === (have[index] ?? ''));
}

function nearest(endpoints: readonly Endpoint[], setting: LocalitySetting, place: Place): readonly Endpoint[] {
  const priorities = setting.failoverPriority ?? [];
  let ranked = endpoints.map((endpoint) => ({ endpoint, rank: 0 }));
  if (priorities.length > 0) {
    ranked = ranked.map(({ endpoint }) => ({ endpoint, rank: rankByLabels(endpoint, priorities, place.labels) }));
  }
  if (priorities.length === 0 || (setting.failover ?? []).length > 0) {
    ranked = ranked.map(({ endpoint, rank }) => ({
      endpoint,
      rank: rank * 5 + rankByLocality(endpoint, setting.failover ?? [], place.locality),
    }));
  }
  const best = Math.min(...ranked.map(({ rank }) => rank));
  return ranked.filter(({ rank }) => rank === best).map(({ endpoint }) => endpoint);
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
