import type { PolicyRule } from './policy-rule.js';

const reading = ['get', 'list', 'watch'];
const writing = ['create', 'delete', 'deletecollection', 'patch', 'update'];

const rule = (apiGroup: string, resources: string, verbs: readonly string[]): PolicyRule => ({
  verbs,
  apiGroups: [apiGroup],
  resources: resources.split(' '),
  resourceNames: [],
});

/** What may be read of a namespace, Secrets apart. */
const view: readonly PolicyRule[] = [
  rule(
    '',
    'bindings configmaps endpoints events limitranges namespaces namespaces/status persistentvolumeclaims persistentvolumeclaims/status pods pods/log pods/status replicationcontrollers replicationcontrollers/scale replicationcontrollers/status resourcequotas resourcequotas/status serviceaccounts services services/status',
    reading,
  ),
  rule('discovery.k8s.io', 'endpointslices', reading),
  rule(
    'apps',
    'controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status',
    reading,
  ),
  rule('autoscaling', 'horizontalpodautoscalers horizontalpodautoscalers/status', reading),
  rule('batch', 'cronjobs cronjobs/status jobs jobs/status', reading),
  rule('policy', 'poddisruptionbudgets poddisruptionbudgets/status', reading),
  rule('networking.k8s.io', 'ingresses ingresses/status networkpolicies', reading),
];

/** Reading and writing of a namespace, its Secrets and the shells of its pods among it, but no Roles. */
const edit: readonly PolicyRule[] = [
  ...view,
  rule('', 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy', reading),
  rule('', 'serviceaccounts', ['impersonate']),
  rule('', 'pods pods/attach pods/exec pods/portforward pods/proxy', writing),
  rule('', 'pods/eviction serviceaccounts/token', ['create']),
  rule(
    '',
    'configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy',
    writing,
  ),
  rule(
    'apps',
    'daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale',
    writing,
  ),
  rule('autoscaling', 'horizontalpodautoscalers', writing),
  rule('batch', 'cronjobs jobs', writing),
  rule('policy', 'poddisruptionbudgets', writing),
  rule('networking.k8s.io', 'ingresses networkpolicies', writing),
  rule('coordination.k8s.io', 'leases', [...reading, ...writing]),
];

const admin: readonly PolicyRule[] = [
  ...edit,
  rule('authorization.k8s.io', 'localsubjectaccessreviews', ['create']),
  rule('rbac.authorization.k8s.io', 'roles rolebindings', [...reading, ...writing]),
];

/**
 * The ClusterRoles for users that every cluster has, by name
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles). None of `admin`, `edit` and `view` has rights to
 * Istio's kinds, unless a ClusterRole with a label such as `rbac.authorization.k8s.io/aggregate-to-edit: "true"` adds them.
 */
export const builtInRoles: ReadonlyMap<string, readonly PolicyRule[]> = new Map([
  ['cluster-admin', [rule('*', '*', ['*'])]],
  ['admin', admin],
  ['edit', edit],
  ['view', view],
]);

/** Labels by which a ClusterRole is added to a role that every cluster has; each role has what the smaller ones have. */
export const aggregationLabels: ReadonlyMap<string, readonly string[]> = new Map([
  ['admin', ['admin', 'edit', 'view']],
  ['edit', ['edit', 'view']],
  ['view', ['view']],
]);
