import type { HttpMatch } from '../istio/http-match.js';
import type { Redirect } from '../istio/route-source.js';
import { type HttpRequest, headerText } from './http-request.js';

const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

/**
 * Where a redirect leads. `port` is that of the listener. A port that is the scheme's own is left out, but that of the request stays
 * unless the redirect sets another.
 */
export function redirectTarget(
  redirect: Redirect,
  request: HttpRequest,
  match: HttpMatch | undefined,
  port: number,
): string {
  const scheme = redirect.scheme ?? request.scheme;
  const wanted = redirect.takesRequestPort ? port : redirect.port;
  const shown = wanted === undefined || wanted === defaultPorts[scheme] ? '' : `:${wanted}`;
  const host = redirect.authority ?? hostOf(request, scheme, shown !== '');
  return `${scheme}://${host}${shown}${pathOf(redirect, request, match)}`;
}

/** Where plain HTTP is sent that a gateway only takes over TLS. */
export function httpsTarget(request: HttpRequest): string {
  return `https://${request.authority}${request.path}${queryOf(request)}`;
}

/** Whether a redirect leads to the very URL of the request, so that a client that follows it never arrives. */
export function isEndless(target: string, request: HttpRequest): boolean {
  const asked = `${request.scheme}://${request.authority}${request.path}${queryOf(request)}`;
  return URL.canParse(target) && URL.canParse(asked) && new URL(target).href === new URL(asked).href;
}

/** The host of the request; its port goes when another is set, or when it was the default of a scheme that changes. */
function hostOf(request: HttpRequest, scheme: string, isPortSet: boolean): string {
  const { authority } = request;
  const port = /:(\d+)$/.exec(authority)?.[1];
  if (port === undefined) {
    return authority;
  }
  const before = headerText(request, 'x-forwarded-proto') ?? request.scheme;
  const isDefault = scheme !== before && Number(port) === defaultPorts[before];
  return isPortSet || isDefault ? authority.slice(0, -port.length - 1) : authority;
}

function pathOf({ path, prefix }: Redirect, request: HttpRequest, match: HttpMatch | undefined): string {
  if (path !== undefined) {
    return path.includes('?') ? path : path + queryOf(request);
  }
  const own = prefix === undefined ? request.path : prefix + request.path.slice((match?.uri?.prefix ?? '').length);
  return own + queryOf(request);
}

function queryOf({ query }: HttpRequest): string {
  return query === '' ? '' : `?${query}`;
}
