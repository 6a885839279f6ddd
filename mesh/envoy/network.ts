import type { Mesh } from '../model/mesh.js';
import type { Endpoint, MeshService } from '../model/service.js';
import { aliasOf, isHeadless } from '../proxy/build/outbound.js';
import type { EndpointShare } from './load-balancing.js';

/** What a name leads to outside the proxies' own knowledge: by the cluster's DNS and kube-proxy. */
export interface Address {
  /** `service`: a cluster address; `pods`: addresses of pods; `external`: somewhere else; `none`: DNS knows no such name. */
  readonly kind: 'service' | 'pods' | 'external' | 'none';
  readonly host: string;
  readonly service: MeshService | undefined;
}

/** The cluster's DNS and the Services as Kubernetes itself serves them. */
export class Network {
  private readonly suffix: string;
  /** Services by the addresses that their manifests set. */
  private readonly byAddress = new Map<string, MeshService>();

  constructor(private readonly mesh: Mesh) {
    for (const service of mesh.services) {
      for (const { clusterIp } of service.instances.filter((instance) => instance.clusterIp !== '')) {
        this.byAddress.set(clusterIp, service);
      }
    }
    this.suffix = `.svc.${mesh.config.clusterDomain}`;
  }

  /** What a pod of a namespace gets for a name, or for an address. */
  resolve(name: string, namespace: string): Address {
    const host = name.endsWith('.') ? name.slice(0, -1) : name;
    const owner = this.byAddress.get(host);
    if (owner !== undefined) {
      return { kind: 'service', host: owner.host, service: owner };
    }
    for (const candidate of this.candidates(host, namespace)) {
      const service = this.mesh.servicesAt(candidate).find(({ registry }) => registry === 'kubernetes');
      if (service !== undefined) {
        const target = aliasOf(service);
        if (target !== undefined) {
          return target === candidate ? { kind: 'none', host, service: undefined } : this.resolve(target, namespace);
        }
        const pods = podOf(host, candidate);
        return { kind: isHeadless(service) || pods ? 'pods' : 'service', host: candidate, service };
      }
    }
    const isInCluster = !host.includes('.') || host.endsWith(this.suffix) || host.endsWith('.svc');
    const isDeclared = this.mesh.services.some((service) => service.registry !== 'kubernetes' && service.host === host);
    return { kind: isInCluster && !isDeclared ? 'none' : 'external', host, service: undefined };
  }

  /** How kube-proxy, or DNS for a headless Service, spreads connections from a cluster over the pods. */
  shares(service: MeshService, port: number, cluster: string): readonly EndpointShare[] {
    const all = isHeadless(service) ? podsAt(service, port) : service.endpoints(port);
    const local = all.filter((endpoint) => endpoint.weight > 0 && endpoint.workload !== undefined);
    const own = service.instances.some((instance) => instance.cluster === cluster)
      ? local.filter((endpoint) => endpoint.cluster === cluster || endpoint.cluster === '')
      : [];
    const total = own.reduce((sum, { weight }) => sum + weight, 0);
    return own.map((endpoint) => ({ endpoint, share: endpoint.weight / total }));
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

function podOf(host: string, candidate: string): boolean {
  return host !== candidate && host.endsWith(candidate);
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
