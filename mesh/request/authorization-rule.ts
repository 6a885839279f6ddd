import type { IstioSpecs } from '../model/config-object.js';
import { compileAddressBlock } from './address-block.js';
import { type Claims, claimMatches, readBrackets } from './http-condition.js';
import type { HttpRequest } from './http-request.js';
import { compilePolicyPath, compilePolicyValue, compileRegex, escapeRegex, type TextTest } from './text-match.js';

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

/** One condition of a rule. */
interface Condition {
  readonly holds: (subject: Subject) => boolean;
  /** Whether only HTTP has what it looks at. */
  readonly needsHttp: boolean;
}

type RuleSpec = NonNullable<IstioSpecs['AuthorizationPolicy']['rules']>[number];

/** A rule of an AuthorizationPolicy: one of `from`, one of `to` and all of `when` have to hold. */
export class AuthorizationRule {
  private readonly sources: readonly (readonly Condition[])[];
  private readonly operations: readonly (readonly Condition[])[];
  private readonly needsHttp: boolean;

  constructor(spec: RuleSpec, namespace: string, trustDomains: readonly string[]) {
    const when = (spec.when ?? []).map((condition) => whenCondition(condition as WhenSpec, namespace, trustDomains));
    const sources = (spec.from ?? []).map(({ source }) =>
      sourceConditions(source as SourceSpec, namespace, trustDomains),
    );
    const operations = (spec.to ?? []).map(({ operation }) => operationConditions(operation as OperationSpec));
    this.sources = (sources.length === 0 ? [[]] : sources).map((conditions) => [...conditions, ...when]);
    this.operations = operations.length === 0 ? [[]] : operations;
    this.needsHttp = [...this.sources, ...this.operations].some((all) => all.some((condition) => condition.needsHttp));
  }

  /**
   * Whether it holds. On a connection without HTTP, a rule that allows and asks for HTTP is left out as a whole; of one that denies
   * only those conditions are, so that it denies more.
   */
  holds(subject: Subject, allows: boolean): boolean {
    const isTcp = subject.http === undefined;
    if (isTcp && this.needsHttp && allows) {
      return false;
    }
    const all = (conditions: readonly Condition[]): boolean =>
      conditions.every((condition) => (isTcp && condition.needsHttp) || condition.holds(subject));
    return this.sources.some(all) && this.operations.some(all);
  }
}

/** A condition on a value that may match one of some texts and none of others. */
function valueCondition(
  values: readonly string[] | undefined,
  notValues: readonly string[] | undefined,
  compile: (value: string) => (subject: Subject) => boolean,
  needsHttp = false,
): readonly Condition[] {
  const wanted = (values ?? []).map(compile);
  const unwanted = (notValues ?? []).map(compile);
  if (wanted.length === 0 && unwanted.length === 0) {
    return [];
  }
  return [
    {
      holds: (subject) =>
        (wanted.length === 0 || wanted.some((test) => test(subject))) && !unwanted.some((test) => test(subject)),
      needsHttp,
    },
  ];
}

type Texts = readonly string[] | undefined;
interface SourceSpec {
  readonly principals?: Texts;
  readonly notPrincipals?: Texts;
  readonly requestPrincipals?: Texts;
  readonly notRequestPrincipals?: Texts;
  readonly namespaces?: Texts;
  readonly notNamespaces?: Texts;
  readonly serviceAccounts?: Texts;
  readonly notServiceAccounts?: Texts;
  readonly trustDomains?: Texts;
  readonly notTrustDomains?: Texts;
  readonly ipBlocks?: Texts;
  readonly notIpBlocks?: Texts;
  readonly remoteIpBlocks?: Texts;
  readonly notRemoteIpBlocks?: Texts;
}

function sourceConditions(
  source: SourceSpec | undefined,
  namespace: string,
  trustDomains: readonly string[],
): readonly Condition[] {
  const s = source ?? {};
  return [
    ...valueCondition(s.principals, s.notPrincipals, (value) => principalTest(value, trustDomains)),
    ...valueCondition(s.requestPrincipals, s.notRequestPrincipals, requestPrincipalTest, true),
    ...valueCondition(s.namespaces, s.notNamespaces, namespaceTest),
    ...valueCondition(s.serviceAccounts, s.notServiceAccounts, (value) => serviceAccountTest(value, namespace)),
    ...valueCondition(s.trustDomains, s.notTrustDomains, trustDomainTest),
    ...valueCondition(s.ipBlocks, s.notIpBlocks, sourceIpTest),
    ...valueCondition(s.remoteIpBlocks, s.notRemoteIpBlocks, remoteIpTest),
  ];
}

