import { allKinds, asmGroup, capabilities, kindsOfGroup } from '../../mesh/index.js';
import type { PolicyRules } from '../api/index.js';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete'];

/** Plural names of resources by API group. */
type Resources = Readonly<Record<string, readonly string[]>>;

/** What runs in a namespace, without its Secrets. */
const WORKLOADS: Resources = {
  '': ['configmaps', 'persistentvolumeclaims', 'serviceaccounts', 'services'],
  apps: ['daemonsets', 'deployments', 'deployments/scale', 'statefulsets', 'statefulsets/scale'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  policy: ['poddisruptionbudgets'],
};

/** What only the cluster, or the platform, changes. */
const SURROUNDINGS: Resources = {
  '': ['endpoints', 'events', 'limitranges', 'pods', 'pods/log', 'resourcequotas'],
  apps: ['replicasets'],
  'discovery.k8s.io': ['endpointslices'],
  'events.k8s.io': ['events'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
};

/** Sees what runs in a namespace; no Secrets. */
export const viewWorkloads: PolicyRules = [...rulesFor(WORKLOADS, READ), ...rulesFor(SURROUNDINGS, READ)];

/** Changes what runs in a namespace. Neither Secrets nor `exec`, and nothing that keeps tenants apart. */
export const deployWorkloads: PolicyRules = [
  ...rulesFor(WORKLOADS, WRITE),
  ...rulesFor({ '': ['pods', 'pods/eviction'] }, ['create', 'delete']),
];

/** Resources of Istio, the Gateway API and ASM. */
const MESH: Resources = Object.fromEntries(
  [...new Set(allKinds.filter(({ plane }) => plane === 'mesh').map(({ group }) => group))].sort().map((group) => [
    group,
    kindsOfGroup(group)
      .filter(({ plane }) => plane === 'mesh')
      .map(({ plural }) => plural)
      .sort(),
  ]),
);

/** Sees every kind of the mesh. */
export const viewMesh: PolicyRules = rulesFor(MESH, READ);

/** Changes every kind of the mesh. */
export const changeMesh: PolicyRules = rulesFor(MESH, WRITE);

/** Kinds of ASM that say who may call. */
const ASM_SECURITY: Resources = { [asmGroup]: ['asmopapolicies', 'asmsecuritypolicies'] };

/** Changes who may call whom. */
export const changePolicies: PolicyRules = [
  ...rulesFor(ofMesh('change-policies'), WRITE),
  ...rulesFor(ASM_SECURITY, WRITE),
];

/** Changes NetworkPolicies, which live in the clusters. */
export const changeNetworkPolicies: PolicyRules = rulesFor({ 'networking.k8s.io': ['networkpolicies'] }, [
  ...READ,
  ...WRITE,
]);

/** Changes routes in a namespace, without the Sidecars that keep tenants apart. */
export const changeRoutes: PolicyRules = rulesFor(
  without(ofMesh('change-routes'), (group, resource) => {
    const row = kindsOfGroup(group).find(({ plural }) => plural === resource);
    return resource === 'sidecars' || row?.scope === 'cluster';
  }),
  WRITE,
);

/** The resources of a capability that the mesh's API server has. */
function ofMesh(name: string): Resources {
  const capability = capabilities.find((one) => one.name === name);
  if (capability === undefined) throw new RangeError(`there is no capability '${name}'`);
  return without(capability.resources, (group, resource) => MESH[group]?.includes(resource) !== true);
}

function without(resources: Resources, leftOut: (group: string, resource: string) => boolean): Resources {
  const kept = Object.entries(resources).map(
    ([group, names]) => [group, names.filter((name) => !leftOut(group, name))] as const,
  );
  return Object.fromEntries(kept.filter(([, names]) => names.length > 0));
}

function rulesFor(resources: Resources, verbs: readonly string[]): PolicyRules {
  return Object.entries(resources).map(([group, names]) => ({
    apiGroups: [group],
    resources: [...names].sort(),
    verbs: [...verbs],
  }));
}
