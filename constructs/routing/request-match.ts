import type { HttpRouteSpec, VirtualServiceSpec } from '../api/index.js';

/** How a text is compared: a plain string is compared exactly; `regex` is RE2 and must match the whole text. */
export type TextMatch = string | { readonly exact: string } | { readonly prefix: string } | { readonly regex: string };

/** Which requests a rule takes. All given conditions must hold. */
export interface RequestMatch {
  /** Path of the request. @default any */
  readonly uri?: TextMatch;
  /** Headers, by lower-case name. @default any */
  readonly headers?: Readonly<Record<string, TextMatch>>;
  /** Cookies, by name, compared exactly. @default any */
  readonly cookies?: Readonly<Record<string, string>>;
  /** HTTP method. @default any */
  readonly method?: string;
  /** Query parameters, by name; prefixes are not possible. @default any */
  readonly queryParams?: Readonly<Record<string, string | { readonly exact: string } | { readonly regex: string }>>;
  /** Labels of the calling workload; only for calls inside the mesh, not in the HTTPRoute form. @default any */
  readonly sourceLabels?: Readonly<Record<string, string>>;
}

type IstioHttpRule = NonNullable<VirtualServiceSpec['http']>[number];
/** A match of an Istio HTTP rule. */
export type IstioMatch = NonNullable<IstioHttpRule['match']>[number];
type IstioText = NonNullable<IstioMatch['uri']>;
type GatewayApiRule = NonNullable<HttpRouteSpec['rules']>[number];
/** A match of a Gateway API HTTP rule. */
export type GatewayApiMatch = NonNullable<GatewayApiRule['matches']>[number];

function istioText(match: TextMatch): IstioText {
  return typeof match === 'string' ? { exact: match } : match;
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** RE2 over the whole `cookie` header. */
function cookieRegex(name: string, value: string): string {
  return `^(.*;\\s*)?${escapeRegex(name)}=${escapeRegex(value)}(;.*)?$`;
}

/** Header conditions of a match; several cookies share the one `cookie` header. */
function headerConditions(match: RequestMatch): Record<string, TextMatch> {
  const headers: Record<string, TextMatch> = {};
  for (const [name, text] of Object.entries(match.headers ?? {})) headers[name.toLowerCase()] = text;
  const [cookie] = Object.entries(match.cookies ?? {});
  if (cookie !== undefined) headers['cookie'] = { regex: cookieRegex(cookie[0], cookie[1]) };
  return headers;
}

/** Why a match cannot be written, if it cannot. */
export function matchProblems(match: RequestMatch): string[] {
  const problems: string[] = [];
  if (Object.keys(match.cookies ?? {}).length > 1) {
    problems.push('a match has several cookies; use one cookie, or a regex on the cookie header');
  }
  const cookieHeader = Object.keys(match.headers ?? {}).some((name) => name.toLowerCase() === 'cookie');
  if (cookieHeader && match.cookies !== undefined) {
    problems.push('a match has both cookies and a cookie header; use one of them');
  }
  const conditions = [match.uri, ...Object.values(match.headers ?? {}), ...Object.values(match.queryParams ?? {})];
  for (const condition of conditions) {
    if (typeof condition !== 'object' || !('regex' in condition)) continue;
    try {
      new RegExp(condition.regex);
    } catch {
      problems.push(`'${condition.regex}' is no regular expression; write it in RE2 syntax`);
    }
  }
  return problems;
}

/** The match in Istio's form. */
export function toIstioMatch(match: RequestMatch): IstioMatch {
  const headers = Object.entries(headerConditions(match));
  const queryParams = Object.entries(match.queryParams ?? {});
  return {
    ...(match.uri === undefined ? {} : { uri: istioText(match.uri) }),
    ...(match.method === undefined ? {} : { method: { exact: match.method } }),
    ...(headers.length === 0
      ? {}
      : { headers: Object.fromEntries(headers.map(([name, text]) => [name, istioText(text)])) }),
    ...(queryParams.length === 0
      ? {}
      : { queryParams: Object.fromEntries(queryParams.map(([name, text]) => [name, istioText(text)])) }),
    ...(match.sourceLabels === undefined ? {} : { sourceLabels: { ...match.sourceLabels } }),
  };
}

/** `Exact` or `RegularExpression` with its value; a prefix becomes a regular expression. */
function gatewayApiText(text: TextMatch): { type: 'Exact' | 'RegularExpression'; value: string } {
  if (typeof text === 'string') return { type: 'Exact', value: text };
  if ('exact' in text) return { type: 'Exact', value: text.exact };
  if ('regex' in text) return { type: 'RegularExpression', value: text.regex };
  return { type: 'RegularExpression', value: `^${escapeRegex(text.prefix)}.*$` };
}

function gatewayApiPath(uri: TextMatch): NonNullable<GatewayApiMatch['path']> {
  if (typeof uri === 'object' && 'prefix' in uri) return { type: 'PathPrefix', value: uri.prefix };
  return gatewayApiText(uri);
}

/** The match in the Gateway API's form. Its path prefix ends at a `/`, unlike Istio's. */
export function toGatewayApiMatch(match: RequestMatch): GatewayApiMatch {
  const headers = Object.entries(headerConditions(match));
  const queryParams = Object.entries(match.queryParams ?? {});
  const path = match.uri === undefined ? undefined : gatewayApiPath(match.uri);
  return {
    ...(path === undefined ? {} : { path }),
    ...(match.method === undefined ? {} : { method: match.method as NonNullable<GatewayApiMatch['method']> }),
    ...(headers.length === 0 ? {} : { headers: headers.map(([name, text]) => ({ name, ...gatewayApiText(text) })) }),
    ...(queryParams.length === 0
      ? {}
      : { queryParams: queryParams.map(([name, text]) => ({ name, ...gatewayApiText(text) })) }),
  };
}
