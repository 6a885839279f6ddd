import type { HttpMatch } from '../istio/http-match.js';
import { asksForPresence, type StringMatch } from '../istio/string-match.js';
import { type HttpRequest, headerText, queryParameter } from './http-request.js';
import { compileTextMatch, describeTextMatch } from './string-match.js';

/** The claims of a token that the proxy has verified. */
export type Claims = Readonly<Record<string, unknown>> | undefined;

/** One condition on a request, and why it fails. */
export interface HttpTest {
  readonly holds: (request: HttpRequest, claims: Claims) => boolean;
  /** What it asks for: `header x-exp exact on`. */
  readonly wants: string;
}

/** All conditions of one match. */
export class HttpCondition {
  readonly tests: readonly HttpTest[];

  constructor(readonly match: HttpMatch | undefined) {
    this.tests = match === undefined ? [] : testsOf(match);
  }

  holds(request: HttpRequest, claims: Claims): boolean {
    for (const test of this.tests) {
      if (!test.holds(request, claims)) {
        return false;
      }
    }
    return true;
  }

  /** The first thing that it asks for and the request lacks. */
  failure(request: HttpRequest, claims: Claims): string | undefined {
    return this.tests.find((test) => !test.holds(request, claims))?.wants;
  }
}

function testsOf(match: HttpMatch): HttpTest[] {
  const tests: HttpTest[] = [];
  if (match.uri !== undefined) {
    const test = pathTest(match.uri, match.segmentPrefix, match.ignoreUriCase);
    tests.push({
      holds: ({ path }) => test(path),
      wants: `path ${describeTextMatch(match.uri)}${match.ignoreUriCase ? ' (any case)' : ''}`,
    });
  }
  addAttribute(tests, 'method', match.method, ({ method }) => method);
  addAttribute(tests, 'authority', match.authority, ({ authority }) => authority);
  addAttribute(tests, 'scheme', match.scheme, ({ scheme }) => scheme);
  for (const [name, wanted] of match.headers) {
    tests.push(headerTest(name, wanted, false));
  }
  for (const [name, wanted] of match.withoutHeaders) {
    tests.push(headerTest(name, wanted, true));
  }
  for (const [name, wanted] of match.queryParams) {
    const test = compileTextMatch(wanted);
    tests.push({
      holds: ({ query }) => {
        const value = queryParameter(query, name);
        return value !== undefined && test(value);
      },
      wants: `query parameter ${name} ${describeTextMatch(wanted)}`,
    });
  }
  return tests;
}

function addAttribute(
  tests: HttpTest[],
  name: string,
  wanted: StringMatch | undefined,
  read: (request: HttpRequest) => string,
): void {
  if (wanted !== undefined) {
    const test = compileTextMatch(wanted);
    tests.push({ holds: (request) => test(read(request)), wants: `${name} ${describeTextMatch(wanted)}` });
  }
}

function pathTest(uri: StringMatch, segmentPrefix: boolean, ignoreCase: boolean): (path: string) => boolean {
  if (segmentPrefix && uri.prefix !== undefined && uri.prefix !== '/') {
    const prefix = uri.prefix.endsWith('/') ? uri.prefix.slice(0, -1) : uri.prefix;
    const below = `${prefix}/`;
    return (path) => path === prefix || path.startsWith(below);
  }
  return compileTextMatch(uri, ignoreCase && uri.regex === undefined);
}

const claimKey = /^@request\.auth\.claims(?:\.(.+)|((?:\[[^\]]*\])+))$/i;

function headerTest(name: string, wanted: StringMatch, inverted: boolean): HttpTest {
  const wants = `${inverted ? 'no ' : ''}header ${name} ${describeTextMatch(wanted)}`;
  const claim = claimKey.exec(name);
  const test = compileTextMatch(wanted);
  if (claim !== null) {
    const path = claim[1] === undefined ? readBrackets(claim[2] ?? '') : claim[1].split('.');
    return { holds: (_, claims) => claimMatches(claims, path, test) !== inverted, wants };
  }
  const lower = name.toLowerCase();
  const present = asksForPresence(wanted);
  return {
    holds: (request, _) => {
      const value = headerOf(request, lower);
      if (present) {
        return (value !== undefined) !== inverted;
      }
      return inverted ? !test(value ?? '') : value !== undefined && test(value);
    },
    wants,
  };
}

function headerOf(request: HttpRequest, name: string): string | undefined {
  switch (name) {
    case ':method':
      return request.method;
    case ':authority':
    case 'host':
      return request.authority;
    case ':path':
      return request.query === '' ? request.path : `${request.path}?${request.query}`;
    case ':scheme':
      return request.scheme;
    default:
      return headerText(request, name);
  }
}

/** The names in `[a][b]`. */
export function readBrackets(text: string): readonly string[] {
  return [...text.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
}

/** Whether the claim at a path is a text, or a list with a text, that passes the test. */
export function claimMatches(claims: Claims, path: readonly string[], test: (value: string) => boolean): boolean {
  let value: unknown = claims;
  for (const step of path) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  if (Array.isArray(value)) {
    return value.some((entry) => typeof entry === 'string' && test(entry));
  }
  if (typeof value !== 'string') {
    return false;
  }
  const name = path[path.length - 1];
  const isSpaced = path.length === 1 && (name === 'scope' || name === 'permission');
  return isSpaced ? value.split(' ').some((part) => test(part)) : test(value);
}
