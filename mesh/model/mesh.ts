import { asmGroup, type GatewayApiSpecs, gatewayApiGroup, type IstioSpecs, istioGroups } from '../kinds/index.js';
import type { Resource } from '../manifest/resource.js';
import type { AsmInstance } from '../validation/asm/demands.js';
import { ConfigObject } from './config-object.js';
import { resolveHost } from './hosts.js';
import { systemNamespaces } from './injection.js';
import { append, LabelIndex, type Labels } from './labels.js';
import { ListedEndpoints } from './listed-endpoints.js';
import type { MeshConfig } from './mesh-config.js';
import { meshSettings } from './mesh-settings.js';
import { MeshNamespace } from './namespace.js';
import { readNamespaces } from './namespaces.js';
import type { MeshObject } from './object.js';
import type { ExternalFacts, MeshOptions } from './options.js';
import { type Placement, placeObjects, splitDuplicates } from './placement.js';
import { ownersOf, readPods, readWorkloadEntry } from './pods.js';
import { ServiceRegistry } from './registry.js';
import type { MeshService } from './service.js';
import { type Visibility, visibilityOf } from './visibility.js';
import { compareWorkloads, Workload } from './workload.js';
import { WorkloadReferences } from './workload-references.js';

/**
 * A mesh: several data-plane clusters, the ASM instance and the fleet seen as one. Lists are in a stable order
 * (namespace, then name); parts that are costly are made when first asked for.
 */
export class Mesh {
  /** Every object, of any kind, duplicates left out. */
  readonly objects: readonly MeshObject[];
  /** Objects given more than once for one API server, each group in stable order; the last of a group is the one that holds. */
  readonly duplicates: readonly (readonly MeshObject[])[];
  readonly config: MeshConfig;
  readonly external: Required<ExternalFacts>;
  /** When certificates must be valid. */
  readonly now: Date;
  private readonly placement: Placement;
  private readonly options: MeshOptions;
  private readonly byKind = new Map<string, MeshObject[]>();
  private readonly configurations = new Map<string, ConfigObject<unknown>[]>();
  private byIdentity: Map<string, MeshObject[]> | undefined;
  private knownAsm: boolean | undefined;
  private knownNamespaces: ReadonlyMap<string, MeshNamespace> | undefined;
  private knownWorkloads: LabelIndex<Workload> | undefined;
  private knownRegistry: ServiceRegistry | undefined;

  constructor(
    sorted: readonly MeshObject[],
    options: MeshOptions,
    private readonly existing: ReadonlySet<Resource> = new Set(),
  ) {
    const { kept, duplicates } = splitDuplicates(sorted);
    this.objects = kept;
    this.duplicates = duplicates;
    this.options = options;
    this.now = options.now ?? new Date();
    this.external = { hosts: [], gateways: [], secrets: [], namespaces: [], injected: [], ...options.external };
    for (const object of kept) {
      append(this.byKind, `${object.group}/${object.kind}`, object);
    }
    this.config = meshSettings((group, kind) => this.objectsOf(group, kind), options);
    this.placement = placeObjects(kept, {
      clusterNames: options.clusterNames ?? {},
      namespace: options.defaultNamespace ?? 'default',
      clusterDomain: this.config.clusterDomain,
    });
    for (const object of this.placement.configuration) {
      append(this.configurations, `${object.group}/${object.kind}`, new ConfigObject(object));
    }
  }

  /** Names of the data-plane clusters. */
  get clusters(): readonly string[] {
    return this.placement.clusters;
  }

  /** Objects without effect on the mesh: the API server that they are sent to does not take their kind, or no Application places them. */
  get unplaced(): readonly MeshObject[] {
    return this.placement.unplaced;
  }

  /** Whether what the objects do not have does not exist; undefined when that is to be decided by what they have. */
  get isComplete(): boolean | undefined {
    return this.options.isComplete ?? (this.options.existing === undefined ? undefined : true);
  }

  /** Whether NetworkPolicies are enforced; undefined when the user does not say. */
  get networkPolicies(): MeshOptions['networkPolicies'] {
    return this.options.networkPolicies;
  }

  /** Whether the objects that the cluster has already were given. */
  get hasExisting(): boolean {
    return this.options.existing !== undefined;
  }

  /** Whether an object, or what it is made from, is one that the cluster has already, and not of the resources. */
  isExisting({ resource, madeFrom }: MeshObject): boolean {
    return this.existing.has(resource) || (madeFrom !== undefined && this.isExisting(madeFrom));
  }

