import { type HttpRequest, queryParameter } from '../http-request.js';

/** Where a rule of a RequestAuthentication looks for tokens. */
export interface TokenPlaces {
  readonly headers: readonly { readonly name: string; readonly prefix: string }[];
  readonly params: readonly string[];
  readonly cookies: readonly string[];
}

interface PlacesSpec {
  readonly fromHeaders?: readonly { readonly name?: string; readonly prefix?: string }[];
  readonly fromParams?: readonly string[];
  readonly fromCookies?: readonly string[];
}

/** The places of a rule; without any, `Authorization: Bearer …` and the parameter `access_token`. */
export function readTokenPlaces({ fromHeaders = [], fromParams = [], fromCookies = [] }: PlacesSpec): TokenPlaces {
  if (fromHeaders.length + fromParams.length + fromCookies.length === 0) {
    return { headers: [{ name: 'authorization', prefix: 'Bearer ' }], params: ['access_token'], cookies: [] };
  }
  const headers = fromHeaders.map(({ name = '', prefix = '' }) => ({ name: name.toLowerCase(), prefix }));
  return { headers, params: fromParams, cookies: fromCookies };
}

/** The texts at the places of a rule that could be tokens. */
export function tokensAt({ headers, params, cookies }: TokenPlaces, request: HttpRequest): readonly string[] {
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
