import type { ConfigObject, IstioSpecs, Mesh } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { targetsOf, workloadsOf } from './policy-scope.js';
import { type Principal, parsePrincipal, parseServiceAccount } from './principals.js';

type AuthorizationPolicy = ConfigObject<IstioSpecs['AuthorizationPolicy']>;

/**
 * Identities that nobody has. Only namespaces whose workloads are in the files are judged; gateways in the root namespace are
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
        for (const { source } of rule.from ?? []) {
          for (const text of [...(source?.principals ?? []), ...(source?.serviceAccounts ?? [])]) {
            const principal = text.includes('/ns/') ? parsePrincipal(text) : accountOf(text, policy.namespace);
            const reason = principal && mistakeOf(mesh, principal, accounts, isOnGateway);
            if (reason) {
              report(asmCodes.ASM0008, policy.object, { principal: text, reason }, ['spec', 'rules', index, 'from']);
            }
          }
        }
      });
    }
  },
};

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
  const isKnown = namespace !== rootNamespace && mesh.workloadsIn(namespace).length > 0;
  return isKnown ? `no workload of namespace ${namespace} runs as ${serviceAccount}` : undefined;
}
