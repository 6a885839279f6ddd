import { isEmptySelector, type Mesh } from '../../../model/index.js';
import { isCaptured } from '../../ambient-pods.js';
import type { Check } from '../../check.js';
import { isExpectedMember } from '../../expected-member.js';
import { formatSelector } from '../../gateway-workloads.js';
import { istioCodes } from '../../istio-codes.js';

/** Whether the namespaces that an AuthorizationPolicy names exist, and it applies to any workload of the mesh. */
export const authorizationPolicyReferences: Check = {
  name: 'authorization-policy-references',
  types: [istioCodes.IST0101, istioCodes.IST0127],
  run(mesh, report) {
    const known = new Map<string, boolean>();
    for (const { object, spec, selector, namespace } of mesh.authorizationPolicies) {
      const isRoot = namespace === mesh.config.rootNamespace;
      const isIdle =
        !(isRoot && isEmptySelector(selector)) && !hasMember(mesh, isRoot ? undefined : namespace, selector);
      if (isIdle) {
        report(istioCodes.IST0127, object, { labels: formatSelector(selector) }, selector ? ['spec', 'selector'] : []);
      }
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
              const exists = known.get(name) ?? namespaceExists(mesh, name);
              known.set(name, exists);
              if (!exists && !told.has(name)) {
                told.add(name);
                report(istioCodes.IST0101, object, { kind: 'namespace', name }, [...field, list, position]);
              }
            }
          }
        });
      });
    }
  },
};

function hasMember(
  mesh: Mesh,
  namespace: string | undefined,
  selector: Readonly<Record<string, string>> | undefined,
): boolean {
  return mesh
    .selectWorkloads(namespace, selector)
    .some((workload) => isExpectedMember(mesh, workload) || isCaptured(workload));
}

/** Whether any namespace fits: one that is declared or that has workloads. `*` may begin or end the name. */
function namespaceExists(mesh: Mesh, pattern: string): boolean {
  if (pattern === '*' || isThere(mesh, pattern)) {
    return true;
  }
  const names = [...mesh.namespaces.keys(), ...mesh.external.namespaces, mesh.config.rootNamespace, 'default'];
  if (pattern.endsWith('*')) {
    return names.some((name) => name.startsWith(pattern.slice(0, -1)) && isThere(mesh, name));
  }
  return pattern.startsWith('*') && names.some((name) => name.endsWith(pattern.slice(1)) && isThere(mesh, name));
}

function isThere(mesh: Mesh, name: string): boolean {
  return mesh.namespaceExists(name) || mesh.workloadsIn(name).length > 0;
}
