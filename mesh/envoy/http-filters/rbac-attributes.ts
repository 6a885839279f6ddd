import type { TrustDomains } from '../../istio/trust-domain.js';
import { matchesGlob, parseGlob } from '../../text/glob.js';
import { compileIpRange } from '../../text/ip-address.js';
import type { HttpRequest } from '../http-request.js';
import { type Claims, claimMatches, readBrackets } from '../route-match.js';
import { compilePolicyValue } from '../string-match.js';

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

/** Makes the test for one value of an attribute. */
export type Compile = (value: string) => (subject: Subject) => boolean;

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
      return [(value) => principalTest(value, trustDomains), false];
    case 'source.namespace':
      return [namespaceTest, false];
    case 'source.serviceAccount':
      return [(value) => serviceAccountTest(value, namespace), false];
    case 'source.trustDomain':
      return [(value) => trustDomainTest(value, trustDomains), false];
    case 'source.ip':
      return [sourceIpTest, false];
    case 'remote.ip':
      return [remoteIpTest, false];
    case 'destination.port':
      return [portTest, false];
    case 'connection.sni':
      return [sniTest, false];
    default:
      // destination.ip needs the addresses of pods, which files do not say; others are no attributes at all.
      return [
        (value) => (attribute === 'destination.ip' ? () => compileIpRange(value)(undefined) : () => false),
        false,
      ];
  }
}

export function principalTest(value: string, trustDomains: TrustDomains): (subject: Subject) => boolean {
  const tests = trustDomains.principals(value).map((one) => compilePolicyValue(one));
  return ({ principal }) => principal !== undefined && tests.some((test) => test(principal));
}

export function namespaceTest(value: string): (subject: Subject) => boolean {
  const glob = parseGlob(`*/ns/${value}/*`);
  return ({ principal }) => principal !== undefined && matchesGlob(glob, `spiffe://${principal}`);
}

export function serviceAccountTest(value: string, namespace: string): (subject: Subject) => boolean {
  const slash = value.indexOf('/');
  const [owner, name] = slash < 0 ? [namespace, value] : [value.slice(0, slash), value.slice(slash + 1)];
  return ({ principal }) => principal?.slice(principal.indexOf('/')) === `/ns/${owner}/sa/${name}`;
}

export function trustDomainTest(value: string, trustDomains: TrustDomains): (subject: Subject) => boolean {
  const tests = trustDomains.all(value).map((one) => compilePolicyValue(one));
  return ({ principal }) => {
    const domain = principal?.slice(0, principal.indexOf('/'));
    return domain !== undefined && tests.some((test) => test(domain));
  };
}

export function sourceIpTest(value: string): (subject: Subject) => boolean {
  const test = compileIpRange(value);
  return ({ sourceIp }) => test(sourceIp);
}

export function remoteIpTest(value: string): (subject: Subject) => boolean {
  const test = compileIpRange(value);
  return ({ remoteIp }) => test(remoteIp);
}

export function portTest(value: string): (subject: Subject) => boolean {
  const number = Number(value);
  return ({ port }) => port === number;
}

function sniTest(value: string): (subject: Subject) => boolean {
  const test = compilePolicyValue(value);
  return ({ sni }) => test(sni);
}

/** Each value of a header that is sent several times is looked at by itself. */
function headerTest(name: string): Compile {
  return (value) => {
    const test = compilePolicyValue(value);
    return ({ http }) => {
      const present = http === undefined ? undefined : readHeader(http.request, name);
      return present?.some((one) => value === '*' || test(one)) === true;
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
  return (value) => {
    const test = compilePolicyValue(value);
    return ({ http }) => claimMatches(http?.claims, path, test);
  };
}

/** Issuer and subject of a token, told apart at the last slash, as one value `issuer/subject` of which one end may be a wildcard. */
export function requestPrincipalTest(value: string): (subject: Subject) => boolean {
  const slash = value.lastIndexOf('/');
  const [issuer, subject] = slash < 0 ? withoutSlash(value) : [value.slice(0, slash), value.slice(slash + 1)];
  const isSubjectWild = value.endsWith('*') && !value.startsWith('*');
  const fitsIssuer = value.startsWith('*') ? compilePolicyValue(issuer) : exactly(issuer, slash < 0);
  const fitsSubject = isSubjectWild ? compilePolicyValue(subject) : exactly(subject, slash < 0);
  return ({ http }) => {
    const { iss, sub } = http?.claims ?? {};
    return (
      typeof iss === 'string' &&
      typeof sub === 'string' &&
      iss !== '' &&
      sub !== '' &&
      fitsIssuer(iss) &&
      fitsSubject(sub)
    );
  };
}

function withoutSlash(value: string): readonly [string, string] {
  if (value === '*') {
    return ['*', '*'];
  }
  return value.startsWith('*') ? ['*', value] : [value, value.endsWith('*') ? '*' : ''];
}

function exactly(text: string, mayBeWild: boolean): (value: string) => boolean {
  return mayBeWild ? compilePolicyValue(text) : (value) => value === text;
}
