import type { JwtLocations } from '../../istio/request-authentications.js';
import { type HttpRequest, queryParameter } from '../http-request.js';

/** The texts at the locations of a rule that could be tokens. */
export function tokensAt({ headers, params, cookies }: JwtLocations, request: HttpRequest): readonly string[] {
  const found: string[] = [];
  for (const { name, prefix } of headers) {
    for (const value of request.headers.get(name) ?? []) {
      const at = value.indexOf(prefix);
      if (at >= 0) {
        found.push(upToSeparator(value.slice(at + prefix.length)));
      }
    }
  }
  for (const name of params) {
    found.push(queryParameter(request.query, name) ?? '');
  }
  const pairs = cookies.length === 0 ? [] : (request.headers.get('cookie') ?? []).flatMap((text) => text.split(';'));
  for (const name of cookies) {
    const own = pairs.map((pair) => pair.trim()).find((pair) => pair.startsWith(`${name}=`));
    found.push(own?.slice(name.length + 1) ?? '');
  }
  return found.filter((text) => text !== '');
}

/** A token ends where a character comes that no token has. */
function upToSeparator(text: string): string {
  return /^[A-Za-z0-9._~+/=-]*/.exec(text.trimStart())?.[0] ?? '';
}
