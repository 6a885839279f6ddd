import type { Mesh } from '../model/mesh.js';
import type { Endpoint, MeshService } from '../model/service.js';

/** What a name or an address leads to without any proxy: by the cluster's DNS and kube-proxy. */
export interface Address {
  /**
   * `service`: a cluster address; `pods`: addresses of pods; `external`: somewhere else; `allocated`: an address that istiod allocated, which
   * is routed nowhere; `none`: DNS knows no such name.
   */
  readonly kind: 'service' | 'pods' | 'external' | 'allocated' | 'none';
  /** Full name of the service, else what was asked for. */
  readonly host: string;
  readonly service: MeshService | undefined;
  /** The IP address that connections go to, or a stand-in such as `<address of cart.shop.svc.cluster.local>`. */
  readonly ip: string;
}

/** An endpoint and the share of the connections that it gets, from 0 to 1. */
export interface EndpointShare {
  readonly endpoint: Endpoint;
  readonly share: number;
}

/** The address of a Service, or what stands for it where the manifests leave it to Kubernetes. */
export function serviceAddress(service: MeshService): string {
  return service.addresses[0] ?? `<address of ${service.host}>`;
}

/** What stands for the address of any pod of a headless Service. */
export function podAddress(service: MeshService): string {
  return `<pod of ${service.host}>`;
}

/** ExternalName Services that one name may lead through; more is a loop. */
const longestAlias = 8;

/** The cluster's DNS, and the Services as Kubernetes itself serves them. */
export class ClusterNetwork {
  private readonly suffix: string;
  /** Services by the addresses that their manifests set. */
  private readonly byAddress = new Map<string, MeshService>();
  private readonly resolved = new Map<string, Map<string, Address>>();
  private declared: ReadonlySet<string> | undefined;

  constructor(private readonly mesh: Mesh) {
    for (const service of mesh.services) {
      for (const address of service.registry === 'kubernetes' ? service.addresses : []) {
        this.byAddress.set(address, service);
      }
    }
    this.suffix = `.svc.${mesh.config.clusterDomain}`;
  }

  /** What a pod of a namespace gets for a name, or for an address. */
  resolve(name: string, namespace: string): Address {
    let addresses = this.resolved.get(namespace);
    if (addresses === undefined) {
      addresses = new Map();
      this.resolved.set(namespace, addresses);
    }
    let address = addresses.get(name);
    if (address === undefined) {
      address = this.find(name, namespace, 0);
      addresses.set(name, address);
    }
    return address;
  }

  /** How kube-proxy, or DNS for a headless Service, spreads connections from a cluster over the pods. */
  shares(service: MeshService, port: number, cluster: string): readonly EndpointShare[] {
    const all = service.isHeadless ? podsAt(service, port) : service.endpoints(port);
    const local = all.filter((endpoint) => endpoint.weight > 0 && endpoint.workload !== undefined);
    const own = service.instances.some((instance) => instance.cluster === cluster)
      ? local.filter((endpoint) => endpoint.cluster === cluster || endpoint.cluster === '')
      : [];
    const total = own.reduce((sum, { weight }) => sum + weight, 0);
    return own.map((endpoint) => ({ endpoint, share: endpoint.weight / total }));
  }

  private find(name: string, namespace: string, aliases: number): Address {
    const host = name.endsWith('.') ? name.slice(0, -1) : name;
    const owner = this.byAddress.get(host);
    if (owner !== undefined) {
      return { kind: 'service', host: owner.host, service: owner, ip: host };
    }
    for (const candidate of this.candidates(host, namespace)) {
      const service = this.mesh.servicesAt(candidate).find(({ registry }) => registry === 'kubernetes');
      if (service !== undefined) {
        const target = service.alias;
        if (target !== undefined) {
          return aliases > longestAlias ? noAddress(host) : this.find(target, namespace, aliases + 1);
        }
        const isPod = service.isHeadless || (host !== candidate && host.endsWith(candidate));
        return isPod
          ? { kind: 'pods', host: candidate, service, ip: podAddress(service) }
          : { kind: 'service', host: candidate, service, ip: serviceAddress(service) };
      }
    }
    const isInCluster = !host.includes('.') || host.endsWith(this.suffix) || host.endsWith('.svc');
    return isInCluster && !this.declaredHosts.has(host)
      ? noAddress(host)
      : { kind: 'external', host, service: undefined, ip: host };
  }

  private get declaredHosts(): ReadonlySet<string> {
    this.declared ??= new Set(
      this.mesh.services.filter(({ registry }) => registry !== 'kubernetes').map(({ host }) => host),
    );
    return this.declared;
  }

  private candidates(host: string, namespace: string): readonly string[] {
    const dots = host.split('.').length - 1;
    if (dots === 0) {
      return [`${host}.${namespace}${this.suffix}`];
    }
    if (host.endsWith('.svc')) {
      return [`${host}${this.suffix.slice('.svc'.length)}`];
    }
    return dots === 1 ? [`${host}${this.suffix}`, host] : [host];
  }
}

function noAddress(host: string): Address {
  return { kind: 'none', host, service: undefined, ip: '' };
}

/** Pods of a headless Service at the port that the caller dials: nothing translates it to a target port. */
function podsAt(service: MeshService, port: number): readonly Endpoint[] {
  const pods = new Map<unknown, Endpoint>();
  for (const { number } of service.ports) {
    for (const endpoint of service.endpoints(number)) {
      pods.set(endpoint.workload, { ...endpoint, port });
    }
  }
  return [...pods.values()];
}