  /** The same mesh without some of its objects, and what was made from them. */
  without(objects: ReadonlySet<MeshObject>): Mesh {
    const kept = this.objects.filter((object) => !objects.has(object));
    const product = this.isAsm ? 'asm' : 'istio';
    return new Mesh(kept, { ...this.options, product, now: this.now }, this.existing);
  }

  /** Objects of a kind, by group; the core group is `''`. */
  objectsOf(group: string, kind: string): readonly MeshObject[] {
    return this.byKind.get(`${group}/${kind}`) ?? [];
  }

  /** The objects of an identity, one for each API server that has it. The namespace of a cluster-scoped kind is `''`. */
  find(group: string, kind: string, namespace: string, name: string): readonly MeshObject[] {
    if (this.byIdentity === undefined) {
      this.byIdentity = new Map();
      for (const object of this.objects) {
        append(this.byIdentity, object.identity, object);
      }
    }
    return this.byIdentity.get(`${group}/${kind}/${namespace}/${name}`) ?? [];
  }

  /** The configuration of an Istio kind that the control plane reads, each object once. */
  istio<Kind extends keyof IstioSpecs>(kind: Kind): readonly ConfigObject<IstioSpecs[Kind]>[] {
    return (this.configurations.get(`${istioGroups[kind]}/${kind}`) ?? []) as ConfigObject<IstioSpecs[Kind]>[];
  }

  /** The configuration of a Gateway API kind that the control plane reads, each object once. */
  gatewayApi<Kind extends keyof GatewayApiSpecs>(kind: Kind): readonly ConfigObject<GatewayApiSpecs[Kind]>[] {
    return (this.configurations.get(`${gatewayApiGroup}/${kind}`) ?? []) as ConfigObject<GatewayApiSpecs[Kind]>[];
  }

  get virtualServices(): readonly ConfigObject<IstioSpecs['VirtualService']>[] {
    return this.istio('VirtualService');
  }
  get destinationRules(): readonly ConfigObject<IstioSpecs['DestinationRule']>[] {
    return this.istio('DestinationRule');
  }
  /** Istio's own Gateways; those of the Gateway API are `gatewayApi('Gateway')`. */
  get gateways(): readonly ConfigObject<IstioSpecs['Gateway']>[] {
    return this.istio('Gateway');
  }
  get serviceEntries(): readonly ConfigObject<IstioSpecs['ServiceEntry']>[] {
    return this.istio('ServiceEntry');
  }
  get sidecars(): readonly ConfigObject<IstioSpecs['Sidecar']>[] {
    return this.istio('Sidecar');
  }
  get peerAuthentications(): readonly ConfigObject<IstioSpecs['PeerAuthentication']>[] {
    return this.istio('PeerAuthentication');
  }
  get authorizationPolicies(): readonly ConfigObject<IstioSpecs['AuthorizationPolicy']>[] {
    return this.istio('AuthorizationPolicy');
  }
  get requestAuthentications(): readonly ConfigObject<IstioSpecs['RequestAuthentication']>[] {
    return this.istio('RequestAuthentication');
  }

  /** Whether the control plane is that of Alibaba Cloud Service Mesh, as the user says or as the objects show. */
  get isAsm(): boolean {
    const { product } = this.options;
    this.knownAsm ??=
      product === undefined
        ? this.objects.some(
            ({ group, resource: { target } }) => group === asmGroup || ['mesh', 'fleet'].includes(target.role),
          )
        : product === 'asm';
    return this.knownAsm;
  }

  /** The ASM instance as far as the user says what it is. */
  get asmInstance(): AsmInstance {
    return this.options.asmInstance ?? {};
  }

  /** Namespaces by name: those that are declared anywhere and those that objects only use, sorted by name. */
  get namespaces(): ReadonlyMap<string, MeshNamespace> {
    this.knownNamespaces ??= readNamespaces(this.objects, new Set(this.external.injected));
    return this.knownNamespaces;
  }

  /** A namespace by name, also one that nothing uses. */
  namespace(name: string): MeshNamespace {
    return this.namespaces.get(name) ?? new MeshNamespace(name, [], new Set(), this.external.injected.includes(name));
  }

