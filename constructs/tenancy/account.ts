import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';

type Subject = NonNullable<IRoleBinding['subjects']>[number];

const GROUP = 'rbac.authorization.k8s.io';

/** Who gets rights at an API server: a person, a group of the identity provider, or a program. */
export class Account {
  /** A person, by the name that the API server sees, such as a mail address or the id of a RAM user. */
  static user(name: string): Account {
    return new Account({ kind: 'User', apiGroup: GROUP, name });
  }

  /** A group, as the identity provider of the API server calls it. */
  static group(name: string): Account {
    return new Account({ kind: 'Group', apiGroup: GROUP, name });
  }

  /** A program that runs in the cluster, such as a deployment bot. */
  static serviceAccount(namespace: string, name: string): Account {
    return new Account({ kind: 'ServiceAccount', namespace, name });
  }

  private constructor(
    /** A subject of RoleBindings and ClusterRoleBindings. */
    readonly subject: Subject,
  ) {}
}
