import type { IstioSpecs } from '../kinds/index.js';
import type { ConfigObject } from './config-object.js';
import { HostIndex, resolveHost } from './hosts.js';
import { append, type LabelIndex } from './labels.js';
import type { ListedEndpoints } from './listed-endpoints.js';
import type { MeshConfig } from './mesh-config.js';
import { asNumber, asText, fieldsListOf, fieldsOf, labelsOf, textListOf } from './narrowing.js';
import type { PlacedObject } from './placement.js';
import {
  addressEndpoint,
  type ClusterService,
  type Endpoint,
  MeshService,
  type Resolution,
  readClusterService,
  readServiceEntryPorts,
  type ServicePort,
} from './service.js';
import { isVisibleIn, visibilityOf } from './visibility.js';
import type { Workload } from './workload.js';

type ServiceEntry = ConfigObject<IstioSpecs['ServiceEntry']>;

/** The hosts of the mesh. */
export class ServiceRegistry {
  /** Every host: of Kubernetes first, then of ServiceEntries, then declared ones, each sorted by namespace and name. */
  readonly services: readonly MeshService[];
  private readonly byHost = new HostIndex<MeshService>();

  constructor(
    placed: readonly PlacedObject[],
    entries: readonly ServiceEntry[],
    declaredHosts: readonly string[],
    private readonly meshConfig: MeshConfig,
    private readonly workloads: LabelIndex<Workload>,
    private readonly listed: ListedEndpoints,
  ) {
    this.services = [
      ...this.kubernetesServices(placed),
      ...entries.flatMap((entry) => this.servicesOfEntry(entry)),
      ...declaredHosts.map((host) => this.declaredService(host)),
    ];
    for (const service of this.services) {
      this.byHost.add(service.host, service);
    }
  }

  /** Every service of exactly this full name, whoever sees it. */
  at(host: string): readonly MeshService[] {
    return this.byHost.at(host);
  }

  /**
   * The service that proxies of a namespace reach by a full name: one that is visible there; the most specific host wins, then
   * Kubernetes before ServiceEntries, then the namespace's own, then the first by name of namespace.
   */
  find(host: string, fromNamespace: string): MeshService | undefined {
    for (const services of this.byHost.covering(host)) {
      const chosen = preferred(services, fromNamespace);
      if (chosen !== undefined) {
        return chosen;
      }
    }
    return undefined;
  }

  private kubernetesServices(placed: readonly PlacedObject[]): readonly MeshService[] {
    const byHost = new Map<string, ClusterService[]>();
    for (const { object, cluster } of placed) {
      const host = resolveHost(`${object.name}.${object.namespace}.svc.${this.meshConfig.clusterDomain}`, '', '');
      append(byHost, host, readClusterService(object, cluster));
    }
    const services: MeshService[] = [];
    for (const [host, instances] of byHost) {
      const first = instances[0];
      if (first !== undefined) {
        services.push(this.kubernetesService(host, first, instances));
      }
    }
    return services.sort(byNamespaceAndName);
  }

  private kubernetesService(host: string, first: ClusterService, instances: ClusterService[]): MeshService {
    instances.sort((one, other) => (one.cluster < other.cluster ? -1 : one.cluster > other.cluster ? 1 : 0));
    const { name, namespace } = first.object;
    const exportTo = instances.map(({ object }) => object.annotations['networking.istio.io/exportTo']).find(Boolean);
    return new MeshService(
      'kubernetes',
      host,
      name,
      namespace,
      mergePorts(instances),
      visibilityOf(
        exportTo?.split(',').map((value) => value.trim()),
        namespace,
        this.meshConfig.defaultServiceExportTo,
      ),
      instances.some(({ externalName }) => externalName !== undefined) ? 'dns' : 'static',
      instances.some(({ externalName }) => externalName !== undefined),
      instances,
      instances.map(({ object }) => object),
      (service, port) => this.kubernetesEndpoints(service, port),
    );
  }

  private kubernetesEndpoints(service: MeshService, port: ServicePort): readonly Endpoint[] {
    return service.instances.flatMap((instance): readonly Endpoint[] => {
      const own = instance.ports.find(
        ({ number, transport }) => number === port.number && transport === port.transport,
      );
      if (own === undefined) {
        return [];
      }
      if (instance.externalName !== undefined) {
        return [addressEndpoint(instance.externalName, own.number)];
      }
      if (instance.selector === undefined) {
        return this.listed.of(service, instance.cluster, own);
      }
      return this.workloads
        .select(service.namespace, instance.selector)
        .filter(({ cluster }) => cluster === instance.cluster || cluster === '')
        .flatMap((workload) => workloadEndpoint(workload, own));
    });
  }

