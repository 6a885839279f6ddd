import { Construct } from 'constructs';
import { AuthorizationPolicy, type AuthorizationPolicySpec } from '../api/index.js';
import { definedOrNothing } from '../routing/defined-fields.js';
import { type PolicyTarget, targeted } from './policy-target.js';

type IstioRule = NonNullable<AuthorizationPolicySpec['rules']>[number];

/** One way to be allowed or denied: every given condition must hold. */
export interface AccessRule {
  /** Workload identities, `cluster.local/ns/<namespace>/sa/<service account>`. @default any */
  readonly principals?: readonly string[];
  /** Namespaces of the callers; needs mTLS like principals. @default any */
  readonly namespaces?: readonly string[];
  /** Token identities, `<issuer>/<subject>`; needs a {@link JwtAuthentication}. @default any */
  readonly requestPrincipals?: readonly string[];
  /** Addresses of the callers as CIDR blocks. @default any */
  readonly ipBlocks?: readonly string[];
  /** @default any */
  readonly methods?: readonly string[];
  /** Paths; `*` at the start or the end stands for the rest. @default any */
  readonly paths?: readonly string[];
  /** Ports of the workload. @default any */
  readonly ports?: readonly number[];
  /** Hosts of the request. @default any */
  readonly hosts?: readonly string[];
  /** Further conditions, by key, such as `request.auth.claims[iss]` or `request.headers[x-team]`. @default none */
  readonly when?: Readonly<Record<string, readonly string[]>>;
}

/** Props of {@link AccessPolicy}. */
export interface AccessPolicyProps {
  /** @default the construct's id */
  readonly name?: string;
  /** @default the namespace of the target gateway, or the chart's */
  readonly namespace?: string;
  /** @default 'ALLOW' */
  readonly action?: 'ALLOW' | 'DENY' | 'AUDIT';
  /** @default every workload of the namespace */
  readonly target?: PolicyTarget;
  /** Any one is enough. With no rule an ALLOW policy allows nobody. */
  readonly rules: readonly AccessRule[];
}

/** Who may call. @see https://istio.io/latest/docs/reference/config/security/authorization-policy/ */
export class AccessPolicy extends Construct {
  constructor(scope: Construct, id: string, props: AccessPolicyProps) {
    super(scope, id);
    const { fields, namespace, problems } = targeted(props.target, props.namespace);
    new AuthorizationPolicy(this, 'authorization-policy', {
      metadata: { name: props.name ?? id, namespace },
      spec: {
        ...fields,
        action: props.action ?? 'ALLOW',
        rules: props.rules.length === 0 ? undefined : props.rules.map(istioRule),
      },
    });
    this.node.addValidation({ validate: () => [...problems, ...props.rules.flatMap(emptyLists)] });
  }
}

/** Istio takes an empty list for no condition, so a list that was computed and came out empty would let everybody in. */
function emptyLists(rule: AccessRule, index: number): string[] {
  const { when, ...lists } = rule;
  const empty = Object.entries({ ...lists, ...when }).filter(([, values]) => values?.length === 0);
  return empty.map(
    ([key]) => `rule ${index + 1}: ${key} is an empty list, which stands for anybody; leave it or the rule out`,
  );
}

function istioRule(rule: AccessRule): IstioRule {
  const source = definedOrNothing({
    principals: listOf(rule.principals),
    namespaces: listOf(rule.namespaces),
    requestPrincipals: listOf(rule.requestPrincipals),
    ipBlocks: listOf(rule.ipBlocks),
  });
  const operation = definedOrNothing({
    methods: listOf(rule.methods),
    paths: listOf(rule.paths),
    ports: rule.ports?.map(String),
    hosts: listOf(rule.hosts),
  });
  const when = Object.entries(rule.when ?? {}).map(([key, values]) => ({ key, values: [...values] }));
  return {
    from: source && [{ source }],
    to: operation && [{ operation }],
    when: when.length === 0 ? undefined : when,
  };
}

function listOf(values: readonly string[] | undefined): string[] | undefined {
  return values && [...values];
}
