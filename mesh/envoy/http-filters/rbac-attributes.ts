import type { TrustDomains } from '../../istio/trust-domain.js';
import { compileIpRange } from '../../text/ip-address.js';
import type { HttpRequest } from '../http-request.js';
import { observer } from '../observer.js';
import { type Claims, claimMatches, readBrackets } from '../route-match.js';
import { compilePolicyValue } from '../string-match.js';
import { compilePattern, oneOf, type TextPattern, type TextTest } from '../text-pattern.js';

/** What a policy sees of a request or a connection. */
export interface Subject {
  /** Identity of the peer, `cluster.local/ns/shop/sa/a`; only mTLS proves one. */
  readonly principal: string | undefined;
  readonly sourceIp: string | undefined;
  readonly remoteIp: string | undefined;
  /** Number of the port at the workload. */
  readonly port: number;
  readonly sni: string;
  /** Absent for a connection whose content the proxy does not read. */
  readonly http: { readonly request: HttpRequest; readonly claims: Claims } | undefined;
}

/** Makes the test for some values of an attribute, of which one is enough. */
export type Compile = (values: readonly string[]) => (subject: Subject) => boolean;

/** The test for an attribute that `when` names, and whether only HTTP has it. */
export function attributeTest(key: string, namespace: string, trustDomains: TrustDomains): readonly [Compile, boolean] {
  const bracket = key.indexOf('[');
  const attribute = bracket < 0 ? key : key.slice(0, bracket);
  switch (attribute) {
    case 'request.headers':
      return [headerTest(key.slice(bracket + 1, -1).toLowerCase()), true];
    case 'request.auth.claims':
      return [claimTest(readBrackets(key.slice(bracket))), true];
    case 'request.auth.principal':
      return [requestPrincipalTest, true];
    case 'request.auth.audiences':
      return [claimTest(['aud']), true];
    case 'request.auth.presenter':
      return [claimTest(['azp']), true];
    case 'source.principal':
      return [principalTest(trustDomains), false];
    case 'source.namespace':
      return [namespaceTest, false];
    case 'source.serviceAccount':
      return [serviceAccountTest(namespace), false];
    case 'source.trustDomain':
      return [trustDomainTest(trustDomains), false];
    case 'source.ip':
      return [sourceIpTest, false];
    case 'remote.ip':
      return [remoteIpTest, false];
    case 'destination.port':
      return [portTest, false];
    case 'connection.sni':
      return [sniTest, false];
    default: {
      // destination.ip needs the addresses of pods, which files do not say; others are no attributes at all.
      const isAddress = attribute === 'destination.ip';
      return [(values) => () => isAddress && values.some((value) => compileIpRange(value)(undefined)), false];
    }
  }
}

/** A test of the identity of the peer, which is seen as a whole. */
function identityTest(patterns: readonly TextPattern[]) {
  const pattern = oneOf(patterns);
  const test = compilePattern(pattern);
  return ({ principal }: Subject): boolean => {
    if (principal === undefined) {
      return false;
    }
    const holds = test(principal);
    observer?.tested({ of: 'principal', value: principal, pattern }, holds);
    return holds;
  };
}

export function principalTest(trustDomains: TrustDomains): Compile {
  return (values) =>
    identityTest(
      values.flatMap((value) => trustDomains.principals(value).map((one) => compilePolicyValue(one).pattern)),
    );
}

export function namespaceTest(values: readonly string[]): (subject: Subject) => boolean {
  const pattern = oneOf(values.map((value) => ({ kind: 'glob', text: `*/ns/${value}/*` }) as const));
  return identityTest([pattern]);
}

export function serviceAccountTest(namespace: string): Compile {
  return (values) =>
    identityTest(
      values.map((value) => {
        const slash = value.indexOf('/');
        const [owner, name] = slash < 0 ? [namespace, value] : [value.slice(0, slash), value.slice(slash + 1)];
        return { kind: 'suffix', text: `/ns/${owner}/sa/${name}` };
      }),
    );
}

export function trustDomainTest(trustDomains: TrustDomains): Compile {
  return (values) => {
    const tests = values.flatMap((value) => trustDomains.all(value).map((one) => compilePolicyValue(one)));
    return ({ principal }) => {
      const domain = principal?.slice(0, principal.indexOf('/'));
      return domain !== undefined && tests.some((test) => test(domain));
    };
  };
}

export function sourceIpTest(ranges: readonly string[]): (subject: Subject) => boolean {
  const tests = ranges.map(compileIpRange);
  return ({ sourceIp }) => {
    const holds = tests.some((test) => test(sourceIp));
    observer?.tested({ of: 'source address', ranges }, holds);
    return holds;
  };
}

