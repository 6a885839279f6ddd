import type { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IClusterRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { ILimitRange } from 'kubernetes-models/v1/LimitRange';
import type { IPod } from 'kubernetes-models/v1/Pod';
import type { IResourceQuota } from 'kubernetes-models/v1/ResourceQuota';
import type { IService } from 'kubernetes-models/v1/Service';
import { MeshObject, type MeshObjectProps } from './mesh-object.js';

/** A namespace. */
export class KubeNamespace extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps = {}) {
    super(scope, id, { apiVersion: 'v1', kind: 'Namespace' }, props, {});
  }
}

/** `spec` of Service. */
export type ServiceSpec = NonNullable<IService['spec']>;

/** A Kubernetes Service. */
export class KubeService extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: ServiceSpec }) {
    super(scope, id, { apiVersion: 'v1', kind: 'Service' }, props, { spec: props.spec });
  }
}

/** A ServiceAccount: the identity of a workload in the mesh. */
export class KubeServiceAccount extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps = {}) {
    super(scope, id, { apiVersion: 'v1', kind: 'ServiceAccount' }, props, {});
  }
}

/** Texts that programs in a cluster read. */
export class KubeConfigMap extends MeshObject {
  constructor(
    scope: Construct,
    id: string,
    props: MeshObjectProps & { readonly data: Readonly<Record<string, string>> },
  ) {
    super(scope, id, { apiVersion: 'v1', kind: 'ConfigMap' }, props, { data: props.data });
  }
}

/** `spec` of Deployment. */
export type DeploymentSpec = NonNullable<IDeployment['spec']>;

/** A Deployment. */
export class KubeDeployment extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: DeploymentSpec }) {
    super(scope, id, { apiVersion: 'apps/v1', kind: 'Deployment' }, props, { spec: props.spec });
  }
}

/** `spec` of Pod. */
export type PodSpec = NonNullable<IPod['spec']>;

/** A container of a pod. */
export type Container = PodSpec['containers'][number];

/** A single Pod. */
export class KubePod extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: PodSpec }) {
    super(scope, id, { apiVersion: 'v1', kind: 'Pod' }, props, { spec: props.spec });
  }
}

/** `spec` of HorizontalPodAutoscaler. */
export type HorizontalPodAutoscalerSpec = NonNullable<IHorizontalPodAutoscaler['spec']>;

/** Scales the pods of a workload. */
export class KubeHorizontalPodAutoscaler extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: HorizontalPodAutoscalerSpec }) {
    super(scope, id, { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' }, props, { spec: props.spec });
  }
}

const RBAC = 'rbac.authorization.k8s.io/v1';

/** `rules` of Role and ClusterRole. */
export type PolicyRules = NonNullable<IRole['rules']>;

/** What an account may do in one namespace. */
export class KubeRole extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly rules: PolicyRules }) {
    super(scope, id, { apiVersion: RBAC, kind: 'Role' }, props, { rules: props.rules });
  }
}

/** Gives a Role to accounts. */
export class KubeRoleBinding extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & Pick<IRoleBinding, 'roleRef' | 'subjects'>) {
    const { roleRef, subjects } = props;
    super(scope, id, { apiVersion: RBAC, kind: 'RoleBinding' }, props, { roleRef, subjects });
  }
}

/** What an account may do in every namespace, or in one where a RoleBinding gives it. */
export class KubeClusterRole extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly rules: PolicyRules }) {
    super(scope, id, { apiVersion: RBAC, kind: 'ClusterRole' }, props, { rules: props.rules });
  }
}

/** Gives a ClusterRole to accounts, in every namespace. */
export class KubeClusterRoleBinding extends MeshObject {
  constructor(
    scope: Construct,
    id: string,
    props: MeshObjectProps & Pick<IClusterRoleBinding, 'roleRef' | 'subjects'>,
  ) {
    const { roleRef, subjects } = props;
    super(scope, id, { apiVersion: RBAC, kind: 'ClusterRoleBinding' }, props, { roleRef, subjects });
  }
}

/** `spec` of NetworkPolicy. */
export type NetworkPolicySpec = NonNullable<INetworkPolicy['spec']>;

/** Which connections pods take and make. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export class KubeNetworkPolicy extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: NetworkPolicySpec }) {
    super(scope, id, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' }, props, { spec: props.spec });
  }
}

/** `spec` of ResourceQuota. */
export type ResourceQuotaSpec = NonNullable<IResourceQuota['spec']>;

/** How much a namespace may use. @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
export class KubeResourceQuota extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: ResourceQuotaSpec }) {
    super(scope, id, { apiVersion: 'v1', kind: 'ResourceQuota' }, props, { spec: props.spec });
  }
}

/** `spec` of LimitRange. */
export type LimitRangeSpec = NonNullable<ILimitRange['spec']>;

/** What containers of a namespace request that say nothing, and how much one may. @see https://kubernetes.io/docs/concepts/policy/limit-range/ */
export class KubeLimitRange extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: LimitRangeSpec }) {
    super(scope, id, { apiVersion: 'v1', kind: 'LimitRange' }, props, { spec: props.spec });
  }
}
