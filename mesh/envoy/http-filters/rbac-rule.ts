import type { PolicyRule } from '../../istio/authorization-policies.js';
import type { TrustDomains } from '../../istio/trust-domain.js';
import { observer } from '../observer.js';
import { compilePolicyPath, compilePolicyValue } from '../string-match.js';
import { compilePattern, oneOf, type TextPattern } from '../text-pattern.js';
import {
  attributeTest,
  type Compile,
  namespaceTest,
  portTest,
  principalTest,
  remoteIpTest,
  requestPrincipalTest,
  type Subject,
  serviceAccountTest,
  sourceIpTest,
  trustDomainTest,
} from './rbac-attributes.js';

/** One condition of a rule. */
interface Condition {
  readonly holds: (subject: Subject) => boolean;
  /** Whether only HTTP has what it looks at. */
  readonly needsHttp: boolean;
}

/** A rule of an AuthorizationPolicy: one of `from`, one of `to` and all of `when` have to hold. */
export class AuthorizationRule {
  private readonly sources: readonly (readonly Condition[])[];
  private readonly operations: readonly (readonly Condition[])[];
  private readonly needsHttp: boolean;

  constructor(spec: PolicyRule, namespace: string, trustDomains: TrustDomains) {
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
  compile: Compile,
  needsHttp = false,
): readonly Condition[] {
  const [wanted, unwanted] = [values, notValues].map((some = []) => (some.length === 0 ? undefined : compile(some)));
  if (wanted === undefined && unwanted === undefined) {
    return [];
  }
  return [{ holds: (subject) => wanted?.(subject) !== false && unwanted?.(subject) !== true, needsHttp }];
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
  trustDomains: TrustDomains,
): readonly Condition[] {
  const s = source ?? {};
  return [
    ...valueCondition(s.principals, s.notPrincipals, principalTest(trustDomains)),
    ...valueCondition(s.requestPrincipals, s.notRequestPrincipals, requestPrincipalTest, true),
    ...valueCondition(s.namespaces, s.notNamespaces, namespaceTest),
    ...valueCondition(s.serviceAccounts, s.notServiceAccounts, serviceAccountTest(namespace)),
    ...valueCondition(s.trustDomains, s.notTrustDomains, trustDomainTest(trustDomains)),
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
  const hostPattern = (value: string): TextPattern => compilePolicyValue(value, true).pattern;
  const methodPattern = (value: string): TextPattern => compilePolicyValue(value).pattern;
  return [
    ...valueCondition(o.hosts, o.notHosts, requestTest('authority', hostPattern), true),
    ...valueCondition(o.ports, o.notPorts, portTest),
    ...valueCondition(o.methods, o.notMethods, requestTest('method', methodPattern), true),
    ...valueCondition(
      o.paths,
      o.notPaths,
      requestTest('path', (value) => compilePolicyPath(value).pattern),
      true,
    ),
  ];
}

/** The test of a part of the request line, or of the host. */
function requestTest(of: 'authority' | 'method' | 'path', patternOf: (value: string) => TextPattern): Compile {
  return (values) => {
    const pattern = oneOf(values.map(patternOf));
    const test = compilePattern(pattern);
    return ({ http }) => {
      if (http === undefined) {
        return false;
      }
      const { request } = http;
      const holds = test(request[of]);
      observer?.tested({ of, request, pattern }, holds);
      return holds;
    };
  };
}

interface WhenSpec {
  readonly key?: string;
  readonly values?: Texts;
  readonly notValues?: Texts;
}

function whenCondition(
  { key = '', values, notValues }: WhenSpec,
  namespace: string,
  trustDomains: TrustDomains,
): Condition {
  const [compile, needsHttp] = attributeTest(key, namespace, trustDomains);
  const [condition] = valueCondition(values, notValues, compile, needsHttp);
  return condition ?? { holds: () => true, needsHttp: false };
}
