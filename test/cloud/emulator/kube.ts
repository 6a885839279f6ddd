import type { Cloud, Item } from './cloud.js';

type Json = Record<string, unknown>;
interface Answer {
  readonly status: number;
  readonly body: Json;
}

/** Kinds by group and version: plural, kind, and `cluster` where it is not namespaced. */
const kinds: Readonly<Record<string, readonly (readonly [string, string, 'cluster'?])[]>> = {
  v1: [
    ['namespaces', 'Namespace', 'cluster'],
    ['configmaps', 'ConfigMap'],
    ['secrets', 'Secret'],
    ['services', 'Service'],
    ['serviceaccounts', 'ServiceAccount'],
    ['pods', 'Pod'],
  ],
  'apps/v1': [
    ['deployments', 'Deployment'],
    ['statefulsets', 'StatefulSet'],
    ['daemonsets', 'DaemonSet'],
  ],
  'policy/v1': [['poddisruptionbudgets', 'PodDisruptionBudget']],
  'autoscaling/v2': [['horizontalpodautoscalers', 'HorizontalPodAutoscaler']],
  'rbac.authorization.k8s.io/v1': [
    ['roles', 'Role'],
    ['rolebindings', 'RoleBinding'],
    ['clusterroles', 'ClusterRole', 'cluster'],
    ['clusterrolebindings', 'ClusterRoleBinding', 'cluster'],
  ],
  ...Object.fromEntries(
    ['v1', 'v1beta1', 'v1alpha3'].map((version) => [
      `networking.istio.io/${version}`,
      [
        ['virtualservices', 'VirtualService'],
        ['destinationrules', 'DestinationRule'],
        ['gateways', 'Gateway'],
        ['serviceentries', 'ServiceEntry'],
        ['sidecars', 'Sidecar'],
        ['envoyfilters', 'EnvoyFilter'],
        ['workloadentries', 'WorkloadEntry'],
        ['workloadgroups', 'WorkloadGroup'],
        ['proxyconfigs', 'ProxyConfig'],
      ] as const,
    ]),
  ),
  ...Object.fromEntries(
    ['v1', 'v1beta1'].map((version) => [
      `security.istio.io/${version}`,
      [
        ['peerauthentications', 'PeerAuthentication'],
        ['requestauthentications', 'RequestAuthentication'],
        ['authorizationpolicies', 'AuthorizationPolicy'],
      ] as const,
    ]),
  ),
  'telemetry.istio.io/v1': [['telemetries', 'Telemetry']],
  'telemetry.istio.io/v1alpha1': [['telemetries', 'Telemetry']],
  'gateway.networking.k8s.io/v1': [
    ['gateways', 'Gateway'],
    ['httproutes', 'HTTPRoute'],
    ['grpcroutes', 'GRPCRoute'],
    ['gatewayclasses', 'GatewayClass', 'cluster'],
  ],
  'gateway.networking.k8s.io/v1beta1': [['referencegrants', 'ReferenceGrant']],
  'istio.alibabacloud.com/v1beta1': [
    ['istiogateways', 'IstioGateway'],
    ['asmlocalratelimiters', 'ASMLocalRateLimiter'],
  ],
  'core.oam.dev/v1beta1': [['applications', 'Application']],
};

function status(code: number, reason: string, message: string): Answer {
  const body = { kind: 'Status', apiVersion: 'v1', status: code < 300 ? 'Success' : 'Failure', code, reason, message };
  return { status: code, body };
}

function merge(old: unknown, fresh: unknown): unknown {
  const plain = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!plain(old) || !plain(fresh)) return structuredClone(fresh);
  const merged: Json = { ...old };
  for (const [key, value] of Object.entries(fresh)) merged[key] = merge(old[key], value);
  return merged;
}

