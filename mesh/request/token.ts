import type { Claims } from '../envoy/route-match.js';
import { encodeBase64Url } from '../text/base64.js';
import type { RequestQuery } from './query.js';

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
  return encodeBase64Url(JSON.stringify(value));
}