interface OperationSpec {
  readonly hosts?: Texts;
  readonly notHosts?: Texts;
  readonly ports?: Texts;
  readonly notPorts?: Texts;
  readonly methods?: Texts;
  readonly notMethods?: Texts;
  readonly paths?: Texts;
  readonly notPaths?: Texts;
}

function operationConditions(operation: OperationSpec | undefined): readonly Condition[] {
  const o = operation ?? {};
  const onRequest =
    (compile: (value: string) => TextTest, read: (request: HttpRequest) => string) => (value: string) => {
      const test = compile(value);
      return ({ http }: Subject) => http !== undefined && test(read(http.request));
    };
  return [
    ...valueCondition(
      o.hosts,
      o.notHosts,
      onRequest(
        (value) => compilePolicyValue(value, true),
        ({ authority }) => authority,
      ),
      true,
    ),
    ...valueCondition(o.ports, o.notPorts, portTest),
    ...valueCondition(
      o.methods,
      o.notMethods,
      onRequest(compilePolicyValue, ({ method }) => method),
      true,
    ),
    ...valueCondition(
      o.paths,
      o.notPaths,
      onRequest(compilePolicyPath, ({ path }) => path),
      true,
    ),
  ];
}

interface WhenSpec {
  readonly key?: string;
  readonly values?: Texts;
  readonly notValues?: Texts;
}

function whenCondition(
  { key = '', values, notValues }: WhenSpec,
  namespace: string,
  trustDomains: readonly string[],
): Condition {
  const [compile, needsHttp] = whenTest(key, namespace, trustDomains);
  const [condition] = valueCondition(values, notValues, compile, needsHttp);
  return condition ?? { holds: () => true, needsHttp: false };
}

type Compile = (value: string) => (subject: Subject) => boolean;

function whenTest(key: string, namespace: string, trustDomains: readonly string[]): readonly [Compile, boolean] {
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
      return [trustDomainTest, false];
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
        (value) => (attribute === 'destination.ip' ? () => compileAddressBlock(value)(undefined) : () => false),
        false,
      ];
  }
}

function principalTest(value: string, trustDomains: readonly string[]): (subject: Subject) => boolean {
  const test = compilePolicyValue(value);
  const [own = ''] = trustDomains;
  return ({ principal }) => {
    if (principal === undefined) {
      return false;
    }
    const rest = principal.slice(principal.indexOf('/'));
    const isOwn = trustDomains.includes(principal.slice(0, principal.indexOf('/')));
    return test(principal) || (isOwn && trustDomains.some((domain) => domain !== own && test(domain + rest)));
  };
}

function namespaceTest(value: string): (subject: Subject) => boolean {
  const test = compileRegex(`.*/ns/${value.split('*').map(escapeRegex).join('.*')}/.*`);
  return ({ principal }) => principal !== undefined && test(`spiffe://${principal}`);
}

function serviceAccountTest(value: string, namespace: string): (subject: Subject) => boolean {
  const slash = value.indexOf('/');
  const [owner, name] = slash < 0 ? [namespace, value] : [value.slice(0, slash), value.slice(slash + 1)];
  return ({ principal }) => principal?.slice(principal.indexOf('/')) === `/ns/${owner}/sa/${name}`;
}

function trustDomainTest(value: string): (subject: Subject) => boolean {
  const test = compilePolicyValue(value);
  return ({ principal }) => principal !== undefined && test(principal.slice(0, principal.indexOf('/')));
}

function sourceIpTest(value: string): (subject: Subject) => boolean {
  const test = compileAddressBlock(value);
  return ({ sourceIp }) => test(sourceIp);
}

function remoteIpTest(value: string): (subject: Subject) => boolean {
  const test = compileAddressBlock(value);
  return ({ remoteIp }) => test(remoteIp);
}

function portTest(value: string): (subject: Subject) => boolean {
  const number = Number(value);
  return ({ port }) => port === number;
}

function sniTest(value: string): (subject: Subject) => boolean {
  const test = compilePolicyValue(value);
  return ({ sni }) => test(sni);
}

function headerTest(name: string): Compile {
  return (value) => {
    const test = compilePolicyValue(value);
    return ({ http }) => {
      const present = http === undefined ? undefined : readHeader(http.request, name);
      return present !== undefined && (value === '*' || test(present));
    };
  };
}

function readHeader(request: HttpRequest, name: string): string | undefined {
  switch (name) {
    case ':authority':
    case 'host':
      return request.authority;
    case ':method':
      return request.method;
    case ':path':
      return request.path;
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

function requestPrincipalTest(value: string): (subject: Subject) => boolean {
  const test = compilePolicyValue(value);
  return ({ http }) => {
    const { iss, sub } = http?.claims ?? {};
    return typeof iss === 'string' && typeof sub === 'string' && iss !== '' && sub !== '' && test(`${iss}/${sub}`);
  };
}
