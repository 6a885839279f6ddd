import type { HttpMatch } from '../istio/http-match.js';
import { asksForPresence, type StringMatch } from '../istio/string-match.js';
import { type HttpRequest, headerText, queryParameter } from './http-request.js';
import { type ObservedTest, observer } from './observer.js';
import { compileTextMatch, describeTextMatch } from './string-match.js';
import { compilePattern, oneOf, type TextPattern, type TextTest } from './text-pattern.js';

/** The claims of a token that the proxy has verified. */
export type Claims = Readonly<Record<string, unknown>> | undefined;

/** One condition on a request, and why it fails. */
export interface HttpTest {
  readonly holds: (request: HttpRequest, claims: Claims) => boolean;
  /** What it asks for: `header x-exp exact on`. */
  readonly wants: string;
  /** What of a request it looks at, and for which texts it holds; undefined where it says so itself. */
  readonly observed: ((request: HttpRequest) => ObservedTest) | undefined;
}

/** All conditions of one match. */
export class HttpCondition {
  readonly tests: readonly HttpTest[];

  constructor(readonly match: HttpMatch | undefined) {
    this.tests = match === undefined ? [] : testsOf(match);
  }

  holds(request: HttpRequest, claims: Claims): boolean {
    for (const test of this.tests) {
      const holds = test.holds(request, claims);
      if (observer !== undefined && test.observed !== undefined) {
        observer.tested(test.observed(request), holds);
      }
      if (!holds) {
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
      observed: (request) => ({ of: 'path', request, pattern: test.pattern }),
    });
  }
  addAttribute(tests, 'method', match.method);
  addAttribute(tests, 'authority', match.authority);
  addAttribute(tests, 'scheme', match.scheme);
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
      observed: (request) => ({ of: 'parameter', request, name, pattern: test.pattern }),
    });
  }
  return tests;
}

function addAttribute(
  tests: HttpTest[],
  name: 'method' | 'authority' | 'scheme',
  wanted: StringMatch | undefined,
): void {
  if (wanted !== undefined) {
    const test = compileTextMatch(wanted);
    const { pattern } = test;
    tests.push({
      holds: (request) => test(request[name]),
      wants: `${name} ${describeTextMatch(wanted)}`,
      // Who asks chooses the scheme with the address.
      observed: name === 'scheme' ? undefined : (request) => ({ of: name, request, pattern }),
    });
  }
}

function pathTest(uri: StringMatch, segmentPrefix: boolean, ignoreCase: boolean): TextTest {
  if (segmentPrefix && uri.prefix !== undefined && uri.prefix !== '/') {
    const prefix = uri.prefix.endsWith('/') ? uri.prefix.slice(0, -1) : uri.prefix;
    return compilePattern(
      oneOf([
        { kind: 'exact', text: prefix },
        { kind: 'prefix', text: `${prefix}/` },
      ]),
    );
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
    return { holds: (_, claims) => claimMatches(claims, path, test) !== inverted, wants, observed: undefined };
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
    observed: observedHeader(lower, present ? { kind: 'any' } : test.pattern, inverted),
  };
}

/** What a test of a header looks at; it takes texts that fit or, inverted, those that do not. */
function observedHeader(name: string, pattern: TextPattern, inverted: boolean): HttpTest['observed'] {
  const fitting = inverted ? ({ kind: 'not', pattern } as const) : pattern;
  switch (name) {
    case ':scheme':
      return undefined;
    case ':method':
      return (request) => ({ of: 'method', request, pattern: fitting });
    case ':authority':
    case 'host':
      return (request) => ({ of: 'authority', request, pattern: fitting });
    case ':path':
      return (request) => ({ of: 'path and query', request, pattern: fitting });
    default: {
      // What is not sent is compared as an empty text where it must not fit, unless presence is all that is asked for.
      const whenAbsent = inverted && (pattern.kind === 'any' || !compilePattern(pattern)(''));
      return (request) => ({ of: 'header', request, name, pattern: fitting, isEach: false, whenAbsent });
    }
  }
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
export function claimMatches(claims: Claims, path: readonly string[], test: TextTest): boolean {
  const holds = claims !== undefined && claimHolds(claims, path, test);
  if (claims !== undefined) {
    observer?.tested({ of: 'claim', path, pattern: test.pattern, isOneText: false }, holds);
  }
  return holds;
}

function claimHolds(claims: Claims, path: readonly string[], test: TextTest): boolean {
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
