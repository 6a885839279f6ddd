import { tokensAt } from '../envoy/http-filters/jwt-locations.js';
import { decodeToken } from '../envoy/http-filters/token.js';
import { type HttpRequest, queryParameter } from '../envoy/http-request.js';
import { observing } from '../envoy/observer.js';
import { readPathNormalization } from '../envoy/path-normalization.js';
import { claimMatches } from '../envoy/route-match.js';
import { compilePattern, oneOf, type TextPattern, type TextTest } from '../envoy/text-pattern.js';
import type { Recorder } from '../exploration/recorder.js';
import type { Caller } from '../exploration/space.js';
import { usualLocations } from '../istio/request-authentications.js';
import type { Mesh } from '../model/mesh.js';
import { httpRequestOf } from '../request/http-request.js';
import { type RequestQuery, readTarget } from '../request/index.js';
import { compileIpRange, socketAddress } from '../text/ip-address.js';
import { callerCondition } from './caller-condition.js';
import type { RequestPattern, TextCondition } from './promise.js';

/** A request that is tested, and who sees the tests. */
interface Tested {
  readonly query: RequestQuery;
  readonly caller: Caller;
  readonly recorder: Recorder;
  /** Absent where the caller speaks no HTTP. */
  readonly http: HttpRequest | undefined;
  readonly serverName: string;
}

interface Test {
  readonly holds: (tested: Tested) => boolean;
  /** Whether it fails as soon as one of the tests that it records comes out otherwise. */
  readonly isStrict: boolean;
}

/** Where a token is looked for: where rules look that do not say it. */
const locations = usualLocations();

/** Tests whether requests have what a description asks for, except where they go; what it looks at is recorded. */
export class RequestFilter {
  private readonly tests: readonly Test[];

  constructor(
    private readonly mesh: Mesh,
    pattern: RequestPattern,
  ) {
    this.tests = testsOf(mesh, pattern);
  }

  /** Whether a request has all of it. @param isBorder whether nothing is wanted of requests that have not */
  takes(query: RequestQuery, caller: Caller, recorder: Recorder, isBorder = false): boolean {
    if (this.tests.length === 0) {
      return true;
    }
    const target = readTarget(query.to);
    const isHttp = target.scheme !== 'tcp' && target.scheme !== 'tls';
    const normalization = readPathNormalization(this.mesh.config.raw['pathNormalization']);
    const tested: Tested = {
      query,
      caller,
      recorder,
      http: isHttp ? httpRequestOf(query, target, normalization) : undefined,
      serverName: target.scheme === 'tls' ? target.host : '',
    };
    return this.tests.every(({ holds, isStrict }) => {
      const from = recorder.count;
      const isHeld = holds(tested);
      if (isHeld && isStrict && isBorder) {
        recorder.close(from);
      }
      return isHeld;
    });
  }
}

function testsOf(mesh: Mesh, pattern: RequestPattern): readonly Test[] {
  const { from, host, method, path, address, token, query, headers, claim } = pattern;
  const strict = (holds: Test['holds']): Test => ({ holds, isStrict: true });
  const test = (holds: Test['holds'], isStrict: boolean): Test => ({ holds, isStrict });
  return [
    ...(from === undefined ? [] : [test(callerTest(mesh, from), from.length === 1)]),
    ...(host === undefined ? [] : [strict(hostTest(host))]),
    ...(method === undefined ? [] : [strict(lineTest('method', method))]),
    ...(path === undefined ? [] : [strict(lineTest('path', path))]),
    ...query.map(([name, condition]) => strict(parameterTest(name, condition))),
    ...headers.map(([name, condition]) => strict(headerTest(name, condition))),
    ...(token === undefined ? [] : [strict(tokenTest(token))]),
    ...claim.map(([steps, condition]) => test(claimTest(steps, condition), !condition.isNot)),
    ...(address === undefined ? [] : [strict(addressTest(address))]),
  ];
}

