import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AuthorizationPolicy,
  KubeLimitRange,
  KubeNetworkPolicy,
  KubeResourceQuota,
  KubeRole,
  KubeRoleBinding,
  type PolicyRules,
  Sidecar,
} from '../api/index.js';
import { declareExports } from '../api/namespace-exports.js';
import { GATEWAY_NAMESPACE } from '../gateways/index.js';
import { MeshChart } from '../mesh-chart.js';
import { MeshNamespace } from '../mesh-namespace.js';
import { ownershipAnnotations, responsibilityLabels } from '../ownership.js';
import type { Account } from './account.js';
import { networkPolicySpec } from './network.js';
import { limitRangeSpec, resourceQuotaSpec, type TenantQuota } from './quota.js';
import { changeRoutes, deployWorkloads, viewMesh, viewWorkloads } from './rights.js';
import { calleesOf, registerTenant, type TenantCalls } from './tenant-calls.js';
import { tenantProblems } from './tenant-problems.js';
import type { TenantNamespaceProps, TenantOwners, TenantProps } from './tenant-props.js';

/**
 * The part of a mesh that one team has to itself: its namespaces, how much they may use, who may change what in them, and whose requests they take. Other
 * tenants can neither connect to it (NetworkPolicy), nor call it (AuthorizationPolicy), nor see its services (`exportTo`).
 */
export class Tenant extends Construct implements TenantCalls {
  readonly name: string;
  /** Names of its namespaces. */
  readonly namespaces: readonly string[];
  /** Namespaces that may call it besides its own and those of gateways. */
  readonly callers: readonly string[];
  /** Namespaces of the gateways that may connect to it. */
  readonly gateways: readonly string[];
  private readonly props: TenantProps;

  constructor(scope: Construct, id: string, props: TenantProps) {
    super(scope, id);
    this.props = props;
    this.name = props.name ?? id;
    const namespaces = props.namespaces.map((one) => (typeof one === 'string' ? { name: one } : one));
    this.namespaces = namespaces.map(({ name }) => name);
    this.callers = (props.allow ?? []).flatMap((one) => (typeof one === 'string' ? [one] : one.namespaces));
    this.gateways = props.gateways ?? [GATEWAY_NAMESPACE];
    registerTenant(this);
    for (const namespace of namespaces) this.addNamespace(namespace);
    this.node.addValidation({ validate: () => tenantProblems(this, props) });
  }

  /**
   * One of its namespaces, for {@link MeshService} and others.
   *
   * @param name @default the first
   * @throws RangeError for a name that is not one of its namespaces
   */
  namespace(name: string | undefined = this.namespaces[0]): MeshNamespace {
    const child = name === undefined ? undefined : this.node.tryFindChild(name);
    if (child instanceof MeshNamespace) return child;
    throw new RangeError(`tenant ${this.name} has no namespace '${name}'; it has ${this.namespaces.join(', ')}`);
  }

  /** Namespaces that may call it: its own, its callers' and those of gateways, sorted. */
  private get sources(): string[] {
    return sorted([...this.namespaces, ...this.callers, ...this.gateways]);
  }

  /** Namespaces that it may call, sorted. */
  private get destinations(): string[] {
    return sorted([...this.namespaces, ...calleesOf(this), ...(this.props.uses ?? []), ...this.gateways]);
  }

  private addNamespace({ name, dataPlaneMode, quota = this.props.quota, labels }: TenantNamespaceProps): void {
    const { clusters, owners = {} } = this.props;
    const settings = MeshChart.settingsOf(this);
    const ownership = owners.ownership ?? settings.ownership;
    const namespace = new MeshNamespace(this, name, {
      name,
      clusters,
      labels: { ...responsibilityLabels({ ...settings, ownership }), tenant: this.name, ...labels },
      annotations: ownershipAnnotations(owners.ownership),
      ...(dataPlaneMode && { dataPlaneMode }),
    });
    declareExports(this, name, () => this.sources);
    if (quota !== undefined) this.addQuota(namespace, quota);
    this.addRights(namespace, owners);
    this.addIsolation(namespace);
  }

