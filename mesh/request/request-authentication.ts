import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import type { Claims } from './http-condition.js';
import { type FrontedService, isForWorkload } from './policy-target.js';

/** A token on its way. */
export interface Token {
  readonly state: 'valid' | 'invalid' | 'none';
  readonly claims: Claims;
}

/** What a proxy makes of a token. */
export interface TokenDecision {
  readonly accepted: boolean;
  /** Claims that policies and routes may look at; undefined when no rule verified them. */
  readonly claims: Claims;
  /** The token as the next proxy gets it. */
  readonly forwarded: Token;
  readonly reason: string;
  /** What a request with a refused token gets: 403 for an audience that is not wanted, 401 for everything else. */
  readonly status: '401' | '403';
}

interface Rule {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly forwards: boolean;
  /** Claims whose texts are lists with spaces between, beside `scope` and `permission`. */
  readonly spaced: readonly string[];
  readonly policy: string;
}

/** Verifies tokens by the RequestAuthentications of a workload: without a token a request passes, with a wrong one it gets 401. */
export class RequestAuthentications {
  private readonly rules = new Map<string, readonly Rule[]>();

  private readonly isUsed: boolean;

  constructor(private readonly mesh: Mesh) {
    this.isUsed = mesh.requestAuthentications.length > 0;
  }

  decide(workload: Workload, token: Token, service?: FrontedService): TokenDecision {
    const rules = token.state === 'none' || !this.isUsed ? [] : this.rulesOf(workload, service);
    if (rules.length === 0) {
      return { accepted: true, claims: undefined, forwarded: token, reason: '', status: '401' };
    }
    const ids = [...new Set(rules.map(({ policy }) => policy))].join(', ');
    const fitting = token.state === 'valid' ? rules.find((rule) => fits(rule, token.claims)) : undefined;
    const isOfIssuer = token.state === 'valid' && rules.some(({ issuer }) => issuer === token.claims?.['iss']);
    if (fitting === undefined) {
      return {
        accepted: false,
        claims: undefined,
        forwarded: token,
        reason: `RequestAuthentication ${ids} refuses the token`,
        status: isOfIssuer ? '403' : '401',
      };
    }
    const forwarded: Token = fitting.forwards ? token : { state: 'none', claims: undefined };
    const reason = `RequestAuthentication ${fitting.policy} verifies the token of ${fitting.issuer}`;
    return { accepted: true, claims: withLists(token.claims, fitting.spaced), forwarded, reason, status: '401' };
  }

  private rulesOf(workload: Workload, service: FrontedService | undefined): readonly Rule[] {
    const key = `${workload.cluster}/${workload.namespace}/${workload.kind}/${workload.name} ${service?.namespace}/${service?.name}`;
    let rules = this.rules.get(key);
    if (rules === undefined) {
      const services = service === undefined ? [] : [service];
      rules = this.mesh.requestAuthentications
        .filter((policy) => isForWorkload(policy, workload, this.mesh.config.rootNamespace, services))
        .flatMap(({ id, spec }) =>
          (spec.jwtRules ?? []).filter(readsAuthorization).map((rule) => ({
            issuer: rule.issuer ?? '',
            audiences: rule.audiences ?? [],
            forwards: rule.forwardOriginalToken === true,
            spaced: (rule as { readonly spaceDelimitedClaims?: readonly string[] }).spaceDelimitedClaims ?? [],
            policy: id,
          })),
        );
      this.rules.set(key, rules);
    }
    return rules;
  }
}

interface TokenPlaces {
  readonly fromHeaders?: readonly { readonly name?: string; readonly prefix?: string }[];
  readonly fromParams?: readonly string[];
  readonly fromCookies?: readonly string[];
}

/** Whether a rule looks for tokens where a question puts them: `Authorization: Bearer …`, the place of rules that name no other. */
function readsAuthorization({ fromHeaders = [], fromParams = [], fromCookies = [] }: TokenPlaces): boolean {
  return (
    fromHeaders.length + fromParams.length + fromCookies.length === 0 ||
    fromHeaders.some(({ name = '', prefix = '' }) => name.toLowerCase() === 'authorization' && prefix === 'Bearer ')
  );
}

function withLists(claims: Claims, spaced: readonly string[]): Claims {
  const texts = Object.entries(claims ?? {}).filter(
    ([name, value]) => spaced.includes(name) && typeof value === 'string',
  );
  return texts.length === 0
    ? claims
    : { ...claims, ...Object.fromEntries(texts.map(([name, value]) => [name, String(value).split(' ')])) };
}

function fits(rule: Rule, claims: Claims): boolean {
  if (claims?.['iss'] !== rule.issuer) {
    return false;
  }
  const audience = claims['aud'];
  const audiences = Array.isArray(audience) ? audience : [audience];
  return rule.audiences.length === 0 || rule.audiences.some((wanted) => audiences.includes(wanted));
}