  /** Whether a namespace exists: declared in the files, declared by the user, made by Kubernetes, or the root namespace. */
  namespaceExists(name: string): boolean {
    return (
      name === 'default' ||
      name === this.config.rootNamespace ||
      systemNamespaces.has(name) ||
      this.external.namespaces.includes(name) ||
      this.external.injected.includes(name) ||
      this.namespace(name).isDeclared
    );
  }

  /** Workloads of all clusters, WorkloadEntries included. */
  get workloads(): readonly Workload[] {
    return this.workloadIndex.in(undefined);
  }

  /** Workloads of a namespace in all clusters. */
  workloadsIn(namespace: string): readonly Workload[] {
    return this.workloadIndex.in(namespace);
  }

  /**
   * Workloads whose pod labels have every pair of a selector, in a namespace or in all of them. An Istio object in the root namespace
   * selects in all; an empty or missing selector selects every workload.
   */
  selectWorkloads(namespace: string | undefined, selector: Labels | undefined): readonly Workload[] {
    return this.workloadIndex.select(namespace, selector ?? {});
  }

  /** Every host of the mesh: Services, hosts of ServiceEntries, hosts that the user declared. */
  get services(): readonly MeshService[] {
    return this.registry.services;
  }

  /** Every service of exactly this full name, whoever sees it; a ServiceEntry may repeat the name of another. */
  servicesAt(host: string): readonly MeshService[] {
    return this.registry.at(host);
  }

  /**
   * The service that a host means to proxies of a namespace, as configuration of that namespace writes it: short names are Services
   * of the namespace; only what is visible there counts; wildcards of ServiceEntries are tried from the longest.
   */
  serviceFor(host: string, fromNamespace: string): MeshService | undefined {
    return this.registry.find(this.resolve(host, fromNamespace), fromNamespace);
  }

  /** The full name of a host in configuration of a namespace. */
  resolve(host: string, namespace: string): string {
    return resolveHost(host, namespace, this.config.clusterDomain);
  }

  /** Namespaces that see a VirtualService, a DestinationRule or a ServiceEntry. */
  visibilityOf(object: ConfigObject<{ exportTo?: readonly string[] | undefined }>): Visibility {
    const defaults =
      object.kind === 'VirtualService'
        ? this.config.defaultVirtualServiceExportTo
        : object.kind === 'DestinationRule'
          ? this.config.defaultDestinationRuleExportTo
          : this.config.defaultServiceExportTo;
    return visibilityOf(object.spec.exportTo, object.namespace, defaults);
  }

  private get registry(): ServiceRegistry {
    this.knownRegistry ??= new ServiceRegistry(
      this.placement.services,
      this.serviceEntries,
      [...this.external.hosts].sort(),
      this.config,
      this.workloadIndex,
      new ListedEndpoints(this.objectsOf('', 'Endpoints'), this.objectsOf('discovery.k8s.io', 'EndpointSlice')),
    );
    return this.knownRegistry;
  }

  private get workloadIndex(): LabelIndex<Workload> {
    this.knownWorkloads ??= new LabelIndex(this.readWorkloads());
    return this.knownWorkloads;
  }

  private readWorkloads(): readonly Workload[] {
    const { localities = {} } = this.options;
    const own = new Set(this.placement.workloads.map(({ object, cluster }) => ownerKey(cluster, object, object)));
    const references = new WorkloadReferences(this.placement.workloads);
    const workloads: Workload[] = [];
    for (const { object, cluster } of this.placement.workloads) {
      const isRepetition = ownersOf(object).some((owner) => own.has(`${cluster}/${object.namespace}/${owner}`));
      const template = references.templateFor(object);
      const facts = isRepetition ? undefined : readPods(object, cluster, localities[cluster] ?? '', template);
      if (facts !== undefined) {
        const running = references.isScaledDown(object, cluster) ? { ...facts, replicas: 0 } : facts;
        workloads.push(new Workload(running, this.namespace(facts.namespace)));
      }
    }
    for (const { object } of this.istio('WorkloadEntry')) {
      const { role, name } = object.resource.target;
      const facts = readWorkloadEntry(object, role === 'all' ? name : '');
      workloads.push(new Workload(facts, this.namespace(facts.namespace)));
    }
    return workloads.sort(compareWorkloads);
  }
}

function ownerKey(cluster: string, { namespace }: MeshObject, owner: { kind: string; name: string }): string {
  return `${cluster}/${namespace}/${owner.kind}/${owner.name}`;
}
