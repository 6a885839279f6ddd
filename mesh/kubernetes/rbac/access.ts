import type { Mesh } from '../../model/mesh.js';
import { type Capability, capabilities } from './capability.js';
import { describeSubject, type Grant, Grants, holds, type Subject } from './grant.js';
import { ruleAllows } from './policy-rule.js';
import { type KnownAccount, type SteppingStone, stonesOf } from './stepping-stones.js';

/** Something that a subject can do, and the shortest path by which it can. */
export interface AccessRow {
  /** `ServiceAccount ci/deploy-bot`, `Group developers`, `User ann`. */
  readonly subject: string;
  /** Name of the capability, such as `change-routes`. */
  readonly capability: string;
  /** Plural names of the resources, sorted. */
  readonly resources: readonly string[];
  /** Sorted; empty for every namespace. */
  readonly namespaces: readonly string[];
  /** API server whose rights these are. */
  readonly target: string;
  /** Bindings, roles and other subjects on the way, first to last. */
  readonly path: readonly string[];
}

/**
 * Who can change routes, policies, gateways and Secrets, or run commands in a gateway, by the RBAC objects of the manifests, directly or
 * by acting as a ServiceAccount. Sorted by target, capability and subject. Rights that other means give (webhooks, cloud accounts, groups
 * of certificates) are not in manifests and not here.
 */
export function access(mesh: Mesh): readonly AccessRow[] {
  const targets = [...new Set(mesh.objects.map(({ resource }) => resource.target.name))].sort();
  return targets.flatMap((target) => accessAt(mesh, target));
}

function accessAt(mesh: Mesh, target: string): readonly AccessRow[] {
  const grants = new Grants(mesh, target).all;
  const subjects = new Map<string, Subject>();
  for (const { subject } of grants) {
    subjects.set(describeSubject(subject), subject);
  }
  const accounts = [...subjects.values()]
    .filter(({ kind }) => kind === 'ServiceAccount')
    .map((account): KnownAccount => {
      const { namespace, name } = account;
      const hasPods = mesh.workloadsIn(namespace).some(({ serviceAccount }) => serviceAccount === name);
      return { account, hasPods };
    });
  const gateways = new Set(
    mesh.workloads
      .filter(({ proxy, cluster }) => proxy === 'gateway' && cluster === target)
      .map(({ namespace }) => namespace),
  );
  return capabilities.flatMap((capability) =>
    [...subjects.keys()].sort().flatMap((label) => {
      const subject = subjects.get(label);
      const reached = subject === undefined ? undefined : reach(subject, grants, accounts, [capability, gateways]);
      return reached === undefined ? [] : [{ subject: label, capability: capability.name, target, ...reached }];
    }),
  );
}

type Reached = Pick<AccessRow, 'resources' | 'namespaces' | 'path'>;

/** Breadth first over the subjects that a subject can act as: the first that has the capability ends the shortest path. */
function reach(
  start: Subject,
  grants: readonly Grant[],
  accounts: readonly KnownAccount[],
  [capability, gateways]: readonly [Capability, ReadonlySet<string>],
): Reached | undefined {
  const seen = new Set([describeSubject(start)]);
  let front: { readonly subject: Subject; readonly path: readonly string[] }[] = [{ subject: start, path: [] }];
  while (front.length > 0) {
    const next: typeof front = [];
    for (const { subject, path } of front) {
      const own = grants.filter((grant) => holds(subject, grant.subject));
      const direct = directly(own, capability, gateways);
      if (direct !== undefined) {
        return { ...direct, path: [...path, ...direct.path] };
      }
      for (const { to, words, grant } of own.flatMap((one): readonly SteppingStone[] => stonesOf(one, accounts))) {
        const label = describeSubject(to);
        if (!seen.has(label)) {
          seen.add(label);
          next.push({ subject: to, path: [...path, grant.binding, grant.role, words] });
        }
      }
    }
    front = next;
  }
  return undefined;
}

function directly(
  grants: readonly Grant[],
  capability: Capability,
  gateways: ReadonlySet<string>,
): Reached | undefined {
  const found = grants
    .map((grant) => ({ grant, resources: resourcesOf(grant, capability) }))
    .filter(
      ({ grant, resources }) =>
        resources.length > 0 &&
        (capability.where !== 'gateways' || grant.namespace === '' || gateways.has(grant.namespace)),
    );
  const [first] = found.filter(({ grant }) => grant.namespace === '').concat(found);
  if (first === undefined) {
    return undefined;
  }
  const everywhere = first.grant.namespace === '';
  const counted = found.filter(({ grant }) => !everywhere || grant.namespace === '');
  return {
    resources: [...new Set(counted.flatMap(({ resources }) => resources))].sort(),
    namespaces: everywhere ? [] : [...new Set(counted.map(({ grant }) => grant.namespace))].sort(),
    path: [first.grant.binding, first.grant.role],
  };
}

/** The resources of a capability that a grant is for; a rule with names counts for the objects of these names. */
function resourcesOf({ rules }: Grant, { verbs, resources }: Capability): readonly string[] {
  return Object.entries(resources).flatMap(([group, names]) =>
    names.filter((resource) =>
      rules.some((rule) =>
        verbs.some((verb) =>
          [undefined, ...rule.resourceNames].some((name) =>
            ruleAllows(rule, { verb, group, resource, ...(name === undefined ? {} : { name }) }),
          ),
        ),
      ),
    ),
  );
}
