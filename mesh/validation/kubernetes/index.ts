import type { KindRules } from '../kind-rules.js';
import { checkHorizontalPodAutoscaler, checkPodDisruptionBudget } from './autoscaling.js';
import { checkConfigMap, checkIngressClass, checkPersistentVolumeClaim, checkSecret } from './configuration.js';
import { checkCustomResourceDefinition, checkWebhooks } from './extensions.js';
import { checkIngress, checkNetworkPolicy } from './ingress.js';
import { checkLimitRange, checkResourceQuota } from './quotas.js';
import { checkRole, checkRoleBinding } from './rbac.js';
import { checkEndpointSlice, checkEndpoints, checkService } from './service.js';
import {
  checkCronJob,
  checkDaemonSet,
  checkDeployment,
  checkJob,
  checkPod,
  checkReplicaSet,
  checkReplicationController,
  checkStatefulSet,
} from './workloads.js';

/** What the kinds built into Kubernetes refuse beyond the types of their fields, by kind. */
export const kubernetesRules = {
  ConfigMap: checkConfigMap,
  ClusterRole: checkRole,
  ClusterRoleBinding: checkRoleBinding,
  CronJob: checkCronJob,
  CustomResourceDefinition: checkCustomResourceDefinition,
  DaemonSet: checkDaemonSet,
  Deployment: checkDeployment,
  EndpointSlice: checkEndpointSlice,
  Endpoints: checkEndpoints,
  HorizontalPodAutoscaler: checkHorizontalPodAutoscaler,
  Ingress: checkIngress,
  IngressClass: checkIngressClass,
  Job: checkJob,
  LimitRange: checkLimitRange,
  MutatingWebhookConfiguration: checkWebhooks,
  NetworkPolicy: checkNetworkPolicy,
  PersistentVolumeClaim: checkPersistentVolumeClaim,
  Pod: checkPod,
  PodDisruptionBudget: checkPodDisruptionBudget,
  ReplicaSet: checkReplicaSet,
  ReplicationController: checkReplicationController,
  ResourceQuota: checkResourceQuota,
  Role: checkRole,
  RoleBinding: checkRoleBinding,
  Secret: checkSecret,
  Service: checkService,
  StatefulSet: checkStatefulSet,
  ValidatingWebhookConfiguration: checkWebhooks,
} as const satisfies Readonly<Record<string, KindRules>>;