function finished(kind: string, object: Json): Json {
  const spec = (object.spec ?? {}) as Json;
  if (kind === 'Namespace') return { ...object, status: { phase: 'Active' } };
  if (kind === 'Deployment' || kind === 'StatefulSet') {
    const replicas = Number(spec.replicas ?? 1);
    const observedGeneration = (object.metadata as Json).generation;
    const conditions = [
      { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
      { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
    ];
    const counts = { replicas, updatedReplicas: replicas, availableReplicas: replicas, readyReplicas: replicas };
    return { ...object, status: { observedGeneration, conditions, ...counts } };
  }
  return object;
}

/** What ASM makes of a gateway: a Service in each of its clusters, and their CLB; they go when the gateway does. */
function gatewayServices(cloud: Cloud, object: Item): void {
  const { name } = object.fields.metadata as { name: string };
  const spec = object.fields.spec as { clusterIds?: string[]; serviceAnnotations?: Record<string, string> };
  const owner = cloud.find('mesh', object.parents[0]) ?? cloud.all('mesh')[0];
  const balancer = gatewayBalancer(cloud, object, spec.serviceAnnotations ?? {});
  const status = { loadBalancer: { ingress: [{ ip: balancer?.fields.Address }] } };
  for (const clusterId of spec.clusterIds ?? ((owner?.fields.clusters ?? []) as string[])) {
    const id = `${clusterId}/core/services/istio-system/istio-${name}`;
    const metadata = { name: `istio-${name}`, namespace: 'istio-system' };
    const fields = { apiVersion: 'v1', kind: 'Service', metadata, status };
    if (!cloud.find('kube-object', id)) {
      cloud.create('kube-object', id, fields, { parents: [object.id, clusterId], settle: false });
    }
  }
}

/** The CLB that the annotations name, or one of the gateway's own. */
function gatewayBalancer(cloud: Cloud, object: Item, annotations: Record<string, string>): Item | undefined {
  const named = Object.entries(annotations).find(([key]) => key.endsWith('-loadbalancer-id'));
  if (named) return cloud.find('clb', named[1]);
  const [made] = cloud.children(object.id, 'clb');
  if (made) return made;
  const id = cloud.newId('lb-');
  const fields = {
    LoadBalancerId: id,
    LoadBalancerName: `of ${object.id}`,
    Address: '198.51.100.99',
    DeleteProtection: 'off',
  };
  return cloud.create('clb', id, fields, { parents: [object.id] });
}

/** Answers requests to the API servers of clusters, ASM instances and fleets; the first path segment is their id. */
export function kubeAnswer(cloud: Cloud, method: string, url: URL, body: Json | undefined): Answer {
  const [server = '', ...parts] = url.pathname.split('/').filter((part) => part !== '');
  const owner = cloud.find('cluster', server) ?? cloud.find('mesh', server) ?? cloud.find('fleet', server);
  if (!owner) return status(503, 'ServiceUnavailable', `no API server ${server}`);
  const path = `/${parts.join('/')}`;
  if (path === '/version') return { status: 200, body: { major: '1', minor: '34', gitVersion: 'v1.34.1' } };
  if (path === '/api') return { status: 200, body: { kind: 'APIVersions', versions: ['v1'] } };
  if (path === '/apis') {
    const groups = new Map<string, { groupVersion: string; version: string }[]>();
    for (const groupVersion of Object.keys(kinds)) {
      const [name, version] = groupVersion.split('/');
      if (!name || !version) continue;
      groups.set(name, [...(groups.get(name) ?? []), { groupVersion, version }]);
    }
    const list = [...groups].map(([name, versions]) => ({ name, versions, preferredVersion: versions[0] }));
    return { status: 200, body: { kind: 'APIGroupList', apiVersion: 'v1', groups: list } };
  }
  const core = parts[0] === 'api';
  const groupVersion = core ? (parts[1] ?? '') : `${parts[1]}/${parts[2]}`;
  const rest = parts.slice(core ? 2 : 3);
  const known = kinds[groupVersion];
  if (!known) return status(404, 'NotFound', 'the server could not find the requested resource');
  if (rest.length === 0) {
    const verbs = ['get', 'list', 'create', 'update', 'patch', 'delete'];
    const resources = known.map(([name, kind, scope]) => ({ name, singularName: '', kind, namespaced: !scope, verbs }));
    return { status: 200, body: { kind: 'APIResourceList', groupVersion, resources } };
  }
  const namespace = rest[0] === 'namespaces' && rest.length > 2 ? (rest[1] ?? '') : '';
  const [plural = '', name] = namespace === '' ? rest : rest.slice(2);
  const kind = known.find(([known]) => known === plural)?.[1];
  if (!kind) return status(404, 'NotFound', `no resource ${plural}`);
  const group = groupVersion.includes('/') ? groupVersion.split('/')[0] : 'core';
  const prefix = `${server}/${group}/${plural}/${namespace}/`;
  const id = `${prefix}${name ?? String((body?.metadata as Json | undefined)?.name)}`;
  const item = cloud.find('kube-object', id);
  if (method === 'GET' && !name) {
    const items = cloud.children(server, 'kube-object').filter((other) => other.id.startsWith(prefix));
    return {
      status: 200,
      body: { kind: `${kind}List`, apiVersion: groupVersion, items: items.map((other) => other.fields) },
    };
  }
  if (method === 'GET')
    return item ? { status: 200, body: item.fields } : status(404, 'NotFound', `${plural} "${name}" not found`);
  if (method === 'DELETE') {
    if (!item) return status(404, 'NotFound', `${plural} "${name}" not found`);
    for (const made of cloud.children(item.id)) cloud.remove(made);
    cloud.remove(item);
    return status(200, '', 'deleted');
  }
  if (!body) return status(400, 'BadRequest', 'no object');
  const namespaceItem = cloud.find('kube-object', `${server}/core/namespaces//${namespace}`);
  if (namespace && !namespaceItem && !['default', 'istio-system', 'kube-system'].includes(namespace)) {
    return status(404, 'NotFound', `namespaces "${namespace}" not found`);
  }
  const merged = merge(item?.fields ?? {}, body) as Json;
  const old = (item?.fields.metadata ?? {}) as Json;
  const manager = url.searchParams.get('fieldManager');
  const managers = ((old.managedFields ?? []) as { manager: string }[]).map((entry) => entry.manager);
  const metadata = {
    ...(merged.metadata as Json),
    managedFields: [...new Set([...managers, ...(manager === null ? [] : [manager])])].map((name) => ({
      manager: name,
      operation: 'Apply',
    })),
    uid: old.uid ?? cloud.newId('uid-'),
    resourceVersion: String(Number(old.resourceVersion ?? 0) + 1),
    generation: Number(old.generation ?? 0) + 1,
    creationTimestamp: '2026-01-01T00:00:00Z',
  };
  const full = finished(kind, { ...merged, apiVersion: groupVersion, kind, metadata });
  if (url.searchParams.get('dryRun') === 'All') return { status: item ? 200 : 201, body: full };
  if (item) item.fields = full;
  const stored = item ?? cloud.create('kube-object', id, full, { parents: [server], settle: false });
  if (kind === 'IstioGateway') gatewayServices(cloud, stored);
  return { status: item ? 200 : 201, body: full };
}
