import type { RequestQuery } from '../../request/query.js';
import type { Claims } from '../route-match.js';

/** A token (JWT) that a request carries: its claims, undefined when it is none that anybody could have signed. */
export interface Token {
  readonly claims: Claims;
}

/** The token that a question describes, as the value of the header `Authorization`; undefined for none. */
export function authorizationOf({ token, claims }: RequestQuery): string | undefined {
  const state = token ?? (claims === undefined ? 'none' : 'valid');
  return state === 'none' ? undefined : `Bearer ${state === 'valid' ? encodeToken(claims ?? {}) : 'invalid'}`;
}

const encoded = new WeakMap<object, string>();

/** Claims as a token, whose signature nobody looks at. */
function encodeToken(claims: NonNullable<Claims>): string {
  let text = encoded.get(claims);
  if (text === undefined) {
    text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}.signature`;
    encoded.set(claims, text);
  }
  return text;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The token of a text; one in the right form is taken for one that its issuer signed. */
export function decodeToken(text: string): Token {
  const parts = text.split('.');
  const [header, payload] = parts.length === 3 ? [read(parts[0] ?? ''), read(parts[1] ?? '')] : [undefined, undefined];
  const isSigned = parts[2] !== '' && typeof header?.['alg'] === 'string';
  return { claims: isSigned ? payload : undefined };
}

function read(part: string): Claims {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
