import type { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { IPod } from 'kubernetes-models/v1/Pod';
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

/** What an account may do in one namespace. */
export class KubeRole extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly rules: NonNullable<IRole['rules']> }) {
    super(scope, id, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' }, props, { rules: props.rules });
  }
}

/** Gives a Role to accounts. */
export class KubeRoleBinding extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & Pick<IRoleBinding, 'roleRef' | 'subjects'>) {
    const { roleRef, subjects } = props;
    super(scope, id, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' }, props, { roleRef, subjects });
  }
}
