import { targetsOf } from '../../../istio/policy-attachment.js';
import { guardedWorkloads } from '../../../istio/policy-workloads.js';
import { type Principal, parsePrincipal, parseServiceAccount } from '../../../istio/principal.js';
import { TrustDomains } from '../../../istio/trust-domain.js';
import type { IstioSpecs } from '../../../kinds/index.js';
import type { ConfigObject, Mesh } from '../../../model/index.js';
import { closestName } from '../../../validation/closest-name.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

type AuthorizationPolicy = ConfigObject<IstioSpecs['AuthorizationPolicy']>;

/**
 * Identities that no caller has: a service account that a namespace does not have, or one of a namespace whose name is nearly the meant one. Only
 * namespaces whose ServiceAccounts are in the files are judged. Gateways in the root namespace are installed apart and count as known, except
 * for a policy on a gateway, whose callers come from outside and have no identity.
 */
export const unknownPrincipal: Check = {
  name: 'unknown-principal',
  types: [asmCodes.ASM0008],
  run(mesh, report) {
    const accounts = new Accounts(mesh);
    const domains = new TrustDomains(mesh.config);
    for (const policy of mesh.authorizationPolicies) {
      const isOnGateway = guardsGateway(mesh, policy);
      (policy.spec.rules ?? []).forEach((rule, index) => {
        for (const { text, part } of identitiesOf(rule)) {
          const reason = text.startsWith('spiffe://')
            ? 'policies name identities without spiffe://'
            : mistakeOf(mesh, text, policy.namespace, isOnGateway, { accounts, domains });
          if (reason !== undefined) {
            report(asmCodes.ASM0008, policy.object, { principal: text, reason }, ['spec', 'rules', index, part]);
          }
        }
      });
    }
  },
};

/** The service accounts that the files have. */
class Accounts {
  private readonly all = new Set<string>();
  /** Namespaces with ServiceAccounts, so that those without one here do not exist. */
  readonly namespaces = new Set<string>();

  constructor(private readonly mesh: Mesh) {
    for (const { namespace, name } of mesh.objectsOf('', 'ServiceAccount')) {
      this.all.add(`${namespace}/${name}`);
      this.namespaces.add(namespace);
    }
    for (const { namespace, serviceAccount } of mesh.workloads) {
      this.all.add(`${namespace}/${serviceAccount}`);
    }
  }

  /** Whether the account exists; every namespace has `default`. */
  has({ namespace, serviceAccount }: Identity): boolean {
    const isDefault = serviceAccount === 'default' && this.mesh.namespaces.has(namespace);
    return isDefault || this.all.has(`${namespace}/${serviceAccount}`);
  }
}

type Rule = NonNullable<AuthorizationPolicy['spec']['rules']>[number];

/** The identities that a rule names, in its sources and in its conditions. */
function identitiesOf(rule: Rule): readonly { readonly text: string; readonly part: 'from' | 'when' }[] {
  const sources = (rule.from ?? []).flatMap(({ source }) => [
    ...(source?.principals ?? []),
    ...(source?.serviceAccounts ?? []),
  ]);
  const conditions = (rule.when ?? [])
    .filter(({ key }) => key === 'source.principal' || key === 'source.serviceAccount')
    .flatMap(({ values = [] }) => values);
  return [
    ...sources.map((text) => ({ text, part: 'from' as const })),
    ...conditions.map((text) => ({ text, part: 'when' as const })),
  ];
}

type Identity = Omit<Principal, 'trustDomain'> & Partial<Pick<Principal, 'trustDomain'>>;

function accountOf(text: string, namespace: string): Identity | undefined {
  return text.includes('*') || text.split('/').length > 2 ? undefined : parseServiceAccount(text, namespace);
}

function guardsGateway(mesh: Mesh, policy: AuthorizationPolicy): boolean {
  const workloads = guardedWorkloads(mesh, policy);
  const isTarget = targetsOf(policy.spec).some(({ kind, name }) => {
    const gateway = mesh.find('gateway.networking.k8s.io', 'Gateway', policy.namespace, name ?? '')[0];
    return kind === 'Gateway' && gateway?.spec['gatewayClassName'] !== 'istio-waypoint';
  });
  return workloads.length === 0 ? isTarget : workloads.every(({ proxy }) => proxy === 'gateway');
}

function mistakeOf(
  mesh: Mesh,
  text: string,
  ownNamespace: string,
  isOnGateway: boolean,
  { accounts, domains }: { readonly accounts: Accounts; readonly domains: TrustDomains },
): string | undefined {
  const identity = text.includes('/ns/') ? parsePrincipal(text) : accountOf(text, ownNamespace);
  if (identity === undefined || (identity.trustDomain !== undefined && !domains.isOwn(identity.trustDomain))) {
    return undefined;
  }
  const { namespace, serviceAccount } = identity;
  const { rootNamespace } = mesh.config;
  if (accounts.has(identity) || mesh.external.namespaces.includes(namespace)) {
    return undefined;
  }
  if (namespace === rootNamespace) {
    return isOnGateway ? 'it is an identity of gateways, and callers from outside the mesh have none' : undefined;
  }
  if (accounts.namespaces.has(namespace)) {
    return `namespace ${namespace} has no ServiceAccount ${serviceAccount} in these files`;
  }
  const others = [...accounts.namespaces].filter((other) => accounts.has({ namespace: other, serviceAccount }));
  const meant = mesh.namespaces.has(namespace) ? undefined : closestName(namespace, others);
  return meant === undefined ? undefined : `nothing is in namespace ${namespace}; did you mean ${meant}?`;
}