  private servicesOfEntry(entry: ServiceEntry): readonly MeshService[] {
    const raw = entry.object.spec;
    const ports = readServiceEntryPorts(raw);
    const visibility = visibilityOf(
      textListOf(raw['exportTo']),
      entry.namespace,
      this.meshConfig.defaultServiceExportTo,
    );
    const isMeshExternal = raw['location'] !== 'MESH_INTERNAL';
    return [...new Set(textListOf(raw['hosts']))].map(
      (host) =>
        new MeshService(
          'service-entry',
          host.toLowerCase(),
          entry.name,
          entry.namespace,
          ports,
          visibility,
          resolutionOf(raw['resolution']),
          isMeshExternal,
          [],
          [entry.object],
          (service, port) => this.entryEndpoints(entry, service, port),
        ),
    );
  }

  private entryEndpoints(entry: ServiceEntry, service: MeshService, port: ServicePort): readonly Endpoint[] {
    const raw = entry.object.spec;
    const selector = labelsOf(fieldsOf(raw['workloadSelector'])['labels']);
    if (Object.keys(selector).length > 0) {
      return this.workloads.select(entry.namespace, selector).flatMap((workload) => workloadEndpoint(workload, port));
    }
    const target = Number(port.targetPort);
    const endpoints = fieldsListOf(raw['endpoints']).map((endpoint): Endpoint => {
      const labels = labelsOf(endpoint['labels']);
      return {
        ...addressEndpoint(
          asText(endpoint['address']) ?? '',
          asNumber(fieldsOf(endpoint['ports'])[port.name]) ?? target,
        ),
        labels,
        locality: asText(endpoint['locality']) ?? '',
        weight: asNumber(endpoint['weight']) ?? 1,
      };
    });
    return endpoints.length === 0 && service.resolution === 'dns' ? [addressEndpoint(service.host, target)] : endpoints;
  }

  private declaredService(host: string): MeshService {
    return new MeshService('external', host.toLowerCase(), host, '', [], '*', 'dns', true, [], [], () => []);
  }
}

function resolutionOf(resolution: unknown): Resolution {
  switch (resolution) {
    case 'STATIC':
      return 'static';
    case 'DNS':
    case 'DNS_ROUND_ROBIN':
    case 'DYNAMIC_DNS':
      return 'dns';
    default:
      return 'none';
  }
}

function preferred(services: readonly MeshService[], fromNamespace: string): MeshService | undefined {
  const visible = services.filter((service) => isVisibleIn(service.visibility, fromNamespace));
  return (
    visible.find((service) => service.registry === 'kubernetes') ??
    visible.find((service) => service.namespace === fromNamespace) ??
    visible[0]
  );
}

function mergePorts(instances: readonly ClusterService[]): readonly ServicePort[] {
  const ports = new Map<number, ServicePort>();
  for (const port of instances.flatMap((instance) => instance.ports)) {
    const known = ports.get(port.number);
    // A number may be open for TCP and for UDP, as those of DNS are; proxies know the one for TCP.
    if (known === undefined || (known.transport === 'UDP' && port.transport !== 'UDP')) {
      ports.set(port.number, port);
    }
  }
  return [...ports.values()].sort((one, other) => one.number - other.number);
}

function byNamespaceAndName(one: MeshService, other: MeshService): number {
  const order = one.namespace === other.namespace ? one.name < other.name : one.namespace < other.namespace;
  return order ? -1 : 1;
}

function workloadEndpoint(workload: Workload, port: ServicePort): readonly Endpoint[] {
  const number =
    workload.entry?.ports[port.name] ??
    (typeof port.targetPort === 'number' ? port.targetPort : workload.portNamed(port.targetPort));
  return number === undefined
    ? []
    : [
        {
          workload,
          address: workload.entry?.address ?? '',
          port: number,
          labels: workload.labels,
          cluster: workload.cluster,
          locality: workload.locality,
          weight: workload.entry?.weight ?? workload.replicas,
        },
      ];
}