function globs(patterns: readonly string[]): TextTest {
  const all = patterns.map((text): TextPattern => ({ kind: text.includes('*') ? 'glob' : 'exact', text }));
  return compilePattern(oneOf(all));
}

function callerTest(mesh: Mesh, names: readonly string[]): Test['holds'] {
  const conditions = names.map((name) => callerCondition(mesh, name));
  return ({ caller, recorder }) =>
    conditions.some(({ key, holds, identity }) => {
      const isHeld = holds(caller);
      if (caller.kind !== 'internet') {
        recorder.testedCaller(key, holds, identity, isHeld);
      }
      return isHeld;
    });
}

function hostTest(hosts: readonly string[]): Test['holds'] {
  const ofAuthority = globs(hosts.flatMap((host) => [host, `${host}:*`]));
  const ofName = globs(hosts);
  return ({ http, serverName, recorder }) => {
    if (http !== undefined) {
      const holds = ofAuthority(http.authority);
      recorder.tested({ of: 'authority', request: http, pattern: ofAuthority.pattern }, holds);
      return holds;
    }
    const holds = serverName !== '' && ofName(serverName);
    recorder.tested({ of: 'server name', value: serverName, pattern: ofName.pattern }, holds);
    return holds;
  };
}

function lineTest(of: 'method' | 'path', texts: readonly string[]): Test['holds'] {
  const test = globs(texts);
  return ({ http, recorder }) => {
    const holds = http !== undefined && test(http[of]);
    if (http !== undefined) {
      recorder.tested({ of, request: http, pattern: test.pattern }, holds);
    }
    return holds;
  };
}

function parameterTest(name: string, { patterns, isNot }: TextCondition): Test['holds'] {
  const test = globs(patterns);
  return ({ http, recorder }) => {
    if (http === undefined) {
      return false;
    }
    const value = queryParameter(http.query, name);
    const holds = value !== undefined && test(value);
    recorder.tested({ of: 'parameter', request: http, name, pattern: test.pattern }, holds);
    return holds !== isNot;
  };
}

function headerTest(name: string, { patterns, isNot }: TextCondition): Test['holds'] {
  const test = globs(patterns);
  const { pattern } = test;
  return ({ http, recorder }) => {
    if (http === undefined) {
      return false;
    }
    const holds = http.headers.get(name)?.some(test) === true;
    recorder.tested({ of: 'header', request: http, name, pattern, isEach: true, whenAbsent: false }, holds);
    return holds !== isNot;
  };
}

/** The token of a request: what it is, and its claims where it could have been signed. */
function readToken({ http, recorder }: Tested) {
  if (http === undefined) {
    return { kind: 'none', claims: undefined } as const;
  }
  const [text] = tokensAt(locations, http);
  recorder.tested({ of: 'token', request: http, locations }, text !== undefined);
  if (text === undefined) {
    return { kind: 'none', claims: undefined } as const;
  }
  const { claims } = decodeToken(text);
  recorder.tested({ of: 'signature' }, claims !== undefined);
  return { kind: claims === undefined ? 'invalid' : 'valid', claims } as const;
}

function tokenTest(wanted: NonNullable<RequestPattern['token']>): Test['holds'] {
  return (tested) => readToken(tested).kind === wanted;
}

function claimTest(path: readonly string[], { patterns, isNot }: TextCondition): Test['holds'] {
  const test = globs(patterns);
  return (tested) => {
    const { claims } = readToken(tested);
    return observing(tested.recorder, () => claimMatches(claims, path, test)) !== isNot;
  };
}

function addressTest(ranges: readonly string[]): Test['holds'] {
  const tests = ranges.map(compileIpRange);
  return ({ query, recorder }) => {
    const address = query.sourceIp === undefined ? undefined : socketAddress(query.sourceIp);
    const holds = tests.some((test) => test(address));
    recorder.tested({ of: 'source address', ranges }, holds);
    return holds;
  };
}
