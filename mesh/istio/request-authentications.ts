import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import { type FrontedService, isForWorkload } from './policy-attachment.js';

/** Where a rule looks for tokens. */
export interface JwtLocations {
  readonly headers: readonly { readonly name: string; readonly prefix: string }[];
  readonly params: readonly string[];
  readonly cookies: readonly string[];
}

/** One entry of `jwtRules` (https://istio.io/latest/docs/reference/config/security/jwt/). */
export interface JwtRule {
  readonly issuer: string;
  /** Audiences that a token may be for; empty for any. */
  readonly audiences: readonly string[];
  readonly locations: JwtLocations;
  /** Whether the token goes on to the application. */
  readonly forwardsToken: boolean;
  /** Claims whose texts are lists with spaces between, beside `scope` and `permission`. */
  readonly spacedClaims: readonly string[];
  /** Headers, in lower case, that get the value of a claim. */
  readonly claimHeaders: readonly { readonly header: string; readonly claim: string }[];
  /** Header, in lower case, that gets all claims; empty for none. */
  readonly payloadHeader: string;
  /** `namespace/name` of the RequestAuthentication. */
  readonly policy: string;
}

/** Finds the rules for tokens of proxies, once for each (https://istio.io/latest/docs/reference/config/security/request_authentication/). */
export class RequestAuthentications {
  private readonly byWorkload = new Map<Workload, readonly JwtRule[]>();

  constructor(private readonly mesh: Mesh) {}

  /** The rules that the proxy of a workload has, by issuer. */
  of(workload: Workload): readonly JwtRule[] {
    let rules = this.byWorkload.get(workload);
    if (rules === undefined) {
      rules = this.find(workload, []);
      this.byWorkload.set(workload, rules);
    }
    return rules;
  }

  /** The rules that a waypoint has for a service. */
  ofWaypoint(waypoint: Workload, service: FrontedService): readonly JwtRule[] {
    return this.find(waypoint, [service]);
  }

  private find(workload: Workload, services: readonly FrontedService[]): readonly JwtRule[] {
    return this.mesh.requestAuthentications
      .filter((policy) => isForWorkload(policy, workload, this.mesh.config.rootNamespace, services))
      .flatMap(({ id, spec }) => (spec.jwtRules ?? []).map((rule) => readRule(rule as RuleSpec, id)))
      .sort((one, other) => (one.issuer < other.issuer ? -1 : one.issuer > other.issuer ? 1 : 0));
  }
}

interface LocationsSpec {
  readonly fromHeaders?: readonly { readonly name?: string; readonly prefix?: string }[];
  readonly fromParams?: readonly string[];
  readonly fromCookies?: readonly string[];
}

type RuleSpec = LocationsSpec & {
  readonly issuer?: string;
  readonly audiences?: readonly string[];
  readonly forwardOriginalToken?: boolean;
  readonly spaceDelimitedClaims?: readonly string[];
  readonly outputClaimToHeaders?: readonly { readonly header?: string; readonly claim?: string }[];
  readonly outputPayloadToHeader?: string;
};

function readRule(rule: RuleSpec, policy: string): JwtRule {
  return {
    issuer: rule.issuer ?? '',
    audiences: rule.audiences ?? [],
    locations: readLocations(rule),
    forwardsToken: rule.forwardOriginalToken === true,
    spacedClaims: rule.spaceDelimitedClaims ?? [],
    claimHeaders: (rule.outputClaimToHeaders ?? []).map(({ header = '', claim = '' }) => ({
      header: header.toLowerCase(),
      claim,
    })),
    payloadHeader: (rule.outputPayloadToHeader ?? '').toLowerCase(),
    policy,
  };
}

/** Where a rule looks that does not say it: `Authorization: Bearer …` and the parameter `access_token`. */
export function usualLocations(): JwtLocations {
  return { headers: [{ name: 'authorization', prefix: 'Bearer ' }], params: ['access_token'], cookies: [] };
}

/** The locations of a rule. */
function readLocations({ fromHeaders = [], fromParams = [], fromCookies = [] }: LocationsSpec): JwtLocations {
  if (fromHeaders.length + fromParams.length + fromCookies.length === 0) {
    return usualLocations();
  }
  const headers = fromHeaders.map(({ name = '', prefix = '' }) => ({ name: name.toLowerCase(), prefix }));
  return { headers, params: fromParams, cookies: fromCookies };
}
