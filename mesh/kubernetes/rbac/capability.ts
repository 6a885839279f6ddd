/** Something that a person may want to know who can do. */
export interface Capability {
  /** Kebab case: what `--capability` takes. */
  readonly name: string;
  /** How a sentence says it: `change routes`. */
  readonly words: string;
  readonly verbs: readonly string[];
  /** Plural names by API group. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
  /** `gateways`: it matters only in the namespaces where gateways run. @default every namespace */
  readonly where?: 'gateways';
}

const writing = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** Every capability, the most dangerous last. Names of resources are those of Istio, the Gateway API, ASM and Kubernetes. */
export const capabilities: readonly Capability[] = [
  {
    name: 'change-routes',
    words: 'change routes',
    verbs: writing,
    resources: {
      'networking.istio.io': ['virtualservices', 'destinationrules', 'serviceentries', 'sidecars', 'workloadentries'],
      'gateway.networking.k8s.io': ['httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes', 'referencegrants'],
      'networking.k8s.io': ['ingresses'],
      'istio.alibabacloud.com': ['asmswimlanes', 'asmswimlanegroups', 'asmegresstrafficpolicies'],
    },
  },
  {
    name: 'change-policies',
    words: 'change policies',
    verbs: writing,
    resources: {
      'security.istio.io': ['authorizationpolicies', 'peerauthentications', 'requestauthentications'],
      'networking.k8s.io': ['networkpolicies'],
    },
  },
  {
    name: 'change-gateways',
    words: 'change gateways',
    verbs: writing,
    resources: {
      'networking.istio.io': ['gateways'],
      'gateway.networking.k8s.io': ['gateways', 'listenersets'],
      'istio.alibabacloud.com': ['istiogateways'],
    },
  },
  {
    name: 'change-proxies',
    words: 'change what proxies do',
    verbs: writing,
    resources: {
      'networking.istio.io': ['envoyfilters', 'proxyconfigs'],
      'extensions.istio.io': ['wasmplugins'],
      'telemetry.istio.io': ['telemetries'],
    },
  },
  { name: 'read-secrets', words: 'read Secrets', verbs: ['get', 'list', 'watch'], resources: { '': ['secrets'] } },
  { name: 'change-secrets', words: 'change Secrets', verbs: writing, resources: { '': ['secrets'] } },
  {
    name: 'exec-gateway',
    words: 'run commands in a gateway',
    verbs: ['create', 'get'],
    resources: { '': ['pods/exec', 'pods/attach', 'pods/ephemeralcontainers'] },
    where: 'gateways',
  },
  {
    name: 'change-rights',
    words: 'change who may do what',
    verbs: [...writing, 'bind', 'escalate'],
    resources: { 'rbac.authorization.k8s.io': ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'] },
  },
];