export function remoteIpTest(ranges: readonly string[]): (subject: Subject) => boolean {
  const tests = ranges.map(compileIpRange);
  return ({ remoteIp, http }) => {
    const holds = tests.some((test) => test(remoteIp));
    observer?.tested({ of: 'remote address', request: http?.request, ranges }, holds);
    return holds;
  };
}

export function portTest(values: readonly string[]): (subject: Subject) => boolean {
  const numbers = values.map(Number);
  return ({ port }) => numbers.includes(port);
}

function sniTest(values: readonly string[]): (subject: Subject) => boolean {
  const pattern = oneOf(values.map((value) => compilePolicyValue(value).pattern));
  const test = compilePattern(pattern);
  return ({ sni }) => {
    const holds = test(sni);
    observer?.tested({ of: 'server name', value: sni, pattern }, holds);
    return holds;
  };
}

/** The attributes of a request that stand in its first line and in its Host header, by the names that headers of HTTP/2 have. */
const pseudoHeaders = {
  ':authority': 'authority',
  host: 'authority',
  ':method': 'method',
  ':path': 'path and query',
} as const;

/** Each value of a header that is sent several times is looked at by itself. */
function headerTest(name: string): Compile {
  return (values) => {
    const pattern = oneOf(values.map((value) => (value === '*' ? { kind: 'any' } : compilePolicyValue(value).pattern)));
    const test = compilePattern(pattern);
    const of = Object.hasOwn(pseudoHeaders, name) ? pseudoHeaders[name as keyof typeof pseudoHeaders] : 'header';
    return ({ http }) => {
      if (http === undefined) {
        return false;
      }
      const { request } = http;
      const holds = readHeader(request, name)?.some(test) === true;
      observer?.tested(
        of === 'header' ? { of, request, name, pattern, isEach: true, whenAbsent: false } : { of, request, pattern },
        holds,
      );
      return holds;
    };
  };
}

function readHeader(request: HttpRequest, name: string): readonly string[] | undefined {
  switch (name) {
    case ':authority':
    case 'host':
      return [request.authority];
    case ':method':
      return [request.method];
    case ':path':
      return [request.query === '' ? request.path : `${request.path}?${request.query}`];
    case ':scheme':
      return [request.scheme];
    default:
      return request.headers.get(name);
  }
}

function claimTest(path: readonly string[]): Compile {
  return (values) => {
    const test = compilePattern(oneOf(values.map((value) => compilePolicyValue(value).pattern)));
    return ({ http }) => claimMatches(http?.claims, path, test);
  };
}

/** Issuer and subject of a token, told apart at the last slash, as one value `issuer/subject` of which one end may be a wildcard. */
export function requestPrincipalTest(values: readonly string[]): (subject: Subject) => boolean {
  const tests = values.map(oneRequestPrincipalTest);
  return (subject) => tests.some((test) => test(subject));
}

function oneRequestPrincipalTest(value: string): (subject: Subject) => boolean {
  const slash = value.lastIndexOf('/');
  const [issuer, subject] = slash < 0 ? withoutSlash(value) : [value.slice(0, slash), value.slice(slash + 1)];
  const isSubjectWild = value.endsWith('*') && !value.startsWith('*');
  const fitsIssuer = value.startsWith('*') ? compilePolicyValue(issuer) : exactly(issuer, slash < 0);
  const fitsSubject = isSubjectWild ? compilePolicyValue(subject) : exactly(subject, slash < 0);
  return ({ http }) =>
    textClaimMatches(http?.claims, 'iss', fitsIssuer) && textClaimMatches(http?.claims, 'sub', fitsSubject);
}

/** Whether a claim is a text that is not empty and passes a test. */
function textClaimMatches(claims: Claims, name: string, test: TextTest): boolean {
  if (claims === undefined) {
    return false;
  }
  const value = claims[name];
  const isFilled = typeof value === 'string' && value !== '';
  observer?.tested({ of: 'claim', path: [name], pattern: { kind: 'filled' }, isOneText: true }, isFilled);
  if (!isFilled) {
    return false;
  }
  const holds = test(value);
  observer?.tested({ of: 'claim', path: [name], pattern: test.pattern, isOneText: true }, holds);
  return holds;
}

function withoutSlash(value: string): readonly [string, string] {
  if (value === '*') {
    return ['*', '*'];
  }
  return value.startsWith('*') ? ['*', value] : [value, value.endsWith('*') ? '*' : ''];
}

function exactly(text: string, mayBeWild: boolean): TextTest {
  return mayBeWild ? compilePolicyValue(text) : compilePattern({ kind: 'exact', text });
}
