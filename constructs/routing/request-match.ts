import { expressionMistake, quoteMeta } from '../../mesh/text/regular-expression.js';
import type { HttpRouteSpec, VirtualServiceSpec } from '../api/index.js';
import { definedOrNothing } from './defined-fields.js';
import type { TextMatch } from './text-match.js';

/** Which requests a rule takes. All given conditions must hold. */
export interface RequestMatch {
  /** Path of the request. @default any */
  readonly uri?: TextMatch;
  /** Headers, by name in any case. @default any */
  readonly headers?: Readonly<Record<string, TextMatch>>;
  /** A cookie, by name, compared exactly. @default any */
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

/** RE2 over the whole `cookie` header. */
function cookieRegex(name: string, value: string): string {
  return `^(.*;\\s*)?${quoteMeta(name)}=${quoteMeta(value)}(;.*)?$`;
}

/** Header conditions of a match, the cookie among them; undefined where there are none. */
function headerConditions(match: RequestMatch): Record<string, TextMatch> | undefined {
  const headers: Record<string, TextMatch> = {};
  for (const [name, text] of Object.entries(match.headers ?? {})) headers[name.toLowerCase()] = text;
  const [cookie] = Object.entries(match.cookies ?? {});
  if (cookie !== undefined) headers['cookie'] = { regex: cookieRegex(cookie[0], cookie[1]) };
  return definedOrNothing(headers);
}

/** Why a match cannot be written, if it cannot; each with what to do. */
export function matchProblems(match: RequestMatch): string[] {
  const problems: string[] = [];
  const conditions = [match.headers, match.cookies, match.queryParams, match.sourceLabels].map((map) => map ?? {});
  if (match.uri === undefined && match.method === undefined && conditions.every(isEmpty)) {
    problems.push('a match has no condition, so it takes every request; say splitTraffic and behave for those');
  }
  if (Object.keys(match.cookies ?? {}).length > 1) {
    problems.push('a match has several cookies; use one cookie, or a regex on the cookie header');
  }
  const names = Object.keys(match.headers ?? {}).map((name) => name.toLowerCase());
  if (names.includes('cookie') && match.cookies !== undefined) {
    problems.push('a match has both cookies and a cookie header; use one of them');
  }
  for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index))) {
    problems.push(`a match has header '${name}' twice, in different case; header names have no case, so use one`);
  }
  const texts = [match.uri, ...Object.values(match.headers ?? {}), ...Object.values(match.queryParams ?? {})];
  for (const text of texts) {
    if (typeof text === 'object' && 'regex' in text && expressionMistake(text.regex) !== undefined) {
      problems.push(`'${text.regex}' is not a regular expression; write it in RE2 syntax`);
    }
  }
  return problems;
}

function isEmpty(map: object): boolean {
  return Object.keys(map).length === 0;
}

/** The match in Istio's form. */
export function toIstioMatch(match: RequestMatch): IstioMatch {
  return {
    uri: match.uri === undefined ? undefined : istioText(match.uri),
    method: match.method === undefined ? undefined : { exact: match.method },
    headers: istioTexts(headerConditions(match)),
    queryParams: istioTexts(definedOrNothing(match.queryParams ?? {})),
    sourceLabels: match.sourceLabels,
  };
}

function istioTexts(texts: Readonly<Record<string, TextMatch>> | undefined): Record<string, IstioText> | undefined {
  if (texts === undefined) return undefined;
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, istioText(text)]));
}

/** `Exact` or `RegularExpression` with its value; a prefix becomes a regular expression. */
function gatewayApiText(text: TextMatch): { type: 'Exact' | 'RegularExpression'; value: string } {
  if (typeof text === 'string') return { type: 'Exact', value: text };
  if ('exact' in text) return { type: 'Exact', value: text.exact };
  if ('regex' in text) return { type: 'RegularExpression', value: text.regex };
  return { type: 'RegularExpression', value: `^${quoteMeta(text.prefix)}.*$` };
}

function gatewayApiPath(uri: TextMatch): NonNullable<GatewayApiMatch['path']> {
  if (typeof uri === 'object' && 'prefix' in uri) return { type: 'PathPrefix', value: uri.prefix };
  return gatewayApiText(uri);
}

function gatewayApiTexts(texts: Readonly<Record<string, TextMatch>> | undefined) {
  if (texts === undefined) return undefined;
  return Object.entries(texts).map(([name, text]) => ({ name, ...gatewayApiText(text) }));
}

/** The match in the Gateway API's form. Its path prefix ends at a `/`, unlike Istio's. */
export function toGatewayApiMatch(match: RequestMatch): GatewayApiMatch {
  return {
    path: match.uri === undefined ? undefined : gatewayApiPath(match.uri),
    method: match.method as GatewayApiMatch['method'],
    headers: gatewayApiTexts(headerConditions(match)),
    queryParams: gatewayApiTexts(definedOrNothing(match.queryParams ?? {})),
  };
}
