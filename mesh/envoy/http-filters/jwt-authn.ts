import { type FrontedService, isForWorkload } from '../../istio/policy-attachment.js';
import type { Mesh } from '../../model/mesh.js';
import type { Workload } from '../../model/workload.js';
import type { HttpRequest } from '../http-request.js';
import type { Claims } from '../route-match.js';
import { preflightOrigin } from './cors.js';
import { readTokenPlaces, type TokenPlaces, tokensAt } from './jwt-locations.js';
import { decodeToken } from './token.js';

/** What a proxy makes of the tokens of a request. */
export interface TokenDecision {
  readonly accepted: boolean;
  /** Claims that policies and routes may look at; undefined when no rule verified them. */
  readonly claims: Claims;
  /** The request as it goes on: without the token, unless the rule forwards it, and with the headers that the rule makes of claims. */
  readonly request: HttpRequest;
  readonly reason: string;
  /** What a request with a refused token gets: 403 for an audience that is not wanted, 401 for everything else. */
  readonly status: '401' | '403';
}

interface Rule {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly places: TokenPlaces;
  readonly forwards: boolean;
  /** Claims whose texts are lists with spaces between, beside `scope` and `permission`. */
  readonly spaced: readonly string[];
  /** Headers that get the value of a claim. */
  readonly claimHeaders: readonly { readonly header: string; readonly claim: string }[];
  /** Header that gets all claims; empty for none. */
  readonly payloadHeader: string;
  readonly policy: string;
}

/** What a rule says of the tokens at its places. */
interface Verdict {
  readonly kind: 'verified' | 'missing' | 'refused';
  readonly claims: Claims;
  readonly isWrongAudience: boolean;
}

const missing: Verdict = { kind: 'missing', claims: undefined, isWrongAudience: false };

/**
 * Verifies tokens by the RequestAuthentications of a workload: a request without a token passes, one with a wrong one gets 401; one rule that
 * takes the token is enough. Preflights of browsers are not looked at
 * (https://istio.io/latest/docs/reference/config/security/request_authentication/).
 */
export class RequestAuthentications {
  private readonly rules = new Map<string, readonly Rule[]>();

  private readonly isUsed: boolean;

  constructor(private readonly mesh: Mesh) {
    this.isUsed = mesh.requestAuthentications.length > 0;
  }

  decide(workload: Workload, request: HttpRequest, service?: FrontedService): TokenDecision {
    const passes = { accepted: true, claims: undefined, request, reason: '', status: '401' } as const;
    if (!this.isUsed || preflightOrigin(request) !== undefined) {
      return passes;
    }
    const rules = this.rulesOf(workload, service);
    const clean = withoutOwnHeaders(request, rules);
    const seconds = this.mesh.now.getTime() / 1000;
    const verdicts = rules.map((rule) => ({ rule, verdict: verify(rule, clean, seconds) }));
    const verified = verdicts.find(({ verdict }) => verdict.kind === 'verified');
    if (verified !== undefined) {
      const { rule, verdict } = verified;
      const reason = `RequestAuthentication ${rule.policy} verifies the token of ${rule.issuer}`;
      return {
        ...passes,
        claims: withLists(verdict.claims, rule.spaced),
        request: goneOn(clean, rule, verdict.claims),
        reason,
      };
    }
    if (verdicts.every(({ verdict }) => verdict.kind === 'missing')) {
      return { ...passes, request: clean };
    }
    const ids = [...new Set(rules.map(({ policy }) => policy))].join(', ');
    const status = verdicts.some(({ verdict }) => verdict.isWrongAudience) ? '403' : '401';
    return { ...passes, accepted: false, reason: `RequestAuthentication ${ids} refuses the token`, status };
  }

  private rulesOf(workload: Workload, service: FrontedService | undefined): readonly Rule[] {
    const key = `${workload.cluster}/${workload.namespace}/${workload.kind}/${workload.name} ${service?.namespace}/${service?.name}`;
    let rules = this.rules.get(key);
    if (rules === undefined) {
      const services = service === undefined ? [] : [service];
      rules = this.mesh.requestAuthentications
        .filter((policy) => isForWorkload(policy, workload, this.mesh.config.rootNamespace, services))
        .flatMap(({ id, spec }) => (spec.jwtRules ?? []).map((rule) => readRule(rule as RuleSpec, id)))
        .sort((one, other) => (one.issuer < other.issuer ? -1 : one.issuer > other.issuer ? 1 : 0));
      this.rules.set(key, rules);
    }
    return rules;
  }
}

