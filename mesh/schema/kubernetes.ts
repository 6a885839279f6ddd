import { DaemonSet as DaemonSetAppsV1 } from 'kubernetes-models/apps/v1/DaemonSet';
import { Deployment as DeploymentAppsV1 } from 'kubernetes-models/apps/v1/Deployment';
import { ReplicaSet as ReplicaSetAppsV1 } from 'kubernetes-models/apps/v1/ReplicaSet';
import { StatefulSet as StatefulSetAppsV1 } from 'kubernetes-models/apps/v1/StatefulSet';
import { HorizontalPodAutoscaler as HorizontalPodAutoscalerAutoscalingV2 } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { CronJob as CronJobBatchV1 } from 'kubernetes-models/batch/v1/CronJob';
import { Job as JobBatchV1 } from 'kubernetes-models/batch/v1/Job';
import { Ingress as IngressNetworkingV1 } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { NetworkPolicy as NetworkPolicyNetworkingV1 } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget as PodDisruptionBudgetPolicyV1 } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ClusterRole as ClusterRoleRbacV1 } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import { ClusterRoleBinding as ClusterRoleBindingRbacV1 } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding';
import { Role as RoleRbacV1 } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import { RoleBinding as RoleBindingRbacV1 } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { ConfigMap as ConfigMapV1 } from 'kubernetes-models/v1/ConfigMap';
import { Endpoints as EndpointsV1 } from 'kubernetes-models/v1/Endpoints';
import { Namespace as NamespaceV1 } from 'kubernetes-models/v1/Namespace';
import { PersistentVolumeClaim as PersistentVolumeClaimV1 } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { Pod as PodV1 } from 'kubernetes-models/v1/Pod';
import { Secret as SecretV1 } from 'kubernetes-models/v1/Secret';
import { Service as ServiceV1 } from 'kubernetes-models/v1/Service';
import { ServiceAccount as ServiceAccountV1 } from 'kubernetes-models/v1/ServiceAccount';

/** Built-in kinds that a mesh program writes or reads. */
export const kubernetesModels = [
  NamespaceV1,
  ServiceV1,
  ServiceAccountV1,
  PodV1,
  ConfigMapV1,
  SecretV1,
  EndpointsV1,
  PersistentVolumeClaimV1,
  DeploymentAppsV1,
  StatefulSetAppsV1,
  DaemonSetAppsV1,
  ReplicaSetAppsV1,
  JobBatchV1,
  CronJobBatchV1,
  HorizontalPodAutoscalerAutoscalingV2,
  PodDisruptionBudgetPolicyV1,
  IngressNetworkingV1,
  NetworkPolicyNetworkingV1,
  RoleRbacV1,
  RoleBindingRbacV1,
  ClusterRoleRbacV1,
  ClusterRoleBindingRbacV1,
] as const;
