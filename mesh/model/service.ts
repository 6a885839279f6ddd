import type { Labels } from './labels.js';
import { asNumber, asText, type Fields, fieldsListOf, labelsOf, textListOf } from './narrowing.js';
import type { MeshObject } from './object.js';
import { type Protocol, type ProtocolSource, parseProtocol, selectProtocol } from './protocol.js';
import type { Visibility } from './visibility.js';
import type { Workload } from './workload.js';

/** A port of a Service or ServiceEntry. */
export interface ServicePort {
  readonly number: number;
  readonly name: string;
  /** The protocol that Istio sees. */
  readonly protocol: Protocol;
  readonly protocolSource: ProtocolSource;
  /** TCP, UDP or SCTP. */
  readonly transport: string;
  /** Number or name of the workload's port. */
  readonly targetPort: number | string;
  readonly nodePort?: number;
}

/** Who can reach a Service's address: `internet` and `intranet` through a CLB, `node` on every node, `cluster` only inside. */
export type Exposure = 'internet' | 'intranet' | 'node' | 'cluster';

/** A Kubernetes Service as one cluster has it. */
export interface ClusterService {
  readonly object: MeshObject;
  readonly cluster: string;
  readonly type: string;
  readonly selector: Labels | undefined;
  readonly ports: readonly ServicePort[];
  /** `clusterIP: None`: clients see the pods' own addresses. */
  readonly isHeadless: boolean;
  /** Name that an ExternalName Service stands for. */
  readonly externalName: string | undefined;
  readonly exposure: Exposure;
  /** Its own address when the manifest sets one, else empty. */
  readonly clusterIp: string;
}

/** What answers for a host at a port. */
export interface Endpoint {
  /** Absent for an address of a ServiceEntry that is no workload of the mesh. */
  readonly workload: Workload | undefined;
  /** Address or DNS name; empty for pods, whose addresses are not known. */
  readonly address: string;
  /** Number of the port at the endpoint. */
  readonly port: number;
  readonly labels: Labels;
  /** Cluster of the workload, empty when it is in none. */
  readonly cluster: string;
  /** `region/zone/subzone`, empty when unknown. */
  readonly locality: string;
  /** Share of the load beside the other endpoints: the replicas of a workload, the weight of an entry. */
  readonly weight: number;
}

/** An endpoint of which only the address is known. */
export function addressEndpoint(address: string, port: number): Endpoint {
  return { workload: undefined, address, port, labels: {}, cluster: '', locality: '', weight: 1 };
}

/** How clients find the endpoints: `static` (known to the mesh), `dns`, `none` (the address that the caller used). */
export type Resolution = 'static' | 'dns' | 'none';

/**
 * A host that the mesh knows: Services of one name and namespace in all clusters together, one host of a ServiceEntry, or a
 * host that the user declared to exist outside the files.
 */
export class MeshService {
  private readonly endpointsByPort = new Map<number, readonly Endpoint[]>();
  private knownHeadless: boolean | undefined;
  private knownAddresses: readonly string[] | undefined;
  private knownWorkloads: readonly Workload[] | undefined;
  private portsByNumber: ReadonlyMap<number, ServicePort> | undefined;

  constructor(
    readonly registry: 'kubernetes' | 'service-entry' | 'external',
    /** Full name, for example `reviews.shop.svc.cluster.local`; of a ServiceEntry it may be a wildcard. */
    readonly host: string,
    readonly name: string,
    readonly namespace: string,
    /** Ports by number, those of all clusters together. Empty for a declared host, which answers at any port. */
    readonly ports: readonly ServicePort[],
    readonly visibility: Visibility,
    readonly resolution: Resolution,
    /** Whether it is outside the mesh, so that no sidecar of its own answers. */
    readonly isMeshExternal: boolean,
    /** The Service in each cluster, sorted by cluster; empty for other registries. */
    readonly instances: readonly ClusterService[],
    /** The Services or the ServiceEntry that define it. */
    readonly objects: readonly MeshObject[],
    private readonly findEndpoints: (service: MeshService, port: ServicePort) => readonly Endpoint[],
  ) {}

  /** Whether its clients see the addresses of its pods: `clusterIP: None`. */
  get isHeadless(): boolean {
    this.knownHeadless ??= this.registry === 'kubernetes' && this.instances.some((instance) => instance.isHeadless);
    return this.knownHeadless;
  }

  /** The host that an ExternalName Service is another name of; undefined for any other. */
  get alias(): string | undefined {
    return this.instances.find(({ externalName }) => externalName !== undefined)?.externalName?.toLowerCase();
  }

  /** The addresses that its manifests set: of a Service `clusterIP`, of a ServiceEntry `addresses`, which may be blocks. */
  get addresses(): readonly string[] {
    this.knownAddresses ??=
      this.registry === 'kubernetes'
        ? this.instances.map(({ clusterIp }) => clusterIp).filter((address) => address !== '')
        : textListOf(this.objects[0]?.spec['addresses']);
    return this.knownAddresses;
  }