type RuleSpec = Parameters<typeof readTokenPlaces>[0] & {
  readonly issuer?: string;
  readonly audiences?: readonly string[];
  readonly forwardOriginalToken?: boolean;
  readonly spaceDelimitedClaims?: readonly string[];
  readonly outputClaimToHeaders?: readonly { readonly header?: string; readonly claim?: string }[];
  readonly outputPayloadToHeader?: string;
};

function readRule(rule: RuleSpec, policy: string): Rule {
  return {
    issuer: rule.issuer ?? '',
    audiences: rule.audiences ?? [],
    places: readTokenPlaces(rule),
    forwards: rule.forwardOriginalToken === true,
    spaced: rule.spaceDelimitedClaims ?? [],
    claimHeaders: (rule.outputClaimToHeaders ?? []).map(({ header = '', claim = '' }) => ({
      header: header.toLowerCase(),
      claim,
    })),
    payloadHeader: (rule.outputPayloadToHeader ?? '').toLowerCase(),
    policy,
  };
}

function verify(rule: Rule, request: HttpRequest, now: number): Verdict {
  let verdict = missing;
  for (const text of tokensAt(rule.places, request)) {
    const { claims } = decodeToken(text);
    const isOfIssuer = claims?.['iss'] === rule.issuer && !isExpired(claims, now);
    if (!isOfIssuer || !fitsAudience(rule, claims)) {
      return { kind: 'refused', claims: undefined, isWrongAudience: isOfIssuer };
    }
    verdict = { kind: 'verified', claims, isWrongAudience: false };
  }
  return verdict;
}

function isExpired(claims: Claims, now: number): boolean {
  const { exp, nbf } = claims ?? {};
  return (typeof exp === 'number' && exp > 0 && exp < now) || (typeof nbf === 'number' && nbf > now);
}

function fitsAudience({ audiences }: Rule, claims: Claims): boolean {
  const audience = claims?.['aud'];
  const own = Array.isArray(audience) ? audience : [audience];
  return audiences.length === 0 || audiences.some((wanted) => own.includes(wanted));
}

/** The request without the headers that only rules may set. */
function withoutOwnHeaders(request: HttpRequest, rules: readonly Rule[]): HttpRequest {
  const own = rules.flatMap(({ claimHeaders, payloadHeader }) => [
    ...claimHeaders.map(({ header }) => header),
    payloadHeader,
  ]);
  return own.some((name) => request.headers.has(name))
    ? { ...request, headers: without(request.headers, own) }
    : request;
}

function without(headers: HttpRequest['headers'], names: readonly string[]): Map<string, readonly string[]> {
  return new Map([...headers].filter(([name]) => !names.includes(name)));
}

function goneOn(request: HttpRequest, rule: Rule, claims: Claims): HttpRequest {
  const { forwards, places, claimHeaders, payloadHeader } = rule;
  const headers = without(request.headers, forwards ? [] : places.headers.map(({ name }) => name));
  for (const { header, claim } of claimHeaders) {
    const value = textOf(claimAt(claims, claim));
    if (value !== undefined) {
      headers.set(header, [value]);
    }
  }
  if (payloadHeader !== '') {
    headers.set(payloadHeader, [Buffer.from(JSON.stringify(claims)).toString('base64url')]);
  }
  return { ...request, headers };
}

/** A claim by its name, or by a path with dots. */
function claimAt(claims: Claims, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], claims);
}

/** The value of a claim as a header has it: objects and lists as JSON in Base64. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  return typeof value === 'object' ? Buffer.from(JSON.stringify(value)).toString('base64') : String(value);
}

function withLists(claims: Claims, spaced: readonly string[]): Claims {
  const texts = Object.entries(claims ?? {}).filter(
    ([name, value]) => spaced.includes(name) && typeof value === 'string',
  );
  return texts.length === 0
    ? claims
    : { ...claims, ...Object.fromEntries(texts.map(([name, value]) => [name, String(value).split(' ')])) };
}
