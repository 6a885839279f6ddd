/** What can be taken for granted. */
export type AssumptionCode =
  | 'GATEWAY_PODS'
  | 'GATEWAY'
  | 'SECRET'
  | 'NAMESPACE'
  | 'NAMESPACE_LABELS'
  | 'HOST'
  | 'SERVICE_ENTRY'
  | 'SUBSET'
  | 'PODS'
  | 'GATEWAY_SERVICE'
  | 'NO_PROXY'
  | 'UNKNOWN_HOST'
  | 'NETWORK_PLUGIN';

/** Something that the files do not say and that an answer or a finding takes for granted. */
export interface Assumption {
  readonly code: AssumptionCode;
  /** What is assumed, as a clause: `Secret istio-system/tls exists`. The same clause is the same assumption. */
  readonly statement: string;
  /** The option of the command line that settles it: `--external-secret istio-system/tls`. */
  readonly settledBy: string;
}

/** One line for a person. */
export function formatAssumption({ statement, settledBy }: Assumption): string {
  return `assumed: ${statement}; pass ${settledBy} to settle it`;
}

/** Each assumption once, in the order in which it is first made. */
export function eachOnce(assumptions: Iterable<Assumption>): readonly Assumption[] {
  const found = new Map<string, Assumption>();
  for (const assumption of assumptions) {
    if (!found.has(assumption.statement)) {
      found.set(assumption.statement, assumption);
    }
  }
  return [...found.values()];
}

type Selector = Readonly<Record<string, string>>;

/** The labels of a selector for a message: `app: cart, version: v1`, sorted. */
export function labelWords(selector: Selector | undefined): string {
  return pairs(selector, ': ', ', ');
}

function pairs(selector: Selector | undefined, equals: string, comma: string): string {
  return Object.entries(selector ?? {})
    .map(([key, value]) => `${key}${equals}${value}`)
    .sort()
    .join(comma);
}

const elsewhere = 'in none of these files';
const cluster = '--against with the output of `kubectl get -A -o yaml`';

/** The assumptions that are made about what the files do not have. */
export const assume = {
  gatewayPods: (selector: Selector | undefined): Assumption => ({
    code: 'GATEWAY_PODS',
    statement: `the gateway pods labelled ${labelWords(selector)} exist, ${elsewhere}`,
    settledBy: `--external-gateway ${pairs(selector, '=', ',')}`,
  }),
  gatewayService: (selector: Selector | undefined, port: number): Assumption => ({
    code: 'GATEWAY_SERVICE',
    statement: `a Service leads to port ${port} of the gateway pods labelled ${labelWords(selector)}, ${elsewhere}`,
    settledBy: `--external-gateway ${pairs(selector, '=', ',')}`,
  }),
  gateway: (id: string): Assumption => ({
    code: 'GATEWAY',
    statement: `the Gateway ${id} exists, ${elsewhere}`,
    settledBy: `--external-gateway ${id}`,
  }),
  secret: (id: string): Assumption => ({
    code: 'SECRET',
    statement: `the Secret ${id} exists, ${elsewhere}`,
    settledBy: `--external-secret ${id}`,
  }),
  namespace: (name: string): Assumption => ({
    code: 'NAMESPACE',
    statement: `the namespace ${name} exists, ${elsewhere}`,
    settledBy: `--external-namespace ${name}`,
  }),
  namespaceLabels: (name: string, parent: string): Assumption => ({
    code: 'NAMESPACE_LABELS',
    statement: `the namespace ${name}, ${elsewhere}, has the labels that the allowedRoutes of ${parent} ask for`,
    settledBy: cluster,
  }),
  host: (host: string): Assumption => ({
    code: 'HOST',
    statement: `a Service or ServiceEntry has the host ${host}, ${elsewhere}`,
    settledBy: `--external-host ${host}`,
  }),
  serviceEntry: (id: string): Assumption => ({
    code: 'SERVICE_ENTRY',
    statement: `the ServiceEntry ${id} exists, ${elsewhere}`,
    settledBy: cluster,
  }),
  subset: (host: string, subset: string): Assumption => ({
    code: 'SUBSET',
    statement: `a DestinationRule defines the subset ${subset} of ${host}, ${elsewhere}`,
    settledBy: cluster,
  }),
  networkPlugin: (): Assumption => ({
    code: 'NETWORK_PLUGIN',
    statement: 'the network plugin enforces NetworkPolicies, as Terway and Calico do and Flannel does not',
    settledBy: '--network-policies enforced or ignored',
  }),
  pods: (namespace: string, selector: Selector | undefined): Assumption => ({
    code: 'PODS',
    statement: `pods${selector === undefined || Object.keys(selector).length === 0 ? '' : ` labelled ${labelWords(selector)}`} run in namespace ${namespace}, ${elsewhere}`,
    settledBy: cluster,
  }),
} as const;
