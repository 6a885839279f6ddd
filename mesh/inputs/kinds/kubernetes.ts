import { type FieldCoverage, modelled, noEffect, notModelled, resources, scheduling, timing } from '../coverage.js';

const loadBalancer = noEffect('the load balancer in front');
const plainCallers = noEffect('only which pod a connection without a proxy gets');
const families = noEffect('versions of IP');

const service: FieldCoverage = {
  type: modelled,
  selector: modelled,
  ports: modelled,
  clusterIP: modelled,
  clusterIPs: families,
  ipFamilies: families,
  ipFamilyPolicy: families,
  externalName: modelled,
  externalIPs: notModelled('the Service answers at these addresses as well'),
  internalTrafficPolicy: notModelled('only endpoints on the node of the caller are used', { unless: ['Cluster'] }),
  trafficDistribution: notModelled('endpoints that are near may get more of the requests'),
  publishNotReadyAddresses: noEffect('pods are taken to be ready'),
  sessionAffinity: plainCallers,
  sessionAffinityConfig: plainCallers,
  externalTrafficPolicy: noEffect('only the address that pods see; the question says it'),
  loadBalancerSourceRanges: notModelled('callers with other addresses do not get in', { side: 'receiver' }),
  loadBalancerClass: loadBalancer,
  loadBalancerIP: loadBalancer,
  allocateLoadBalancerNodePorts: loadBalancer,
  healthCheckNodePort: loadBalancer,
};

const access = noEffect('who may change objects');
const storage = noEffect('storage');
const definitions = noEffect('definitions of kinds');

const records = noEffect('records of what has run');

/** Several kinds of a group that are taken alike, as a whole. */
function of(group: string, fields: FieldCoverage, kinds: readonly string[]): Readonly<Record<string, FieldCoverage>> {
  return Object.fromEntries(kinds.map((kind) => [`${group}/${kind}`, fields]));
}

/** Fields other than `metadata` and `status` of kinds of Kubernetes that make no pods, by group and kind. */
export const kubernetesKinds: Readonly<Record<string, FieldCoverage>> = {
  '/Service': { spec: service },
  '/Namespace': { spec: noEffect('how it is deleted') },
  '/Endpoints': { subsets: modelled },
  'discovery.k8s.io/EndpointSlice': {
    addressType: modelled,
    endpoints: {
      addresses: modelled,
      conditions: modelled,
      zone: notModelled('endpoints of the zone may get more of the requests'),
      deprecatedTopology: scheduling,
      hints: scheduling,
      hostname: noEffect('a name'),
      nodeName: scheduling,
      targetRef: noEffect('a name'),
    },
    ports: modelled,
  },
  'networking.k8s.io/NetworkPolicy': {
    spec: modelled,
  },
  'networking.k8s.io/Ingress': {
    spec: notModelled('another controller routes requests to its hosts'),
  },
  'networking.k8s.io/IngressClass': { spec: noEffect('a name for a controller') },
  '/ConfigMap': {
    data: noEffect('settings of programs; those of the mesh are told apart'),
    binaryData: noEffect('settings of programs'),
    immutable: noEffect('settings of programs'),
  },
  '/Secret': noEffect('certificates and keys are taken to be valid'),
  'cert-manager.io/Certificate': noEffect('certificates and keys are taken to be valid'),
  '/ServiceAccount': access,
  '/PersistentVolume': storage,
  '/PersistentVolumeClaim': storage,
  'storage.k8s.io/StorageClass': storage,
  '/LimitRange': resources,
  '/ResourceQuota': resources,
  '/Node': scheduling,
  'scheduling.k8s.io/PriorityClass': scheduling,
  'policy/PodDisruptionBudget': scheduling,
  'autoscaling/HorizontalPodAutoscaler': { spec: noEffect('the number of pods, which shares do not follow') },
  'coordination.k8s.io/Lease': timing,
  'rbac.authorization.k8s.io/Role': access,
  'rbac.authorization.k8s.io/RoleBinding': access,
  'rbac.authorization.k8s.io/ClusterRole': access,
  'rbac.authorization.k8s.io/ClusterRoleBinding': access,
  'apiextensions.k8s.io/CustomResourceDefinition': definitions,
  'apiregistration.k8s.io/APIService': definitions,
  '/PodTemplate': noEffect('pods are those of what refers to it'),
  'node.k8s.io/RuntimeClass': scheduling,
  ...of('', records, ['Event', 'Binding', 'ComponentStatus']),
  'events.k8s.io/Event': records,
  'apps/ControllerRevision': records,
  ...of('storage.k8s.io', storage, ['VolumeAttributesClass', 'CSIDriver', 'CSINode', 'VolumeAttachment']),
  'storage.k8s.io/CSIStorageCapacity': storage,
  ...of('networking.k8s.io', noEffect('addresses of Services are those that their manifests set'), [
    ...['IPAddress', 'ServiceCIDR'],
  ]),
  ...of('admissionregistration.k8s.io', noEffect('objects are taken as they are written'), [
    ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy'],
    ...['ValidatingAdmissionPolicyBinding', 'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
  ]),
  ...of('certificates.k8s.io', noEffect('certificates are taken to be valid'), [
    ...['CertificateSigningRequest', 'ClusterTrustBundle', 'PodCertificateRequest'],
  ]),
  ...of('flowcontrol.apiserver.k8s.io', access, ['FlowSchema', 'PriorityLevelConfiguration']),
  ...of('resource.k8s.io', resources, ['DeviceClass', 'ResourceSlice', 'ResourceClaim', 'ResourceClaimTemplate']),
};
