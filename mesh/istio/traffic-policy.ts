import type { Labels } from '../model/labels.js';

/** What requests are hashed by, so that the same key goes to the same endpoint. */
export interface ConsistentHash {
  readonly httpHeaderName?: string;
  readonly httpCookie?: { readonly name?: string };
  readonly useSourceIp?: boolean;
  readonly httpQueryParameterName?: string;
  readonly maglev?: unknown;
}

/** The part of a traffic policy that a port can have for itself. */
export interface PortPolicy {
  readonly connectionPool?: unknown;
  readonly loadBalancer?: {
    readonly simple?: string;
    readonly localityLbSetting?: unknown;
    readonly consistentHash?: ConsistentHash;
  };
  readonly outlierDetection?: { readonly consecutive5xxErrors?: number; readonly consecutiveGatewayErrors?: number };
  readonly tls?: {
    readonly mode?: string;
    readonly sni?: string;
    /** Why no connection can be made with it; only that of a BackendTLSPolicy. */
    readonly failure?: string;
  };
}

/** The settings for the traffic to a host. */
export interface TrafficPolicy extends PortPolicy {
  readonly portLevelSettings?: readonly (PortPolicy & { readonly port?: { readonly number?: number } })[];
}

/** A subset of a host. */
export interface Subset {
  readonly name?: string;
  readonly labels?: Labels;
  readonly trafficPolicy?: TrafficPolicy;
}

/** A DestinationRule, in what it says of traffic. */
export interface PolicySource {
  readonly trafficPolicy: TrafficPolicy | undefined;
  readonly subsets: readonly Subset[];
}

const bySubsetName = new WeakMap<readonly Subset[], ReadonlyMap<string | undefined, Subset>>();

/** The subset of a name; of several, the first. */
export function subsetOf(rule: PolicySource | undefined, name: string): Subset | undefined {
  if (rule === undefined || name === '') {
    return undefined;
  }
  let byName = bySubsetName.get(rule.subsets);
  if (byName === undefined) {
    byName = new Map(rule.subsets.toReversed().map((subset) => [subset.name, subset]));
    bySubsetName.set(rule.subsets, byName);
  }
  return byName.get(name);
}

/** Settings for a port: its own in place of all others when it has some. */
function policyOfPort(
  policy: TrafficPolicy | undefined,
  port: number,
): { readonly policy: PortPolicy | undefined; readonly isOwn: boolean } {
  const own = policy?.portLevelSettings?.find((settings) => settings.port?.number === port);
  return own === undefined ? { policy, isOwn: false } : { policy: own, isOwn: true };
}

/** What holds for a port of a subset: the subset's settings over those of the host, field by field. */
export function effectivePolicy(rule: PolicySource | undefined, subset: string, port: number): PortPolicy {
  const host = policyOfPort(rule?.trafficPolicy, port).policy ?? {};
  const named = subsetOf(rule, subset);
  if (named?.trafficPolicy === undefined) {
    return host;
  }
  const { policy = {}, isOwn } = policyOfPort(named.trafficPolicy, port);
  return isOwn
    ? policy
    : {
        ...host,
        ...(policy.connectionPool === undefined ? {} : { connectionPool: policy.connectionPool }),
        ...(policy.loadBalancer === undefined ? {} : { loadBalancer: policy.loadBalancer }),
        ...(policy.outlierDetection === undefined ? {} : { outlierDetection: policy.outlierDetection }),
        ...(policy.tls === undefined ? {} : { tls: policy.tls }),
      };
}