  private addQuota(namespace: MeshNamespace, quota: TenantQuota): void {
    const { clusters } = this.props;
    const metadata = { name: `tenant-${this.name}`, namespace: namespace.name };
    new KubeResourceQuota(namespace, 'quota', { clusters, metadata, spec: resourceQuotaSpec(quota) });
    const spec = limitRangeSpec(quota);
    if (spec !== undefined) new KubeLimitRange(namespace, 'limit-range', { clusters, metadata, spec });
  }

  private addRights(namespace: MeshNamespace, { view = [], deploy = [], route = [] }: TenantOwners): void {
    const viewers = [...view, ...deploy, ...route];
    this.addRole(namespace, 'view', viewWorkloads, viewers);
    this.addRole(namespace, 'deploy', deployWorkloads, deploy);
    this.addRole(namespace, 'view-mesh', viewMesh, viewers, 'mesh');
    this.addRole(namespace, 'route', changeRoutes, route, 'mesh');
  }

  private addRole(
    namespace: MeshNamespace,
    role: string,
    rules: PolicyRules,
    accounts: readonly Account[],
    plane?: 'mesh',
  ): void {
    if (accounts.length === 0) return;
    const name = `tenant-${this.name}-${role}`;
    const place = { plane, clusters: this.props.clusters, metadata: { name, namespace: namespace.name } };
    const subjects = new Map(accounts.map(({ subject }) => [JSON.stringify(subject), subject]));
    new KubeRole(namespace, `role-${role}`, { ...place, rules });
    new KubeRoleBinding(namespace, `role-binding-${role}`, {
      ...place,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [...subjects.values()],
    });
  }

  private addIsolation(namespace: MeshNamespace): void {
    const metadata = { name: `tenant-${this.name}`, namespace: namespace.name };
    const { mode } = namespace;
    this.addNetworkPolicies(namespace);
    if (mode.isOutside) return;
    // A DENY leaves it to other policies who may call within the tenant; an ALLOW would add to what they allow.
    const strangers = [{ from: [{ source: { notNamespaces: Lazy.any({ produce: () => this.sources }) } }] }];
    const spec = { action: 'DENY' as const, rules: strangers };
    new AuthorizationPolicy(namespace, 'authorization-policy', { metadata, spec });
    if (!mode.isAmbient) {
      new Sidecar(namespace, 'sidecar', {
        metadata,
        spec: {
          egress: Lazy.any({ produce: () => [{ hosts: this.destinations.map((name) => `${name}/*`) }] }),
          ...(this.props.outbound && { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' as const } }),
        },
      });
    }
    if (mode.waypoint === undefined) return;
    // To the workloads every request comes from the waypoint, so it has to ask who sent it.
    new AuthorizationPolicy(namespace, 'waypoint-authorization-policy', {
      metadata: { ...metadata, name: `${metadata.name}-waypoint` },
      spec: {
        ...spec,
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: mode.waypoint }],
      },
    });
  }

  /** One policy, or one for each cluster where they differ in the addresses of the others. */
  private addNetworkPolicies(namespace: MeshNamespace): void {
    const { clusters, podNetworks, outbound } = this.props;
    const names = MeshChart.settingsOf(this).placement.dataPlane.map(({ name }) => name);
    const own = names.filter((name) => clusters?.includes(name) ?? true);
    const metadata = { name: `tenant-${this.name}`, namespace: namespace.name };
    const specFor = (others: readonly string[]) =>
      Lazy.any({
        produce: () =>
          networkPolicySpec({
            from: this.sources,
            to: this.destinations,
            podNetworks: others.flatMap((name) => podNetworks?.[name] ?? []),
            isAmbient: namespace.mode.isAmbient,
            ...(outbound && { outbound }),
          }),
      });
    if (podNetworks === undefined || own.length < 2) {
      new KubeNetworkPolicy(namespace, 'network-policy', { clusters, metadata, spec: specFor([]) });
      return;
    }
    for (const name of own) {
      const others = names.filter((other) => other !== name);
      new KubeNetworkPolicy(namespace, `network-policy-${name}`, { clusters: [name], metadata, spec: specFor(others) });
    }
  }
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
