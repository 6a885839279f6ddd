import type { KindRules } from '../validation/kind-rules.js';
import { kubernetesRules } from '../validation/kubernetes/index.js';
import { kubernetesFields } from '../validation/schema/kubernetes-fields.js';
import type { Kind } from './kind.js';
import type { Phase } from './phases.js';

/** A kind that every Kubernetes API server has. */
interface BuiltIn extends Pick<Kind, 'podTemplate' | 'fleet' | 'formerVersions'> {
  readonly kind: string;
  /** @default the kind in lower case with an `s` */
  readonly plural?: string;
  readonly phase?: Phase;
  readonly isClusterScoped?: true;
  /** Whether its fields are not known here: kinds that nobody puts beside a mesh. */
  readonly isOpen?: true;
}

const pods = ['template'];
const rules: Readonly<Record<string, KindRules>> = kubernetesRules;

function group(name: string, versions: readonly string[], kinds: readonly BuiltIn[]): readonly Kind[] {
  return kinds.map(
    ({ kind, plural = `${kind.toLowerCase()}s`, phase = 'workload', isClusterScoped, isOpen, ...rest }) => {
      const rule = rules[kind];
      return {
        group: name,
        kind,
        plural,
        versions,
        scope: isClusterScoped ? 'cluster' : 'namespace',
        plane: kind === 'Namespace' ? 'every' : 'data-plane',
        phase,
        ...(isOpen ? {} : { fields: kubernetesFields }),
        ...(rule === undefined ? {} : { rules: rule }),
        ...rest,
      };
    },
  );
}

const foundation = { phase: 'foundation', isClusterScoped: true } as const;
const configuration = { phase: 'configuration' } as const;
const distributed = { fleet: 'distributes' } as const;

/**
 * The kinds of Kubernetes itself (https://kubernetes.io/docs/reference/kubernetes-api/), in the order in which files list those of one
 * phase.
 */
