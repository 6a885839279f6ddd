import { coversHost, hostsOverlap } from '../model/hosts.js';
import { append, type Labels, matchesLabels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import { type Protocol, parseProtocol } from '../model/protocol.js';
import type { MeshService } from '../model/service.js';
import { isVisibleIn } from '../model/visibility.js';
import { compareAge, createdAt } from './age.js';
import { isImported, readEgressHost } from './egress-host.js';
import { type IngressListener, readIngress } from './ingress-listener.js';
import type { RouteSource } from './route-source.js';
import { addService, oldestFirst, oneNamespacePerHost, type ScopedService } from './scoped-services.js';

/** What a sidecar knows on one port, or on all ports that no other listener names. */
export interface EgressListener {
  /** Undefined for the listener of all other ports. */
  readonly port: number | undefined;
  /** What the Sidecar says of the port; undefined for what each service says. */
  readonly protocol: Protocol | undefined;
  readonly services: readonly ScopedService[];
  readonly sources: readonly RouteSource[];
  /** Whether every namespace has the same one, but for the short names of its own services. */
  readonly isCommon: boolean;
}

/** What a proxy may know: the hosts, the routes, and what happens with everything else. */
export interface SidecarScope {
  readonly namespace: string;
  /** `Sidecar shop/default`, or empty when there is none. */
  readonly label: string;
  readonly listeners: readonly EgressListener[];
  /** Every service that it has clusters for, by host. */
  readonly services: ReadonlyMap<string, ScopedService>;
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** Where ALLOW_ANY sends what the proxy does not know; undefined for the address that the caller used. */
  readonly egressProxy: EgressProxy | undefined;
  /** What the Sidecar declares for its own workloads; in place of the ports of Services when there is any. */
  readonly ingress: readonly IngressListener[];
}

/** A service that what a sidecar does not know goes through. */
export interface EgressProxy {
  /** In full. */
  readonly host: string;
  readonly port: number;
  readonly subset: string;
}

interface EgressSpec {
  readonly port?: { readonly number?: number; readonly protocol?: string };
  readonly hosts?: readonly string[];
}

interface OutboundPolicySpec {
  readonly mode?: string;
  readonly egressProxy?: {
    readonly host?: string;
    readonly port?: { readonly number?: number };
    readonly subset?: string;
  };
}

/** What a proxy without a Sidecar imports. */
const everything: EgressSpec = { hosts: ['*/*'] };

/** Finds and makes the scopes of proxies. */
export class SidecarScopes {
  private readonly byNamespace = new Map<string, Mesh['sidecars'][number][]>();
  private readonly made = new Map<string, SidecarScope>();
  private readonly ofMesh: readonly RouteSource[];
  /** Whether nothing depends on the namespace of the caller, so that callers without a Sidecar all know the same. */
  private readonly isUniform: boolean;
  private common: Pick<SidecarScope, 'listeners' | 'services'> | undefined;
  private readonly hasIngress: boolean;
  private readonly services: readonly MeshService[];

  constructor(
    private readonly mesh: Mesh,
    sources: readonly RouteSource[],
  ) {
    this.services = oldestFirst(mesh.services);
    this.ofMesh = sources.filter(({ gateways }) => gateways.includes('mesh'));
    this.hasIngress = mesh.sidecars.some(({ spec }) => (spec.ingress ?? []).length > 0);
    const hosts = mesh.services.map(({ host }) => host);
    this.isUniform =
      new Set(hosts).size === hosts.length &&
      mesh.services.every(
        ({ visibility, instances }) => visibility === '*' && !instances.some(({ isHeadless }) => isHeadless),
      ) &&
      this.ofMesh.every(
        ({ visibility, isGatewayApi, http }) =>
          visibility === '*' &&
          !isGatewayApi &&
          http.every(({ matches }) => matches.every(({ sourceNamespace }) => sourceNamespace === '')),
      );
    const sidecars = [...mesh.sidecars].sort(
      (one, other) =>
        Number(one.selector === undefined) - Number(other.selector === undefined) ||
        compareAge(
          { created: createdAt(one.object), name: one.name, namespace: one.namespace },
          { created: createdAt(other.object), name: other.name, namespace: other.namespace },
        ),
    );
    for (const sidecar of sidecars) {
      append(this.byNamespace, sidecar.namespace, sidecar);
    }
  }

  /** The scope of a sidecar with these labels: its Sidecar, else that of the namespace, else that of the root namespace. */
  of(namespace: string, labels: Labels): SidecarScope {
    const root = this.mesh.config.rootNamespace;
    const own = (this.byNamespace.get(namespace) ?? []).find(
      ({ selector }) => selector === undefined || matchesLabels(labels, selector),
    );
    const sidecar =
      own ??
      (this.byNamespace.has(namespace)
        ? undefined
        : this.byNamespace.get(root)?.find(({ selector }) => selector === undefined));
    const key = `${namespace} ${sidecar?.id ?? ''}`;
    let scope = this.made.get(key);
    if (scope === undefined) {
      scope = this.make(namespace, sidecar);
      this.made.set(key, scope);
    }
    return scope;
  }

  /** The ingress listeners of a workload's Sidecar. */
  ingressOf(namespace: string, labels: Labels): readonly IngressListener[] {
    return this.hasIngress ? this.of(namespace, labels).ingress : [];
  }

  /** The scope of a gateway, which no Sidecar narrows. */
  ofGateway(namespace: string): SidecarScope {
    const key = `gateway ${namespace}`;
    let scope = this.made.get(key);
    if (scope === undefined) {
      scope = this.make(namespace, undefined);
      this.made.set(key, scope);
    }
    return scope;
  }

  private make(namespace: string, sidecar: Mesh['sidecars'][number] | undefined): SidecarScope {
    const specs: readonly EgressSpec[] = (sidecar?.spec.egress ?? []) as readonly EgressSpec[];
    const isCommon = specs.length === 0 && this.isUniform;
    const imported =
      (isCommon ? this.common : undefined) ?? this.imported(namespace, specs.length === 0 ? [everything] : specs);
    if (isCommon) {
      this.common = imported;
    }
    const policy = sidecar?.spec.outboundTrafficPolicy as OutboundPolicySpec | undefined;
    return {
      namespace,
      label: sidecar === undefined ? '' : `Sidecar ${sidecar.id}`,
      ...imported,
      ingress: (sidecar?.spec.ingress ?? []).map(readIngress),
      outboundTrafficPolicy:
        policy === undefined
          ? this.mesh.config.outboundTrafficPolicy
          : policy.mode?.startsWith('ALLOW_ANY') === true
            ? 'ALLOW_ANY'
            : 'REGISTRY_ONLY',
      egressProxy:
        policy?.egressProxy === undefined
          ? undefined
          : {
              host: this.mesh.resolve(policy.egressProxy.host ?? '', sidecar?.namespace ?? namespace),
              port: policy.egressProxy.port?.number ?? 0,
              subset: policy.egressProxy.subset ?? '',
            },
    };
  }

  private imported(namespace: string, specs: readonly EgressSpec[]): Pick<SidecarScope, 'listeners' | 'services'> {
    const visible = this.services.filter(
      ({ registry, visibility }) => registry !== 'external' && isVisibleIn(visibility, namespace),
    );
    const listeners = specs.map((spec) => this.listener(namespace, spec, visible));
    return { listeners, services: this.servicesOf(namespace, listeners) };
  }

  private listener(namespace: string, spec: EgressSpec, visible: readonly MeshService[]): EgressListener {
    const imports = (spec.hosts ?? []).flatMap((host) => readEgressHost(host, namespace));
    const port = spec.port?.number || undefined;
    const services: ScopedService[] = [];
    for (const service of visible) {
      const ports = port === undefined ? service.ports : service.ports.filter(({ number }) => number === port);
      if (isImported(imports, service.namespace, service.host) && ports.length > 0) {
        services.push({ service, ports });
      }
    }
    const isRelevant = (source: RouteSource): boolean =>
      isVisibleIn(source.visibility, namespace) &&
      source.hosts.some((host) =>
        isImported(imports, source.namespace, host, source.isGatewayApi ? coversHost : hostsOverlap),
      );
    return {
      port,
      protocol: port === undefined ? undefined : (parseProtocol(spec.port?.protocol ?? '') ?? 'auto'),
      isCommon: this.isUniform && (spec.hosts ?? []).join() === '*/*' && port === undefined,
      services: oneNamespacePerHost(services, namespace),
      sources: byPrecedence(this.ofMesh.filter(isRelevant), namespace),
    };
  }

  /** Imported services, and with those of each listener the ones that its routes send to, at the ports that they name. */
  private servicesOf(namespace: string, listeners: readonly EgressListener[]): ReadonlyMap<string, ScopedService> {
    const services = new Map<string, ScopedService>();
    for (const { services: imported, sources, port } of listeners) {
      for (const scoped of imported) {
        addService(services, scoped);
      }
      for (const source of sources) {
        for (const [host, named] of destinationsOf(source, namespace)) {
          const service = this.anyService(host, namespace);
          const ports = service === undefined ? [] : portsFor(service, port, named);
          if (service !== undefined && ports.length > 0) {
            addService(services, { service, ports });
          }
        }
      }
    }
    return services;
  }

  private anyService(host: string, namespace: string): MeshService | undefined {
    const all = this.mesh.servicesAt(host).filter(({ registry }) => registry !== 'external');
    const visible = all.filter(({ visibility }) => isVisibleIn(visibility, namespace));
    return (
      all.find((service) => service.namespace === namespace) ??
      visible.find(({ registry }) => registry === 'kubernetes') ??
      visible[0]
    );
  }
}

/**
 * The order in which a sidecar takes routes: those that only its namespace sees, those exported to it by name, then public ones; in each,
 * routes of the Gateway API from its own namespace come first.
 */
function byPrecedence(sources: readonly RouteSource[], namespace: string): readonly RouteSource[] {
  const rank = (source: RouteSource): number => {
    const group = source.visibility === '*' ? 2 : source.namespace === namespace ? 0 : 1;
    return group * 2 + (source.isGatewayApi && source.namespace === namespace ? 0 : 1);
  };
  return sources
    .map((source, index) => ({ source, rank: rank(source), index }))
    .sort((one, other) => one.rank - other.rank || one.index - other.index)
    .map(({ source }) => source);
}

/** The ports of a service that a listener has of the destination of a route: its own, else those that destinations name, else all. */
function portsFor(
  { ports }: MeshService,
  listener: number | undefined,
  named: ReadonlySet<number | undefined>,
): MeshService['ports'] {
  if (listener !== undefined) {
    return ports.filter(({ number }) => number === listener);
  }
  return named.has(undefined) ? ports : ports.filter(({ number }) => named.has(number));
}

/** Hosts that routes for a namespace send to, each with the ports that they name; undefined among them for a destination without one. */
function destinationsOf(source: RouteSource, namespace: string): ReadonlyMap<string, ReadonlySet<number | undefined>> {
  const hosts = new Map<string, Set<number | undefined>>();
  const add = ({ host, port }: { readonly host: string; readonly port: number | undefined }): void => {
    const ports = hosts.get(host) ?? new Set();
    hosts.set(host, ports.add(port));
  };
  for (const { matches, destinations, mirrors } of source.http) {
    const wanted = matches.map(({ sourceNamespace }) => sourceNamespace).filter((name) => name !== '');
    if (wanted.length === 0 || wanted.includes(namespace)) {
      destinations.forEach(add);
      mirrors.forEach(add);
    }
  }
  for (const { destinations } of [...source.tls, ...source.tcp]) {
    destinations.forEach(add);
  }
  return hosts;
}
