import { decodeBase64 } from '../../text/base64.js';
import type { Claims } from '../route-match.js';

/** A token (JWT) that a request carries: its claims, undefined when it is not one that could have been signed. */
export interface Token {
  readonly claims: Claims;
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
    const value: unknown = JSON.parse(decodeBase64(part));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
