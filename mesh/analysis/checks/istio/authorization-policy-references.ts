import type { IstioSpecs } from '../../../kinds/index.js';
import type { ConfigObject, Mesh } from '../../../model/index.js';
import type { Check, Report } from '../../check.js';
import { reportIdlePolicy } from '../../idle-policy.js';
import { istioCodes } from '../../istio-codes.js';
import { isNamespaceThere, missingNamespace } from '../../missing-namespace.js';

type AuthorizationPolicy = ConfigObject<IstioSpecs['AuthorizationPolicy']>;

/** Whether the namespaces that an AuthorizationPolicy names exist, and it applies to any workload of the mesh. */
export const authorizationPolicyReferences: Check = {
  name: 'authorization-policy-references',
  types: [istioCodes.IST0101, istioCodes.IST0127],
  run(mesh, report) {
    const known = new Map<string, boolean>();
    const exists = (name: string): boolean => {
      const found = known.get(name) ?? namespaceExists(mesh, name);
      known.set(name, found);
      return found;
    };
    for (const policy of mesh.authorizationPolicies) {
      reportIdlePolicy(mesh, policy, report);
      checkNamespaces(mesh, policy, exists, report);
    }
  },
};

function checkNamespaces(
  mesh: Mesh,
  { object, spec }: AuthorizationPolicy,
  exists: (name: string) => boolean,
  report: Report,
): void {
  const excluded = new Set<string>();
  spec.rules?.forEach((rule, ruleIndex) => {
    rule.from?.forEach(({ source }, index) => {
      const field = ['spec', 'rules', ruleIndex, 'from', index, 'source'];
      const included = new Set<string>();
      for (const [list, told] of [
        ['namespaces', included],
        ['notNamespaces', excluded],
      ] as const) {
        for (const [position, name] of (source?.[list] ?? []).entries()) {
          if (!exists(name) && !told.has(name)) {
            told.add(name);
            const { why, circumstances } = missingNamespace(mesh, name);
            const effect = list === 'namespaces' ? 'it lets no caller in' : 'it keeps no caller out';
            const values = { thing: `namespace ${name}`, why, effect };
            report(istioCodes.IST0101, object, values, [...field, list, position], circumstances);
          }
        }
      }
    });
  });
}

/** Whether any namespace fits: one that is declared or that has workloads. `*` may begin or end the name. */
function namespaceExists(mesh: Mesh, pattern: string): boolean {
  if (pattern === '*' || isNamespaceThere(mesh, pattern)) {
    return true;
  }
  const names = [...mesh.namespaces.keys(), ...mesh.external.namespaces, mesh.config.rootNamespace, 'default'];
  if (pattern.endsWith('*')) {
    return names.some((name) => name.startsWith(pattern.slice(0, -1)) && isNamespaceThere(mesh, name));
  }
  return (
    pattern.startsWith('*') && names.some((name) => name.endsWith(pattern.slice(1)) && isNamespaceThere(mesh, name))
  );
}
