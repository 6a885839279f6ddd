import type { IstioSpecs } from '../kinds/index.js';
import type { ConfigObject } from '../model/config-object.js';
import { append } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import { servicesNamedBy } from './container-hosts.js';
import { guardedWorkloads, targetedServices } from './policy-workloads.js';
import { parsePrincipal, parseServiceAccount } from './principal.js';
import { TrustDomains } from './trust-domain.js';

/** Annotation in which a chart writes down who calls a service or a host outside the mesh: JSON, a list of {@link DeclaredCall}. */
export const callsAnnotation = 'asm-blueprints/calls';

/** A call that a chart declares. */
export interface DeclaredCall {
  /** Identity of the caller, without `spiffe://`. */
  readonly principal: string;
  /** `namespace/service` of the caller. */
  readonly from: string;
  /** `namespace/service` that is called, or a host outside the mesh. */
  readonly to: string;
  readonly port?: number;
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
}

/**
 * Why a call is in the graph: the annotation declares it; an ALLOW policy names the caller's identity; one lets the caller's whole namespace
 * in, which says that it may call; a container of the caller has the host.
 */
export type CallSource = 'annotation' | 'identity' | 'namespace' | 'container';

/** Calls that the manifests speak of, of one source: each of the callers calls what is called. */
export interface Call {
  readonly source: CallSource;
  /** What says so, for a message. */
  readonly evidence: string;
  /** `namespace/service` of the caller, which only the annotation says. */
  readonly from: string | undefined;
  /** The callers, gateways and waypoints left out; empty when the manifests do not have them. */
  readonly callers: readonly Workload[];
  /** What is called: the Services, and their workloads. */
  readonly services: readonly MeshService[];
  readonly callees: readonly Workload[];
  /** As the annotation says it. @default any */
  readonly port: number | undefined;
  readonly methods: readonly string[];
}

/** The calls that the annotations of any objects declare; odd ones are left out. */
export function readCallGraph(mesh: Mesh): readonly DeclaredCall[] {
  return mesh.objects.flatMap(({ annotations }) => {
    const text = annotations[callsAnnotation];
    if (text === undefined) {
      return [];
    }
    try {
      const calls: unknown = JSON.parse(text);
      return Array.isArray(calls) ? calls.filter(isCall) : [];
    } catch {
      return [];
    }
  });
}

function isCall(value: unknown): value is DeclaredCall {
  const call = value as Partial<DeclaredCall> | null;
  return typeof call?.from === 'string' && typeof call.to === 'string' && typeof call.principal === 'string';
}

/** Who calls whom, as far as the manifests say. */
export class CallGraph {
  /** What the annotations declare comes first, then what policies and containers say. */
  readonly calls: readonly Call[];
  private readonly byAccount = new Map<string, Workload[]>();
  private readonly domains: TrustDomains;

  private constructor(private readonly mesh: Mesh) {
    this.domains = new TrustDomains(mesh.config);
    for (const workload of mesh.workloads) {
      if (workload.entry === undefined && workload.proxy !== 'gateway' && workload.proxy !== 'waypoint') {
        append(this.byAccount, `${workload.namespace}/${workload.serviceAccount || 'default'}`, workload);
      }
    }
    this.calls = [...this.ofAnnotations(), ...this.ofPolicies(), ...this.ofContainers()];
  }

  private static readonly made = new WeakMap<Mesh, CallGraph>();

  /** The graph of a mesh, made when first asked for. */
  static of(mesh: Mesh): CallGraph {
    let graph = CallGraph.made.get(mesh);
    if (graph === undefined) {
      graph = new CallGraph(mesh);
      CallGraph.made.set(mesh, graph);
    }
    return graph;
  }

  private ofAnnotations(): readonly Call[] {
    const services = new Map<string, MeshService>();
    const calls = readCallGraph(this.mesh);
    for (const service of calls.length === 0 ? [] : this.mesh.services) {
      for (const name of [service.host, `${service.namespace}/${service.name}`]) {
        services.set(name, services.get(name) ?? service);
      }
    }
    return calls.map(({ from, to, principal, port, methods = [] }): Call => {
      const service = services.get(to);
      return {
        source: 'annotation',
        evidence: `its call of ${to} is declared`,
        from,
        callers: this.withPrincipal(principal),
        services: service === undefined ? [] : [service],
        callees: service?.workloads ?? [],
        port,
        methods,
      };
    });
  }

