import type { JwtRule } from '../../istio/request-authentications.js';
import type { JwtAuthnFilter } from '../../proxy/http-filter.js';
import { encodeBase64, encodeBase64Url } from '../../text/base64.js';
import type { HttpRequest } from '../http-request.js';
import { observer } from '../observer.js';
import type { Claims } from '../route-match.js';
import { oneOf } from '../text-pattern.js';
import { preflightOrigin } from './cors.js';
import { tokensAt } from './jwt-locations.js';
import { decodeToken } from './token.js';

/** What a proxy makes of the tokens of a request. */
export interface TokenDecision {
  readonly isAccepted: boolean;
  /** Claims that policies and routes may look at; undefined when no rule verified them. */
  readonly claims: Claims;
  /** The request as it goes on: without the token, unless the rule forwards it, and with the headers that the rule makes of claims. */
  readonly request: HttpRequest;
  readonly reason: string;
  /** What a request with a refused token gets: 403 for an audience that is not wanted, 401 for everything else. */
  readonly status: '401' | '403';
}

/** What a rule says of the tokens at its locations. */
interface Verdict {
  readonly kind: 'verified' | 'missing' | 'refused';
  readonly claims: Claims;
  readonly isWrongAudience: boolean;
}

const missing: Verdict = { kind: 'missing', claims: undefined, isWrongAudience: false };

/**
 * Verifies tokens: a request without a token passes, one with a wrong one gets 401; one rule that takes the token is enough. Preflights of
 * browsers are not looked at (https://istio.io/latest/docs/reference/config/security/request_authentication/). `now` is in milliseconds.
 */
export function verifyTokens({ rules }: JwtAuthnFilter, request: HttpRequest, now: number): TokenDecision {
  const passes = { isAccepted: true, claims: undefined, request, reason: '', status: '401' } as const;
  if (preflightOrigin(request) !== undefined) {
    return passes;
  }
  const clean = withoutOwnHeaders(request, rules);
  const verdicts = rules.map((rule) => ({ rule, verdict: verify(rule, clean, now / 1000) }));
  const verified = verdicts.find(({ verdict }) => verdict.kind === 'verified');
  if (verified !== undefined) {
    const { rule, verdict } = verified;
    return {
      ...passes,
      claims: withLists(verdict.claims, rule.spacedClaims),
      request: passedOn(clean, rule, verdict.claims),
      reason: `RequestAuthentication ${rule.policy} verifies the token of ${rule.issuer}`,
    };
  }
  if (verdicts.every(({ verdict }) => verdict.kind === 'missing')) {
    return { ...passes, request: clean };
  }
  const ids = [...new Set(rules.map(({ policy }) => policy))].join(', ');
  const status = verdicts.some(({ verdict }) => verdict.isWrongAudience) ? '403' : '401';
  return { ...passes, isAccepted: false, reason: `RequestAuthentication ${ids} refuses the token`, status };
}

function verify(rule: JwtRule, request: HttpRequest, now: number): Verdict {
  let verdict = missing;
  const texts = tokensAt(rule.locations, request);
  observer?.tested({ of: 'token', request, locations: rule.locations }, texts.length > 0);
  for (const text of texts) {
    const { claims } = decodeToken(text);
    observer?.tested({ of: 'signature' }, claims !== undefined);
    const isOfIssuer = isIssuedBy(rule, claims) && !isExpired(claims, now);
    if (!isOfIssuer || !fitsAudience(rule, claims)) {
      return { kind: 'refused', claims: undefined, isWrongAudience: isOfIssuer };
    }
    verdict = { kind: 'verified', claims, isWrongAudience: false };
  }
  return verdict;
}

function isIssuedBy({ issuer }: JwtRule, claims: Claims): boolean {
  const isIssuer = claims?.['iss'] === issuer;
  if (claims !== undefined) {
    const pattern = { kind: 'exact', text: issuer } as const;
    observer?.tested({ of: 'claim', path: ['iss'], pattern, isOneText: true }, isIssuer);
  }
  return isIssuer;
}

/** Seconds that clocks may differ, which Istio leaves at Envoy's default (`clock_skew_seconds` of its JwtProvider). */
const clockSkew = 60;

function isExpired(claims: Claims, now: number): boolean {
  const { exp, nbf } = claims ?? {};
  return (
    (typeof exp === 'number' && exp > 0 && exp + clockSkew < now) || (typeof nbf === 'number' && nbf > now + clockSkew)
  );
}

function fitsAudience({ audiences }: JwtRule, claims: Claims): boolean {
  const audience = claims?.['aud'];
  const own = Array.isArray(audience) ? audience : [audience];
  if (audiences.length === 0) {
    return true;
  }
  const fits = audiences.some((wanted) => own.includes(wanted));
  const pattern = oneOf(audiences.map((text) => ({ kind: 'exact', text }) as const));
  observer?.tested({ of: 'claim', path: ['aud'], pattern, isOneText: false }, fits);
  return fits;
}

/** The request without the headers that only rules may set. */
function withoutOwnHeaders(request: HttpRequest, rules: readonly JwtRule[]): HttpRequest {
  const own = rules.flatMap(({ claimHeaders, payloadHeader }) => [
    ...claimHeaders.map(({ header }) => header),
    payloadHeader,
  ]);
  if (!own.some((name) => request.headers.has(name)) && observer === undefined) {
    return request;
  }
  const clean = { ...request, headers: without(request.headers, own) };
  observer?.changed(request, clean, { fixedHeaders: own });
  return clean;
}

function without(headers: HttpRequest['headers'], names: readonly string[]): Map<string, readonly string[]> {
  return new Map([...headers].filter(([name]) => !names.includes(name)));
}

function passedOn(request: HttpRequest, rule: JwtRule, claims: Claims): HttpRequest {
  const { forwardsToken, locations, claimHeaders, payloadHeader } = rule;
  const headers = without(request.headers, forwardsToken ? [] : locations.headers.map(({ name }) => name));
  for (const { header, claim } of claimHeaders) {
    const value = textOf(claimAt(claims, claim));
    if (value !== undefined) {
      headers.set(header, [value]);
    }
  }
  if (payloadHeader !== '') {
    headers.set(payloadHeader, [encodeBase64Url(JSON.stringify(claims))]);
  }
  const sent = { ...request, headers };
  observer?.changed(request, sent, {
    fixedHeaders: forwardsToken ? [] : locations.headers.map(({ name }) => name),
    madeHeaders: [...claimHeaders.map(({ header }) => header), payloadHeader],
  });
  return sent;
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
  return typeof value === 'object' ? encodeBase64(JSON.stringify(value)) : String(value);
}

function withLists(claims: Claims, spaced: readonly string[]): Claims {
  const texts = Object.entries(claims ?? {}).filter(
    ([name, value]) => spaced.includes(name) && typeof value === 'string',
  );
  return texts.length === 0
    ? claims
    : { ...claims, ...Object.fromEntries(texts.map(([name, value]) => [name, String(value).split(' ')])) };
}
