import type { HttpMatch } from '../../istio/http-match.js';
import { asksForPresence, type StringMatch } from '../../istio/string-match.js';
import { field, type JsonObject } from './json.js';

/** What a route matches; every request when it has no match. */
export function routeMatchJson(match: HttpMatch | undefined): JsonObject {
  if (match === undefined) {
    return { prefix: '/' };
  }
  const claims = [...match.headers, ...match.withoutHeaders].filter(([name]) => isClaim(name));
  return {
    ...pathJson(match),
    caseSensitive: !match.ignoreUriCase,
    ...field('headers', headersJson(match)),
    ...field(
      'queryParameters',
      match.queryParams.map(([name, value]) => ({ name, ...presentOr(value) })),
    ),
    ...field(
      'dynamicMetadata',
      claims.map(([name, value]) => ({ filter: 'envoy.filters.http.jwt_authn', claim: name, ...presentOr(value) })),
    ),
  };
}

/** Whether a header stands for a claim of a token. */
function isClaim(name: string): boolean {
  return /^@request\.auth\.claims[.[]/i.test(name);
}

function pathJson({ uri, segmentPrefix }: HttpMatch): JsonObject {
  if (uri === undefined || asksForPresence(uri)) {
    return { prefix: '/' };
  }
  if (uri.exact !== undefined) {
    return { path: uri.exact };
  }
  if (uri.prefix !== undefined) {
    return segmentPrefix && uri.prefix !== '/' ? { pathSeparatedPrefix: uri.prefix } : { prefix: uri.prefix };
  }
  return { safeRegex: { regex: uri.regex ?? '' } };
}

/** Headers by name, then what HTTP/2 sends as headers. */
function headersJson(match: HttpMatch): readonly JsonObject[] {
  const own = [
    ...match.headers.map(([name, value]) => ({ name, ...presentOr(value) })),
    ...match.withoutHeaders.map(([name, value]) => ({
      name,
      ...presentOr(value),
      invertMatch: true,
      ...(asksForPresence(value) ? {} : { treatMissingHeaderAsEmpty: true }),
    })),
  ]
    .filter(({ name }) => !isClaim(name))
    .sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  const pseudo: readonly (readonly [string, StringMatch | undefined])[] = [
    [':method', match.method],
    [':authority', match.authority],
    [':scheme', match.scheme],
  ];
  return [...own, ...pseudo.flatMap(([name, value]) => (value === undefined ? [] : [{ name, ...presentOr(value) }]))];
}

function presentOr(value: StringMatch): JsonObject {
  if (asksForPresence(value)) {
    return { presentMatch: true };
  }
  const { exact, prefix, regex } = value;
  const wanted =
    exact !== undefined ? { exact } : prefix !== undefined ? { prefix } : { safeRegex: { regex: regex ?? '' } };
  return { stringMatch: wanted };
}
