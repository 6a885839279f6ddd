import { assume, labelWords } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import { assumeNoProxy, isUndecided } from '../../../assumption/membership.js';
import { misspelt } from '../../../assumption/misspelt.js';
import { targetsOf } from '../../../istio/policy-attachment.js';
import type { IstioSpecs } from '../../../kinds/index.js';
import { type ConfigObject, isEmptySelector, type Mesh } from '../../../model/index.js';
import { isCaptured } from '../../ambient-pods.js';
import type { Check, Report } from '../../check.js';
import { isExpectedMember } from '../../expected-member.js';
import { istioCodes } from '../../istio-codes.js';
import { circumstancesOf, type MissingThing } from '../../missing-host.js';
import { missingPods } from '../../missing-pods.js';

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
      checkWorkloads(mesh, policy, report);
      checkNamespaces(mesh, policy, exists, report);
    }
  },
};

function checkWorkloads(mesh: Mesh, policy: AuthorizationPolicy, report: Report): void {
  const { object, selector, namespace, spec } = policy;
  const isRoot = namespace === mesh.config.rootNamespace;
  const where = isRoot ? undefined : namespace;
  const workloads = mesh.selectWorkloads(where, selector);
  const isActive =
    (isRoot && isEmptySelector(selector)) ||
    workloads.some((workload) => isExpectedMember(mesh, workload) || isCaptured(workload));
  if (isActive) {
    return;
  }
  const field = selector === undefined ? [] : ['spec', 'selector'];
  const named = isEmptySelector(selector) ? '' : ` labelled ${labelWords(selector)}`;
  // What a policy targets is a gateway or a Service, and need not be a workload of its namespace.
  const isEcho = targetsOf(spec).length > 0;
  if (workloads.length > 0) {
    const why = `the workloads${named} ${isRoot ? '' : `of namespace ${namespace} `}have no proxy`;
    const undecided = workloads.filter((workload) => isUndecided(mesh, workload));
    const assumption = undecided[0] && assumeNoProxy(mesh, [undecided[0].namespace]);
    report(istioCodes.IST0127, object, { why }, field, { assumption, isEcho });
  } else {
    const { why, circumstances } = missingPods(mesh, where, selector);
    report(istioCodes.IST0127, object, { why }, field, { ...circumstances, isEcho });
  }
}

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

function missingNamespace(mesh: Mesh, name: string): MissingThing {
  const why = 'no such namespace is in these files';
  const meant = misspelt(
    name,
    [...mesh.namespaces.keys()].filter((other) => isThere(mesh, other)),
  );
  return meant === undefined
    ? { why, circumstances: circumstancesOf(Holdings.of(mesh).standingOfNamespaces, assume.namespace(name)) }
    : { why: `${why}; did you mean ${meant}?`, circumstances: {} };
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
