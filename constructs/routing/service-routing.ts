import { matchProblems, type RequestMatch, type TextMatch } from './request-match.js';
import type { RouteRule, TrafficBehaviour, VersionWeights } from './route-rule.js';
import type { TrafficPolicy } from './traffic-policy.js';

/** Makes a service reachable through a gateway. */
export interface Exposure {
  /** Name of the Gateway; `namespace/name` where it is in another namespace. */
  readonly gateway: string;
  /**
   * Hosts that the gateway takes for the service. `*` takes every host; it cannot also route calls inside the mesh,
   * so the rules of the service then apply at the gateway only.
   */
  readonly hosts: readonly string[];
  /** Paths that may enter. @default every path */
  readonly paths?: readonly TextMatch[];
  /** Port of the service that gets the requests. @default its first HTTP port */
  readonly port?: number;
}

/** What routing needs to know of the service that it belongs to. */
export interface RoutedService {
  readonly name: string;
  readonly namespace: string;
  /** Names of the versions, in the order of declaration. */
  readonly versions: readonly string[];
  /** HTTP ports of the Service, in the order of declaration. */
  readonly httpPorts: readonly number[];
}

/** All that was said about the traffic of one service; ends in one VirtualService and one DestinationRule. */
export class ServiceRouting {
  readonly rules: RouteRule[] = [];
  readonly exposures: Exposure[] = [];
  readonly versionPolicies = new Map<string, TrafficPolicy>();
  private readonly conflicts: string[] = [];
  private defaultWeights: VersionWeights | undefined;
  private defaultBehaviour: TrafficBehaviour = {};
  private servicePolicy: TrafficPolicy = {};

  constructor(readonly service: RoutedService) {}

  get weights(): VersionWeights | undefined {
    return this.defaultWeights;
  }

  get behaviour(): TrafficBehaviour {
    return this.defaultBehaviour;
  }

  get policy(): TrafficPolicy {
    return this.servicePolicy;
  }

  /** Whether anything was said that a route must carry. */
  get hasRoutes(): boolean {
    const said = this.rules.length + this.exposures.length + Object.keys(this.defaultBehaviour).length;
    return said > 0 || this.defaultWeights !== undefined;
  }

  split(weights: VersionWeights): void {
    if (this.defaultWeights !== undefined) this.conflict('weights');
    this.defaultWeights = weights;
  }

  behave(behaviour: TrafficBehaviour): void {
    this.defaultBehaviour = this.merge(this.defaultBehaviour, behaviour);
  }

  limit(policy: TrafficPolicy, version: string | undefined): void {
    if (version === undefined) {
      this.servicePolicy = this.merge(this.servicePolicy, policy);
    } else {
      this.versionPolicies.set(version, this.merge(this.versionPolicies.get(version) ?? {}, policy));
    }
  }

  /** Everything that cannot be routed as declared; each says what is wrong and what to do. */
  problems(): string[] {
    const problems = [...this.conflicts];
    const { mirror } = this.defaultBehaviour;
    this.checkWeights('the weights', this.defaultWeights, problems);
    if (mirror !== undefined) this.checkVersion('the mirror', mirror.version, problems);
    for (const [index, rule] of this.rules.entries()) {
      const name = `rule ${rule.name ?? index + 1}`;
      this.checkWeights(name, rule.weights, problems);
      if (rule.mirror !== undefined) this.checkVersion(name, rule.mirror.version, problems);
      for (const match of matchesOf(rule)) problems.push(...matchProblems(match).map((text) => `${name}: ${text}`));
    }
    for (const version of this.versionPolicies.keys()) this.checkVersion('a traffic policy', version, problems);
    for (const exposure of this.exposures) this.checkExposure(exposure, problems);
    if (this.hasRoutes && this.service.httpPorts.length === 0) {
      problems.push('routes need an HTTP port; declare a port with protocol http, http2 or grpc');
    }
    return problems;
  }

  private merge<T extends object>(before: T, added: T): T {
    for (const key of Object.keys(added)) {
      if (key in before) this.conflict(key);
    }
    return { ...before, ...added };
  }

  private conflict(what: string): void {
    this.conflicts.push(`${what} of the service set twice; say it once, or in a rule with a match`);
  }

  private checkVersion(where: string, version: string, problems: string[]): void {
    const { versions } = this.service;
    if (versions.includes(version)) return;
    problems.push(`${where}: there is no version '${version}'; versions are ${versions.join(', ')}`);
  }

  private checkWeights(where: string, weights: VersionWeights | undefined, problems: string[]): void {
    if (weights === undefined) return;
    let sum = 0;
    for (const [version, weight] of Object.entries(weights)) {
      this.checkVersion(where, version, problems);
      if (!Number.isInteger(weight) || weight < 0 || weight > 100) {
        problems.push(`${where}: weight ${weight} of '${version}'; a weight is a whole number from 0 to 100`);
      }
      sum += weight;
    }
    if (sum !== 100) problems.push(`${where} sum to ${sum}; they must sum to 100`);
  }

  private checkExposure(exposure: Exposure, problems: string[]): void {
    if (exposure.hosts.length === 0) problems.push('an exposure has no hosts; name at least one');
    const { httpPorts } = this.service;
    if (exposure.port !== undefined && !httpPorts.includes(exposure.port)) {
      problems.push(`exposed port ${exposure.port} is no HTTP port; HTTP ports are ${httpPorts.join(', ')}`);
    }
  }
}

/** The matches of a rule as a list. */
export function matchesOf(rule: RouteRule): readonly RequestMatch[] {
  return isList(rule.match) ? rule.match : [rule.match];
}

function isList(match: RequestMatch | readonly RequestMatch[]): match is readonly RequestMatch[] {
  return Array.isArray(match);
}