  /** The workloads that have one of the identities that a principal of a policy stands for. */
  private withPrincipal(principal: string): readonly Workload[] {
    const parsed = parsePrincipal(principal);
    return parsed === undefined || !this.domains.isOwn(parsed.trustDomain) ? [] : this.withAccount(parsed);
  }

  private withAccount(account: { readonly namespace: string; readonly serviceAccount: string }): readonly Workload[] {
    return this.byAccount.get(`${account.namespace}/${account.serviceAccount}`) ?? [];
  }

  private ofPolicies(): readonly Call[] {
    const policies = this.mesh.authorizationPolicies.filter(({ spec }) => (spec.action ?? 'ALLOW') === 'ALLOW');
    if (policies.length === 0) {
      return [];
    }
    const services = servicesByWorkload(this.mesh);
    return policies.flatMap((policy): readonly Call[] => {
      const named = new Set(this.namedBy(policy));
      const ofNamespaces = valuesOf(policy, 'namespaces', 'source.namespace');
      const letIn = new Set(ofNamespaces.flatMap((name) => this.mesh.workloadsIn(name).filter(isCaller)));
      if (named.size === 0 && letIn.size === 0) {
        return [];
      }
      const callees = guardedWorkloads(this.mesh, policy);
      const targeted = targetedServices(this.mesh, policy);
      const fronting = new Set(
        targeted.length > 0 ? targeted : callees.flatMap((callee) => services.get(callee) ?? []),
      );
      const call = (source: CallSource, evidence: string, callers: Iterable<Workload>): Call => ({
        ...{ source, evidence, from: undefined, callers: [...callers] },
        ...{ services: [...fronting], callees, port: undefined, methods: [] },
      });
      return [
        call('identity', `AuthorizationPolicy ${policy.id} names it`, named),
        call('namespace', `AuthorizationPolicy ${policy.id} lets its namespace in`, letIn),
      ].filter(({ callers }) => callers.length > 0);
    });
  }

  private namedBy(policy: AuthorizationPolicy): readonly Workload[] {
    const principals = valuesOf(policy, 'principals', 'source.principal');
    const accounts = valuesOf(policy, 'serviceAccounts', 'source.serviceAccount');
    return [
      ...principals.flatMap((principal) => this.withPrincipal(principal)),
      ...accounts.flatMap((account) => this.withAccount(parseServiceAccount(account, policy.namespace))),
    ];
  }

  private ofContainers(): readonly Call[] {
    return this.mesh.workloads.filter(isCaller).flatMap((caller) =>
      servicesNamedBy(this.mesh, caller).map(
        ({ service, place }): Call => ({
          source: 'container',
          evidence: `${place} of its container has the host \`${service.name}\``,
          from: undefined,
          callers: [caller],
          services: [service],
          callees: service.workloads,
          port: undefined,
          methods: [],
        }),
      ),
    );
  }
}

type AuthorizationPolicy = ConfigObject<IstioSpecs['AuthorizationPolicy']>;

function isCaller({ proxy }: Workload): boolean {
  return proxy !== 'gateway' && proxy !== 'waypoint';
}

/** What the rules of a policy name: in a field of their sources, and in a condition. */
function valuesOf(
  { spec }: AuthorizationPolicy,
  field: 'principals' | 'serviceAccounts' | 'namespaces',
  key: string,
): readonly string[] {
  return (spec.rules ?? []).flatMap(({ from = [], when = [] }) => [
    ...from.flatMap(({ source }) => source?.[field] ?? []),
    ...when.filter((condition) => condition.key === key).flatMap(({ values = [] }) => values),
  ]);
}

function servicesByWorkload(mesh: Mesh): ReadonlyMap<Workload, readonly MeshService[]> {
  const found = new Map<Workload, MeshService[]>();
  for (const service of mesh.services) {
    for (const workload of service.registry === 'kubernetes' ? service.workloads : []) {
      append(found, workload, service);
    }
  }
  return found;
}
