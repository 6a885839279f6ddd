import type { ConfigObject, IstioSpecs, Mesh } from '../../../model/index.js';
import { closestName } from '../../../validation/closest-name.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { targetsOf, workloadsOf } from './policy-scope.js';
import { type Principal, parsePrincipal, parseServiceAccount } from './principals.js';

type AuthorizationPolicy = ConfigObject<IstioSpecs['AuthorizationPolicy']>;

/**
 * Identities that nobody has. Only namespaces whose workloads are in the files are judged, and names that are nearly theirs; gateways in the root namespace are
 * installed apart and count as known, except for a policy on a gateway, whose callers come from outside and have no identity.
 */
export const unknownPrincipal: Check = {
  name: 'unknown-principal',
  types: [asmCodes.ASM0008],
  run(mesh, report) {
    const accounts = new Set(
      mesh.workloads.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount || 'default'}`),
    );
    for (const policy of mesh.authorizationPolicies) {
      const isOnGateway = guardsGateway(mesh, policy);
      (policy.spec.rules ?? []).forEach((rule, index) => {
        for (const { text, part } of identitiesOf(rule)) {
          const principal = text.includes('/ns/') ? parsePrincipal(text) : accountOf(text, policy.namespace);
          const reason = principal && mistakeOf(mesh, principal, accounts, isOnGateway);
          if (reason) {
            report(asmCodes.ASM0008, policy.object, { principal: text, reason }, ['spec', 'rules', index, part]);
          }
        }
      });
    }
  },
};

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
  const workloads = workloadsOf(mesh, policy);
  const isTarget = targetsOf(policy).some(({ kind, name }) => {
    const gateway = mesh.find('gateway.networking.k8s.io', 'Gateway', policy.namespace, name ?? '')[0];
    return kind === 'Gateway' && gateway?.rawSpec['gatewayClassName'] !== 'istio-waypoint';
  });
  return workloads.length === 0 ? isTarget : workloads.every(({ proxy }) => proxy === 'gateway');
}

function mistakeOf(
  mesh: Mesh,
  { trustDomain, namespace, serviceAccount }: Identity,
  accounts: ReadonlySet<string>,
  isOnGateway: boolean,
): string | undefined {
  const { rootNamespace, trustDomain: own, trustDomainAliases } = mesh.config;
  if (trustDomain !== undefined && ![own, 'cluster.local', ...trustDomainAliases].includes(trustDomain)) {
    return undefined;
  }
  if (accounts.has(`${namespace}/${serviceAccount}`) || mesh.external.namespaces.includes(namespace)) {
    return undefined;
  }
  if (isOnGateway && namespace === rootNamespace) {
    return 'it is an identity of gateways, and callers from outside the mesh have none';
  }
  if (namespace === rootNamespace) {
    return undefined;
  }
  if (mesh.workloadsIn(namespace).length > 0) {
    return `no workload of namespace ${namespace} runs as ${serviceAccount}`;
  }
  const others = [...mesh.namespaces.keys()].filter((other) => accounts.has(`${other}/${serviceAccount}`));
  const meant = mesh.namespaces.has(namespace) ? undefined : closestName(namespace, others);
  return meant === undefined ? undefined : `nothing is in namespace ${namespace}; did you mean ${meant}?`;
}