export const kubernetesKinds: readonly Kind[] = [
  ...group('', ['v1'], [{ kind: 'Namespace', ...foundation }]),
  ...group(
    'apiextensions.k8s.io',
    ['v1'],
    [{ kind: 'CustomResourceDefinition', ...foundation, formerVersions: { v1beta1: '1.22' } }],
  ),
  ...group(
    'storage.k8s.io',
    ['v1'],
    [
      { kind: 'StorageClass', plural: 'storageclasses', ...foundation },
      { kind: 'VolumeAttributesClass', isOpen: true, plural: 'volumeattributesclasses', ...foundation },
      { kind: 'CSIDriver', isOpen: true, ...foundation },
      { kind: 'CSINode', isOpen: true, ...foundation },
      { kind: 'VolumeAttachment', isOpen: true, ...foundation },
      { kind: 'CSIStorageCapacity', isOpen: true, plural: 'csistoragecapacities', ...configuration },
    ],
  ),
  ...group('scheduling.k8s.io', ['v1'], [{ kind: 'PriorityClass', plural: 'priorityclasses', ...foundation }]),
  ...group('node.k8s.io', ['v1'], [{ kind: 'RuntimeClass', isOpen: true, plural: 'runtimeclasses', ...foundation }]),
  ...group('apiregistration.k8s.io', ['v1'], [{ kind: 'APIService', isOpen: true, ...foundation }]),
  ...group(
    '',
    ['v1'],
    [
      { kind: 'ServiceAccount', ...configuration },
      { kind: 'ConfigMap', ...configuration, ...distributed },
      { kind: 'Secret', ...configuration },
      { kind: 'ResourceQuota', ...configuration },
      { kind: 'LimitRange', ...configuration },
      { kind: 'PersistentVolume', isOpen: true, ...configuration, isClusterScoped: true },
      { kind: 'PersistentVolumeClaim', ...configuration },
    ],
  ),
  ...group(
    'rbac.authorization.k8s.io',
    ['v1'],
    [
      { kind: 'Role', ...configuration, formerVersions: { v1beta1: '1.22' } },
      { kind: 'ClusterRole', ...configuration, isClusterScoped: true, formerVersions: { v1beta1: '1.22' } },
      { kind: 'RoleBinding', ...configuration, formerVersions: { v1beta1: '1.22' } },
      { kind: 'ClusterRoleBinding', ...configuration, isClusterScoped: true, formerVersions: { v1beta1: '1.22' } },
    ],
  ),
  ...group(
    'networking.k8s.io',
    ['v1'],
    [
      { kind: 'NetworkPolicy', plural: 'networkpolicies', phase: 'policy' },
      { kind: 'IngressClass', plural: 'ingressclasses', ...foundation, formerVersions: { v1beta1: '1.22' } },
      { kind: 'Ingress', plural: 'ingresses', phase: 'route', formerVersions: { v1beta1: '1.22' } },
      { kind: 'IPAddress', isOpen: true, plural: 'ipaddresses', ...foundation },
      { kind: 'ServiceCIDR', isOpen: true, ...foundation },
    ],
  ),
  ...group('', ['v1'], [{ kind: 'Service', ...distributed }]),
  ...group(
    'apps',
    ['v1'],
    [
      {
        kind: 'Deployment',
        podTemplate: pods,
        ...distributed,
        formerVersions: { v1beta1: '1.16', v1beta2: '1.16' },
      },
      { kind: 'StatefulSet', podTemplate: pods, formerVersions: { v1beta1: '1.16', v1beta2: '1.16' } },
      { kind: 'DaemonSet', podTemplate: pods, formerVersions: { v1beta2: '1.16' } },
      { kind: 'ReplicaSet', podTemplate: pods, formerVersions: { v1beta2: '1.16' } },
      { kind: 'ControllerRevision', isOpen: true },
    ],
  ),
  ...group(
    '',
    ['v1'],
    [
      { kind: 'Pod', podTemplate: [] },
      { kind: 'ReplicationController', podTemplate: pods },
      { kind: 'Endpoints', plural: 'endpoints' },
      { kind: 'PodTemplate', isOpen: true },
      { kind: 'Node', isOpen: true, isClusterScoped: true },
      { kind: 'Event', isOpen: true },
      { kind: 'Binding', isOpen: true },
      { kind: 'ComponentStatus', isOpen: true, plural: 'componentstatuses', isClusterScoped: true },
    ],
  ),
  ...group(
    'batch',
    ['v1'],
    [
      { kind: 'Job', podTemplate: pods },
      { kind: 'CronJob', podTemplate: ['jobTemplate', 'spec', 'template'], formerVersions: { v1beta1: '1.25' } },
    ],
  ),
  ...group('discovery.k8s.io', ['v1'], [{ kind: 'EndpointSlice', formerVersions: { v1beta1: '1.25' } }]),
  ...group('coordination.k8s.io', ['v1'], [{ kind: 'Lease', isOpen: true }]),
  ...group('events.k8s.io', ['v1'], [{ kind: 'Event', isOpen: true }]),
  ...group(
    'autoscaling',
    ['v2', 'v1'],
    [{ kind: 'HorizontalPodAutoscaler', phase: 'gateway', formerVersions: { v2beta1: '1.25', v2beta2: '1.26' } }],
  ),
  ...group(
    'policy',
    ['v1'],
    [
      {
        kind: 'PodDisruptionBudget',
        phase: 'gateway',
        formerVersions: { v1beta1: '1.25' },
      },
    ],
  ),
  ...group(
    'admissionregistration.k8s.io',
    ['v1'],
    [
      {
        kind: 'ValidatingWebhookConfiguration',
        phase: 'workload',
        isClusterScoped: true,
      },
      { kind: 'MutatingWebhookConfiguration', phase: 'workload', isClusterScoped: true },
      { kind: 'ValidatingAdmissionPolicy', isOpen: true, plural: 'validatingadmissionpolicies', isClusterScoped: true },
      { kind: 'ValidatingAdmissionPolicyBinding', isOpen: true, isClusterScoped: true },
      { kind: 'MutatingAdmissionPolicy', isOpen: true, plural: 'mutatingadmissionpolicies', isClusterScoped: true },
      { kind: 'MutatingAdmissionPolicyBinding', isOpen: true, isClusterScoped: true },
    ],
  ),
  ...group(
    'certificates.k8s.io',
    ['v1', 'v1beta1', 'v1alpha1'],
    [
      { kind: 'CertificateSigningRequest', isOpen: true, isClusterScoped: true },
      { kind: 'ClusterTrustBundle', isOpen: true, isClusterScoped: true },
      { kind: 'PodCertificateRequest', isOpen: true },
    ],
  ),
  ...group(
    'flowcontrol.apiserver.k8s.io',
    ['v1'],
    [
      { kind: 'FlowSchema', isOpen: true, isClusterScoped: true },
      { kind: 'PriorityLevelConfiguration', isOpen: true, isClusterScoped: true },
    ],
  ),
  ...group(
    'resource.k8s.io',
    ['v1', 'v1beta2', 'v1beta1'],
    [
      { kind: 'DeviceClass', isOpen: true, plural: 'deviceclasses', isClusterScoped: true },
      { kind: 'ResourceSlice', isOpen: true, isClusterScoped: true },
      { kind: 'ResourceClaim', isOpen: true },
      { kind: 'ResourceClaimTemplate', isOpen: true },
    ],
  ),
];
