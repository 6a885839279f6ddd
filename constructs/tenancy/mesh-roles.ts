import { Construct } from 'constructs';
import { KubeClusterRole, KubeClusterRoleBinding, type PolicyRules } from '../api/index.js';
import type { Account } from './account.js';
import { changeMesh, changeNetworkPolicies, changePolicies, changeRoutes, viewMesh } from './rights.js';

/** Props of {@link MeshRoles}: who gets each role in every namespace. */
export interface MeshRolesProps {
  /** First part of the names of the roles. @default 'mesh' */
  readonly prefix?: string;
  /** Changes every kind of Istio, the Gateway API and ASM. @default no accounts */
  readonly platform?: readonly Account[];
  /** Changes who may call whom: Istio's policies in the mesh, NetworkPolicies in the clusters. @default no accounts */
  readonly security?: readonly Account[];
  /** Changes routes. Meant for RoleBindings in the namespaces of a team; a {@link Tenant} brings its own. @default no accounts */
  readonly application?: readonly Account[];
}

/**
 * ClusterRoles for the kinds of Istio and ASM: `mesh-platform`, `mesh-security`, `mesh-application`. Each sees every kind of the mesh; none sees Secrets or
 * runs commands in pods. `mesh-security-network` is the part of `mesh-security` that lives in the clusters.
 */
export class MeshRoles extends Construct {
  private readonly prefix: string;

  constructor(scope: Construct, id: string, props: MeshRolesProps = {}) {
    super(scope, id);
    this.prefix = props.prefix ?? 'mesh';
    const { platform = [], security = [], application = [] } = props;
    this.addRole('platform', [...viewMesh, ...changeMesh], platform, 'mesh');
    this.addRole('security', [...viewMesh, ...changePolicies], security, 'mesh');
    this.addRole('security-network', changeNetworkPolicies, security);
    this.addRole('application', [...viewMesh, ...changeRoutes], application, 'mesh');
  }

  private addRole(role: string, rules: PolicyRules, accounts: readonly Account[], plane?: 'mesh'): void {
    const name = `${this.prefix}-${role}`;
    const place = { plane, metadata: { name } };
    new KubeClusterRole(this, role, { ...place, rules });
    if (accounts.length === 0) return;
    new KubeClusterRoleBinding(this, `${role}-binding`, {
      ...place,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: accounts.map(({ subject }) => subject),
    });
  }
}