  /** The port of a number, if it has one. */
  port(number: number): ServicePort | undefined {
    // Of ports of one number, the first counts.
    this.portsByNumber ??= new Map(this.ports.toReversed().map((port) => [port.number, port]));
    return this.portsByNumber.get(number);
  }

  /** What answers at a port, in a stable order; nothing for a port that it does not have. */
  endpoints(number: number): readonly Endpoint[] {
    let endpoints = this.endpointsByPort.get(number);
    if (endpoints === undefined) {
      const port = this.port(number);
      endpoints = port === undefined ? [] : this.findEndpoints(this, port);
      this.endpointsByPort.set(number, endpoints);
    }
    return endpoints;
  }

  /** The workloads behind any of its ports, each once. */
  get workloads(): readonly Workload[] {
    if (this.knownWorkloads === undefined) {
      const workloads = new Set<Workload>();
      for (const port of this.ports) {
        for (const { workload } of this.endpoints(port.number)) {
          if (workload !== undefined) {
            workloads.add(workload);
          }
        }
      }
      this.knownWorkloads = [...workloads];
    }
    return this.knownWorkloads;
  }

  /** Every name by which a client in a namespace may call it: the short one only in its own. */
  names(fromNamespace: string): readonly string[] {
    if (this.registry !== 'kubernetes') {
      return [this.host];
    }
    const qualified = [`${this.name}.${this.namespace}`, `${this.name}.${this.namespace}.svc`, this.host];
    return fromNamespace === this.namespace ? [this.name, ...qualified] : qualified;
  }
}

/** A Service as a cluster has it. */
export function readClusterService(object: MeshObject, cluster: string): ClusterService {
  const spec = object.spec;
  const type = asText(spec['type']) ?? 'ClusterIP';
  const isExternalName = type === 'ExternalName';
  const selector = labelsOf(spec['selector']);
  return {
    object,
    cluster,
    type,
    selector: isExternalName || Object.keys(selector).length === 0 ? undefined : selector,
    ports: fieldsListOf(spec['ports']).flatMap(readServicePort),
    isHeadless: spec['clusterIP'] === 'None',
    clusterIp: spec['clusterIP'] === 'None' ? '' : (asText(spec['clusterIP']) ?? ''),
    externalName: isExternalName ? asText(spec['externalName']) : undefined,
    exposure: exposureOf(type, object.annotations),
  };
}

/** Annotations by which a load balancer is private, with the value in lower case: of a CLB, and of those of other clouds. */
const privateAddresses: readonly (readonly [key: string, value: string])[] = [
  ['service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type', 'intranet'],
  ['service.beta.kubernetes.io/alicloud-loadbalancer-address-type', 'intranet'],
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', 'internal'],
  ['service.beta.kubernetes.io/aws-load-balancer-internal', 'true'],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', 'true'],
  ['networking.gke.io/load-balancer-type', 'internal'],
  ['cloud.google.com/load-balancer-type', 'internal'],
];

/**
 * Who reaches a Service of this type. A load balancer is public unless an annotation says otherwise: of a CLB `…-loadbalancer-address-type:
 * intranet` (Alibaba Cloud, "Common annotations for CLB"); the older prefix `alicloud-` still works.
 */
function exposureOf(type: string, annotations: Labels): Exposure {
  switch (type) {
    case 'LoadBalancer':
      return privateAddresses.some(([key, value]) => annotations[key]?.toLowerCase() === value)
        ? 'intranet'
        : 'internet';
    case 'NodePort':
      return 'node';
    default:
      return 'cluster';
  }
}

function readServicePort(port: Fields): readonly ServicePort[] {
  const number = asNumber(port['port']);
  if (number === undefined) {
    return [];
  }
  const name = asText(port['name']) ?? '';
  const transport = asText(port['protocol']) ?? 'TCP';
  const { protocol, source } = selectProtocol({ number, name, transport, appProtocol: asText(port['appProtocol']) });
  const nodePort = asNumber(port['nodePort']);
  return [
    {
      number,
      name,
      protocol,
      protocolSource: source,
      transport,
      targetPort: asNumber(port['targetPort']) || asText(port['targetPort']) || number,
      ...(nodePort === undefined ? {} : { nodePort }),
    },
  ];
}

/** The ports of a ServiceEntry, whose `protocol` names Istio's protocol itself. */
export function readServiceEntryPorts(spec: Fields): readonly ServicePort[] {
  return fieldsListOf(spec['ports']).flatMap((port) => {
    const number = asNumber(port['number']);
    if (number === undefined) {
      return [];
    }
    const declared = asText(port['protocol']) ?? '';
    const protocol = parseProtocol(declared);
    return {
      number,
      name: asText(port['name']) ?? '',
      protocol: protocol ?? 'auto',
      protocolSource: protocol === undefined ? 'undeclared' : 'appProtocol',
      transport: protocol === 'udp' ? 'UDP' : 'TCP',
      targetPort: asNumber(port['targetPort']) || number,
    };
  });
}
