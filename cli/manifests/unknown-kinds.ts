import { groupOf } from '../../mesh/manifest/identity.js';
import type { Problem } from '../../mesh/manifest/problem.js';
import type { Resource } from '../../mesh/manifest/resource.js';
import { closestName } from '../../mesh/validation/closest-name.js';

/** Kinds by API group, of Kubernetes and of what makes a mesh. Objects of other kinds take no part in the analysis. */
const kindsByGroup: Readonly<Record<string, readonly string[]>> = {
  '': [
    ...['Namespace', 'Service', 'ServiceAccount', 'Pod', 'ConfigMap', 'Secret', 'Endpoints', 'Node', 'Event'],
    ...[
      'PersistentVolume',
      'PersistentVolumeClaim',
      'LimitRange',
      'ResourceQuota',
      'ReplicationController',
      'PodTemplate',
    ],
  ],
  apps: ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ControllerRevision'],
  batch: ['Job', 'CronJob'],
  'networking.k8s.io': ['Ingress', 'IngressClass', 'NetworkPolicy'],
  'rbac.authorization.k8s.io': ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
  'networking.istio.io': [
    ...['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar', 'EnvoyFilter', 'WorkloadEntry'],
    ...['WorkloadGroup', 'ProxyConfig'],
  ],
  'security.istio.io': ['PeerAuthentication', 'RequestAuthentication', 'AuthorizationPolicy'],
  'telemetry.istio.io': ['Telemetry'],
  'extensions.istio.io': ['WasmPlugin', 'TrafficExtension'],
  'gateway.networking.k8s.io': [
    ...['Gateway', 'GatewayClass', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute', 'ReferenceGrant'],
    ...['BackendTLSPolicy', 'XListenerSet'],
  ],
  'core.oam.dev': ['Application'],
};

/** Groups whose kinds are all taken as they are: Kubernetes' own, and those of ASM. */
const openGroups =
  /^(?:autoscaling|policy|storage\.k8s\.io|discovery\.k8s\.io|scheduling\.k8s\.io|coordination\.k8s\.io|admissionregistration\.k8s\.io|apiextensions\.k8s\.io|apiregistration\.k8s\.io|certificates\.k8s\.io|istio\.alibabacloud\.com|install\.istio\.io)$/;

/** One problem for each kind that nothing here knows, at the first object of it. */
export function unknownKinds(resources: readonly Resource[]): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const { manifest, path, line } of resources) {
    const { apiVersion, kind } = manifest;
    const group = groupOf(apiVersion);
    const kinds = Object.hasOwn(kindsByGroup, group) ? kindsByGroup[group] : undefined;
    const key = `${apiVersion} ${kind}`;
    if (!problems.has(key) && kinds?.includes(kind) !== true && !openGroups.test(group)) {
      const meant = closestName(kind, kinds ?? []);
      problems.set(key, {
        code: 'MANIFEST_UNKNOWN_KIND',
        place: line === undefined ? path : `${path}:${line}`,
        message: `the kind ${kind} of ${apiVersion} is unknown here, so its objects are not analyzed`,
        mend: meant === undefined ? 'nothing to do when it belongs to another program' : `did you mean ${meant}?`,
      });
    }
  }
  return [...problems.values()];
}
