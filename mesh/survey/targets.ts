import type { Address } from '../exploration/addresses.js';
import type { Spaces } from '../exploration/spaces.js';
import { coversHost } from '../model/hosts.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import { PushContext } from '../proxy/push-context.js';
import type { Answer } from '../request/index.js';
import { findService } from './callers.js';

/** What a promise calls `to`: services, and every address from which requests may get to them. */
export class Targets {
  private readonly services: ReadonlySet<MeshService>;
  /** Their hosts. */
  private readonly hosts: ReadonlySet<string>;
  private readonly pods: ReadonlySet<Workload>;
  /** Workloads behind them, as `cluster/namespace/name`. */
  private readonly workloads: ReadonlySet<string>;

  /** @param names undefined for every service of the mesh */
  constructor(
    private readonly mesh: Mesh,
    private readonly names: readonly string[] | undefined,
    private readonly ports: readonly number[] | undefined,
  ) {
    this.services = new Set(
      names === undefined
        ? mesh.services.filter(({ registry, isMeshExternal }) => registry !== 'external' && !isMeshExternal)
        : names.flatMap((name) => servicesNamed(mesh, name)),
    );
    this.hosts = new Set([...this.services].map(({ host }) => host));
    this.pods = new Set([...this.services].flatMap(({ workloads }) => workloads));
    this.workloads = new Set(
      [...this.services].flatMap((service) =>
        service.workloads.map(({ cluster, namespace, name }) => `${cluster}/${namespace}/${name}`),
      ),
    );
  }

  /** The addresses of the services themselves, and others from which requests may get there. */
  addresses(spaces: Spaces): readonly Address[] {
    return [...spaces.entries, ...spaces.services, ...(this.leadsFromUnknown() ? spaces.hosts : [])].filter(
      (address) => this.isOwn(address) || this.mayLeadTo(address),
    );
  }

  /** Whether an address is one of the services themselves. */
  isOwn({ kind, services: [service], port }: Address): boolean {
    return (
      kind === 'service' &&
      service !== undefined &&
      this.services.has(service) &&
      (this.ports === undefined || this.ports.includes(port))
    );
  }

  /** Whether a request is one to the services: sent to their address, or got there by a route, a gateway or another Service. */
  takes(address: Address, { outcomes }: Answer): boolean {
    return (
      this.isOwn(address) ||
      (address.kind === 'entry' && this.names === undefined) ||
      outcomes.some(
        ({ host, cluster, namespace, workload }) =>
          this.hosts.has(host) || (workload !== '' && this.workloads.has(`${cluster}/${namespace}/${workload}`)),
      )
    );
  }

  private mayLeadTo({ kind, services: [service] }: Address): boolean {
    if (kind !== 'service' || service === undefined) {
      return true;
    }
    if (this.names === undefined || this.services.has(service)) {
      return false;
    }
    let leads = this.leading.get(service);
    if (leads === undefined) {
      const isGateway = service.workloads.some(({ proxy }) => proxy === 'gateway');
      const sharesPods = service.ports.some(({ number }) => this.sharesEndpoint(service, number));
      leads = isGateway || service.alias !== undefined || sharesPods || this.isRouted(service);
      this.leading.set(service, leads);
    }
    return leads;
  }

  private readonly leading = new Map<MeshService, boolean>();

  /** Whether another Service leads to a port of the same pods, or to an address of a service. */
  private sharesEndpoint(service: MeshService, port: number): boolean {
    const { network } = PushContext.of(this.mesh);
    return service
      .endpoints(port)
      .some((endpoint) =>
        endpoint.workload === undefined
          ? [...this.services].some((own) => network.resolve(endpoint.address, service.namespace).service === own)
          : this.pods.has(endpoint.workload) && this.ownEndpoints.has(endpointKey(endpoint)),
      );
  }

  private knownEndpoints: ReadonlySet<string> | undefined;

  private get ownEndpoints(): ReadonlySet<string> {
    this.knownEndpoints ??= new Set(
      [...this.services].flatMap((service) =>
        service.ports
          .filter(({ number }) => this.ports === undefined || this.ports.includes(number))
          .flatMap(({ number }) => service.endpoints(number).map(endpointKey)),
      ),
    );
    return this.knownEndpoints;
  }

  private knownSources: readonly string[] | undefined;

  /** Hosts of routes that lead to the services. */
  private get routedHosts(): readonly string[] {
    this.knownSources ??= PushContext.of(this.mesh).sources.flatMap(({ hosts, http, tls, tcp }) =>
      [...http, ...tls, ...tcp].some(({ destinations }) => destinations.some(({ host }) => this.leadsTo(host)))
        ? hosts
        : [],
    );
    return this.knownSources;
  }

  private leadsTo(host: string): boolean {
    return (
      this.hosts.has(host) ||
      this.mesh
        .servicesAt(host)
        .some((service) => service.ports.some(({ number }) => this.sharesEndpoint(service, number)))
    );
  }

  private isRouted({ host }: MeshService): boolean {
    return this.routedHosts.some(
      (pattern) => pattern === host || coversHost(pattern, host) || coversHost(host, pattern),
    );
  }

  /** Whether requests to hosts that are not services may get there: by a route for them, or through an egress proxy. */
  private leadsFromUnknown(): boolean {
    return (
      this.names !== undefined &&
      (this.routedHosts.length > 0 || this.mesh.sidecars.some(({ spec }) => spec.outboundTrafficPolicy !== undefined))
    );
  }
}

function endpointKey({ workload, port }: ReturnType<MeshService['endpoints']>[number]): string {
  return `${workload?.cluster}/${workload?.namespace}/${workload?.name}:${port}`;
}

/** The services that a name stands for: `namespace/name`, a host, a name that only one has, or all of a namespace. */
export function servicesNamed(mesh: Mesh, name: string): readonly MeshService[] {
  const found = findService(mesh, name);
  if (found !== undefined) {
    return [found];
  }
  return name.includes('/')
    ? []
    : mesh.services.filter(({ namespace, registry }) => namespace === name && registry !== 'external');
}
