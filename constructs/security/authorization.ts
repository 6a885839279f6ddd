import { Construct } from 'constructs';
import { AuthorizationPolicy, type AuthorizationPolicySpec } from '../api/index.js';
import { type PolicyTarget, policyTargetFields } from './policy-target.js';

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
  /** @default the chart's namespace */
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
    new AuthorizationPolicy(this, 'authorization-policy', {
      metadata: { name: props.name ?? id, ...(props.namespace === undefined ? {} : { namespace: props.namespace }) },
      spec: {
        ...policyTargetFields(props.target),
        action: props.action ?? 'ALLOW',
        ...(props.rules.length === 0 ? {} : { rules: props.rules.map(istioRule) }),
      },
    });
  }
}

function istioRule(rule: AccessRule): IstioRule {
  const source = listsOf({
    principals: rule.principals,
    namespaces: rule.namespaces,
    requestPrincipals: rule.requestPrincipals,
    ipBlocks: rule.ipBlocks,
  });
  const operation = listsOf({
    methods: rule.methods,
    paths: rule.paths,
    ports: rule.ports?.map(String),
    hosts: rule.hosts,
  });
  const when = Object.entries(rule.when ?? {}).map(([key, values]) => ({ key, values: [...values] }));
  return {
    ...(source === undefined ? {} : { from: [{ source }] }),
    ...(operation === undefined ? {} : { to: [{ operation }] }),
    ...(when.length === 0 ? {} : { when }),
  };
}

function listsOf(
  fields: Readonly<Record<string, readonly string[] | undefined>>,
): Record<string, string[]> | undefined {
  const lists: Record<string, string[]> = {};
  for (const [key, values] of Object.entries(fields)) {
    if (values !== undefined) lists[key] = [...values];
  }
  return Object.keys(lists).length === 0 ? undefined : lists;
}
