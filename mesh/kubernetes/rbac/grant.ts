import { matchesLabelSelector } from '../../model/labels.js';
import type { Mesh } from '../../model/mesh.js';
import { asText, type Fields, fieldsListOf, fieldsOf } from '../../model/narrowing.js';
import type { MeshObject } from '../../model/object.js';
import { aggregationLabels, builtInRoles } from './built-in-roles.js';
import { type PolicyRule, readPolicyRule } from './policy-rule.js';

const group = 'rbac.authorization.k8s.io';

/** Who gets rights. */
export interface Subject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of a ServiceAccount; empty for the others. */
  readonly namespace: string;
}

/** What one binding gives to one subject. */
export interface Grant {
  readonly subject: Subject;
  readonly rules: readonly PolicyRule[];
  /** Empty for every namespace, and for objects without one. */
  readonly namespace: string;
  /** The binding: `RoleBinding shop/deployers`, `ClusterRoleBinding admins`. */
  readonly binding: string;
  /** The role that it names: `Role shop/deploy`, `ClusterRole edit`. */
  readonly role: string;
  readonly object: MeshObject;
}

/** A binding that gives nothing, because its role is in none of the files and is none that every cluster has. */
export interface DanglingBinding {
  readonly object: MeshObject;
  readonly role: string;
}

/** The rights that the RBAC objects of one API server give (https://kubernetes.io/docs/reference/access-authn-authz/rbac/). */
export class Grants {
  readonly all: readonly Grant[];
  readonly dangling: readonly DanglingBinding[];

  constructor(
    private readonly mesh: Mesh,
    /** Name of the API server. */
    private readonly target: string,
  ) {
    const dangling: DanglingBinding[] = [];
    this.all = ['ClusterRoleBinding', 'RoleBinding'].flatMap((kind) =>
      this.objects(kind).flatMap((object) => {
        const manifest = fieldsOf(object.resource.manifest);
        const reference = fieldsOf(manifest['roleRef']);
        const { label, rules } = this.roleOf(reference, object.namespace);
        if (rules === undefined) {
          dangling.push({ object, role: label });
          return [];
        }
        const binding = `${kind} ${object.namespace === '' ? '' : `${object.namespace}/`}${object.name}`;
        return fieldsListOf(manifest['subjects']).flatMap((one) => {
          const subject = readSubject(one, object.namespace);
          return subject === undefined
            ? []
            : [{ subject, rules, namespace: object.namespace, binding, role: label, object }];
        });
      }),
    );
    this.dangling = dangling;
  }

  private objects(kind: string): readonly MeshObject[] {
    return this.mesh.objectsOf(group, kind).filter(({ resource }) => resource.target.name === this.target);
  }

  private roleOf(
    reference: Fields,
    namespace: string,
  ): { readonly label: string; readonly rules: readonly PolicyRule[] | undefined } {
    const name = asText(reference['name']) ?? '';
    if (reference['kind'] === 'Role') {
      const role = this.objects('Role').find((one) => one.name === name && one.namespace === namespace);
      return { label: `Role ${namespace}/${name}`, rules: role === undefined ? undefined : ownRules(role) };
    }
    return { label: `ClusterRole ${name}`, rules: this.clusterRole(name) };
  }

  /** Rules of a ClusterRole, those that its aggregation collects among them; undefined when there is none of the name. */
  private clusterRole(name: string): readonly PolicyRule[] | undefined {
    const role = this.objects('ClusterRole').find((one) => one.name === name);
    if (role === undefined) {
      const builtIn = builtInRoles.get(name);
      return builtIn === undefined ? undefined : [...builtIn, ...this.labelledFor(name)];
    }
    const aggregation = fieldsOf(fieldsOf(role.resource.manifest)['aggregationRule']);
    const selectors = fieldsListOf(aggregation['clusterRoleSelectors']);
    const collected = this.objects('ClusterRole').filter(
      (one) => one !== role && selectors.some((selector) => matchesLabelSelector(one.labels, selector)),
    );
    // The controller replaces the rules of a role that aggregates by those that it collects.
    return selectors.length > 0 ? collected.flatMap(ownRules) : ownRules(role);
  }

  private labelledFor(name: string): readonly PolicyRule[] {
    const labels = (aggregationLabels.get(name) ?? []).map((role) => `${group}/aggregate-to-${role}`);
    return this.objects('ClusterRole')
      .filter((role) => labels.some((label) => role.labels[label] === 'true'))
      .flatMap(ownRules);
  }
}

function ownRules(role: MeshObject): readonly PolicyRule[] {
  return fieldsListOf(fieldsOf(role.resource.manifest)['rules']).map(readPolicyRule);
}

/** A subject of a binding; a ServiceAccount without a namespace is one of the binding's own. */
function readSubject(subject: Fields, ownNamespace: string): Subject | undefined {
  const { kind } = subject;
  const name = asText(subject['name']) ?? '';
  if (kind === 'ServiceAccount') {
    return { kind, name, namespace: asText(subject['namespace']) || ownNamespace };
  }
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name);
  if (kind === 'User' && account !== null) {
    return { kind: 'ServiceAccount', name: account[2] ?? '', namespace: account[1] ?? '' };
  }
  return (kind === 'User' || kind === 'Group') && name !== '' ? { kind, name, namespace: '' } : undefined;
}

/** A subject for a person: `ServiceAccount ci/deploy-bot`, `Group developers`. */
export function describeSubject({ kind, name, namespace }: Subject): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/**
 * Whether the rights of a subject are also those of another: a group that every account, or every account of a namespace, is in
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects).
 */
export function holds(subject: Subject, granted: Subject): boolean {
  if (subject.kind === granted.kind && subject.name === granted.name && subject.namespace === granted.namespace) {
    return true;
  }
  if (granted.kind !== 'Group') {
    return false;
  }
  const isAccount = subject.kind === 'ServiceAccount';
  const isAnonymous = subject.kind === 'User' && subject.name === 'system:anonymous';
  switch (granted.name) {
    case 'system:authenticated':
      return (subject.kind === 'User' && !isAnonymous) || isAccount;
    case 'system:unauthenticated':
      return isAnonymous;
    case 'system:serviceaccounts':
      return isAccount;
    default:
      return isAccount && granted.name === `system:serviceaccounts:${subject.namespace}`;
  }
}
