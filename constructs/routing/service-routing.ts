import { expressionMistake } from '../../mesh/text/regular-expression.js';
import type { IngressBinding } from '../gateways/ingress-binding.js';
import { behaviourProblems } from './behaviour-problems.js';
import { definedFields } from './defined-fields.js';
import { matchProblems, type RequestMatch } from './request-match.js';
import type { RouteRule, TrafficBehaviour, VersionWeights } from './route-rule.js';
import { intersect, type TextMatch, UNDECIDABLE } from './text-match.js';
import type { TrafficPolicy } from './traffic-policy.js';

/** Makes a service reachable through a gateway. */
export interface Exposure {
  readonly gateway: IngressBinding;
  /**
   * Hosts that the gateway takes for the service. `*` takes every host; a VirtualService with it cannot also route
   * calls inside the mesh, so the rules of the service then apply at the gateway only.
   */
  readonly hosts: readonly string[];
  /** Paths that may enter; rules of the service apply within these only. @default every path */
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

  addRule(rule: RouteRule): void {
    this.rules.push(definedFields(rule));
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
    const problems = [...this.conflicts, ...behaviourProblems(this.defaultBehaviour)];
    const { mirror } = this.defaultBehaviour;
    this.checkWeights('the weights', this.defaultWeights, problems);
    if (mirror !== undefined) this.checkVersion('the mirror', mirror.version, problems);
    for (const [index, rule] of this.rules.entries()) this.checkRule(`rule ${rule.name ?? index + 1}`, rule, problems);
    for (const version of this.versionPolicies.keys()) this.checkVersion('a traffic policy', version, problems);
    for (const exposure of this.exposures) this.checkExposure(exposure, problems);
    if (this.hasRoutes && this.service.httpPorts.length === 0) {
      problems.push('routes need an HTTP port; declare a port with protocol http, http2 or grpc');
    }
    return problems;
  }

  private merge<T extends object>(before: T, added: T): T {
    const said = definedFields(added);
    for (const key of Object.keys(said)) {
      if (key in before) this.conflict(key);
    }
    return { ...before, ...said };
  }

  private conflict(what: string): void {
    this.conflicts.push(`${what} of the service set twice; say it once, or in a rule with a match`);
  }

  private checkVersion(where: string, version: string, problems: string[]): void {
    const { versions } = this.service;
    if (versions.includes(version)) return;
    const known = versions.length === 0 ? 'the service declares none' : `versions are ${versions.join(', ')}`;
    problems.push(`${where}: there is no version '${version}'; ${known}`);
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

  private checkRule(name: string, rule: RouteRule, problems: string[]): void {
    this.checkWeights(name, rule.weights, problems);
    if (rule.mirror !== undefined) this.checkVersion(name, rule.mirror.version, problems);
    const matches = matchesOf(rule);
    const own = [...behaviourProblems(rule), ...matches.flatMap(matchProblems)];
    if (matches.length === 0) own.push('the list of matches is empty; give at least one match');
    for (const path of this.exposures.flatMap(({ paths }) => paths ?? [])) {
      for (const { uri } of matches) {
        if (uri === undefined || intersect(uri, path) !== UNDECIDABLE) continue;
        own.push(
          `whether its path ${JSON.stringify(uri)} is among the exposed ${JSON.stringify(path)} cannot be told; use a prefix or exact paths`,
        );
      }
    }
    if (this.exposures.some(({ hosts }) => hosts.includes('*')) && matches.some(({ sourceLabels }) => sourceLabels)) {
      own.push(
        'source labels tell callers inside the mesh apart, but host * routes at the gateway only; expose named hosts',
      );
    }
    problems.push(...own.map((text) => `${name}: ${text}`));
  }

  private checkExposure(exposure: Exposure, problems: string[]): void {
    const { hosts, paths, port, gateway } = exposure;
    if (hosts.length === 0) problems.push('an exposure has no hosts; name at least one');
    if (paths?.length === 0) problems.push('an exposure has an empty list of paths; leave it out for every path');
    for (const host of hosts) {
      const problem = gateway.hostProblem(host);
      if (problem !== undefined) problems.push(problem);
    }
    for (const path of paths ?? []) {
      if (typeof path === 'object' && 'regex' in path && expressionMistake(path.regex) !== undefined) {
        problems.push(`'${path.regex}' is not a regular expression; write it in RE2 syntax`);
      }
    }
    const { httpPorts } = this.service;
    if (port !== undefined && !httpPorts.includes(port)) {
      problems.push(`exposed port ${port} is no HTTP port; HTTP ports are ${httpPorts.join(', ')}`);
    }
  }
}

/** The matches of a rule as a list. */
export function matchesOf(rule: RouteRule): readonly RequestMatch[] {
  return isList(rule.match) ? rule.match : [rule.match];
}

/** A match within paths: narrowed to those of them that it takes; none where it takes none of them. */
export function within(match: RequestMatch, paths: readonly TextMatch[] | undefined): RequestMatch[] {
  if (paths === undefined) return [match];
  const { uri } = match;
  if (uri === undefined) return paths.map((path) => ({ ...match, uri: path }));
  const narrowed = paths.map((path) => intersect(uri, path));
  return narrowed.flatMap((path) => (path === undefined || path === UNDECIDABLE ? [] : [{ ...match, uri: path }]));
}

function isList(match: RequestMatch | readonly RequestMatch[]): match is readonly RequestMatch[] {
  return Array.isArray(match);
}
