import type { Retries, RouteSource } from '../../../istio/route-source.js';
import type { ScopedService } from '../../../istio/scoped-services.js';
import type { EgressListener } from '../../../istio/sidecar-scope.js';
import { compareSpecificity, coversHost, isWildcard } from '../../../model/hosts.js';
import type { Labels } from '../../../model/labels.js';
import { isHttp } from '../../../model/protocol.js';
import type { MeshService, ServicePort } from '../../../model/service.js';
import { outboundCluster, type Route, type VirtualHost } from '../../route-configuration.js';
import { retryPolicyOf } from '../retry-policy.js';
import { sidecarRoutes } from '../routes.js';
import { VirtualHostTable } from '../virtual-host-table.js';

/** The port of a sidecar that virtual hosts are for. */
export interface OutboundPort {
  readonly listener: EgressListener;
  readonly port: number;
  /** Namespace of the sidecar; empty to leave out what only one namespace has. */
  readonly namespace: string;
  readonly labels: Labels;
  readonly clusterDomain: string;
  /** The retries of routes that no rule makes; undefined for Istio's own. */
  readonly retries: Retries | undefined;
}

/** The virtual hosts of a sidecar on a port: those of its routes, then one for each service without routes. */
export function outboundVirtualHosts(outbound: OutboundPort): readonly VirtualHost[] {
  const { listener, port, retries } = outbound;
  const services = new Map<string, ScopedService>();
  for (const scoped of listener.services) {
    const { host } = scoped.service;
    if (!services.has(host) && scoped.ports.some(({ number }) => number === port)) {
      services.set(host, scoped);
    }
  }
  const drafts = draftsOf(outbound, services);
  const taken = new Set(drafts.flatMap(({ service }) => service?.host ?? []));
  for (const { service, ports } of services.values()) {
    const own = ports.find(({ number }) => number === port);
    if (!taken.has(service.host) && own !== undefined && mayBeHttp(own) && service.alias === undefined) {
      drafts.push({ service, name: service.host, routes: [defaultRoute(service.host, port, retries)] });
    }
  }
  return assemble(outbound, drafts, aliasesOf(services));
}

/** The route that every service has when no configuration says otherwise. */
export function defaultRoute(host: string, port: number, retries: Retries | undefined): Route {
  const cluster = { ...outboundCluster(host, port, ''), weight: 1 };
  return {
    label: 'default',
    match: undefined,
    rule: undefined,
    port,
    clusters: [cluster],
    retryPolicy: retryPolicyOf(retries),
  };
}

/** Whether a sidecar may see HTTP on a port: it is declared, or found out from the traffic. */
function mayBeHttp(port: ServicePort): boolean {
  return isHttp(port.protocol) || port.protocol === 'auto';
}

interface Draft {
  /** Undefined for a host that is no service. */
  readonly service: MeshService | undefined;
  readonly name: string;
  readonly routes: readonly Route[];
}

function draftsOf(outbound: OutboundPort, services: ReadonlyMap<string, ScopedService>): Draft[] {
  const { listener, port, namespace, labels } = outbound;
  const drafts: Draft[] = [];
  const wildcardOwners = wildcardOwnersOf(listener, services);
  for (const source of listener.sources) {
    if (port !== 80 && !touches(source, services)) {
      continue;
    }
    const routes = sidecarRoutes(source, { labels, namespace, gateway: 'mesh', port });
    if (routes.length === 0) {
      continue;
    }
    const { found, rest } = separate(source, services, wildcardOwners);
    const usable = source.isGatewayApi
      ? found.filter(({ service }) => service.namespace === source.namespace || namespace === source.namespace)
      : found;
    if (source.isGatewayApi && usable.length === 0) {
      continue;
    }
    const http = usable.filter(({ ports }) => ports.some((own) => own.number === port && mayBeHttp(own)));
    if (http.length === 0 && port !== 80) {
      continue;
    }
    for (const one of rest.map((name) => ({ service: undefined, name, routes }))) {
      drafts.push(one);
    }
    for (const one of http.map(({ service }) => ({ service, name: service.host, routes }))) {
      drafts.push(one);
    }
  }
  return drafts;
}

function assemble(
  { namespace, clusterDomain, port }: OutboundPort,
  drafts: readonly Draft[],
  aliases: ReadonlyMap<string, readonly string[]>,
): readonly VirtualHost[] {
  const table = new VirtualHostTable();
  const known = new Set(drafts.flatMap(({ service }) => service?.host ?? []));
  const names = new Set<string>();
  for (const { service, name, routes } of drafts) {
    if (names.has(name)) {
      continue;
    }
    names.add(name);
    const domains = service === undefined ? [name] : domainsOf(service, aliases.get(name) ?? [], known);
    table.add(`${name}:${port}`, domains, routes);
  }
  return table.virtualHosts;

  /** Its names, those that are derived from others only where they are not the full name of another service. */
  function domainsOf(service: MeshService, others: readonly string[], hosts: ReadonlySet<string>): readonly string[] {
    const domains = [service.host, ...others].flatMap((host) => [
      host,
      ...alternatives(host, namespace, clusterDomain).filter((other) => !hosts.has(other)),
    ]);
    const ofPods = service.isHeadless ? domains.map((domain) => `*.${domain}`) : [];
    return [...domains, ...ofPods, ...service.addresses];
  }
}

/** Other names by which a caller of a namespace may write a host. */
function alternatives(host: string, namespace: string, clusterDomain: string): readonly string[] {
  const suffix = `.svc.${clusterDomain}`;
  if (!host.endsWith(suffix)) {
    return [`${host}.`];
  }
  const short = host.slice(0, -suffix.length);
  const dot = short.indexOf('.');
  if (dot < 0) {
    return [`${host}.`];
  }
  const others = [`${host}.`, `${short}.svc`, short];
  return short.slice(dot + 1) === namespace ? [...others, short.slice(0, dot)] : others;
}

/** Names of ExternalName Services, by the host that they stand for. */
function aliasesOf(services: ReadonlyMap<string, ScopedService>): ReadonlyMap<string, readonly string[]> {
  const aliases = new Map<string, string[]>();
  for (const { service } of services.values()) {
    const target = service.alias;
    if (target !== undefined) {
      aliases.set(target, [...(aliases.get(target) ?? []), service.host]);
    }
  }
  return aliases;
}

/** Whether any host of a source is, or may be, a service of the port. */
function touches(source: RouteSource, services: ReadonlyMap<string, ScopedService>): boolean {
  return source.hosts.some((host) => {
    if (services.has(host)) {
      return true;
    }
    for (const name of isWildcard(host) || hasWildcard(services) ? services.keys() : []) {
      if (
        isWildcard(host) ? coversHost(host, name) || coversHost(name, host) : isWildcard(name) && coversHost(name, host)
      ) {
        return true;
      }
    }
    return false;
  });
}

const wildcardCache = new WeakMap<ReadonlyMap<string, ScopedService>, boolean>();

function hasWildcard(services: ReadonlyMap<string, ScopedService>): boolean {
  let found = wildcardCache.get(services);
  if (found === undefined) {
    found = [...services.keys()].some(isWildcard);
    wildcardCache.set(services, found);
  }
  return found;
}

/** For each service the source with the most specific host for it, the first of equals; none when no source has a wildcard. */
function wildcardOwnersOf(
  { sources }: EgressListener,
  services: ReadonlyMap<string, ScopedService>,
): ReadonlyMap<string, RouteSource> {
  const owners = new Map<string, RouteSource>();
  const wild = sources.flatMap((source) => source.hosts.filter(isWildcard).map((host) => ({ host, source })));
  if (wild.length === 0) {
    return owners;
  }
  const exact = new Map<string, RouteSource>();
  for (const source of sources) {
    for (const host of source.hosts) {
      if (!isWildcard(host) && !exact.has(host)) {
        exact.set(host, source);
      }
    }
  }
  const ordered = wild
    .map((entry, index) => ({ ...entry, index }))
    .sort((one, other) => compareSpecificity(one.host, other.host) || one.index - other.index);
  for (const name of services.keys()) {
    const owner = exact.get(name) ?? ordered.find(({ host }) => coversHost(host, name))?.source;
    if (owner !== undefined) {
      owners.set(name, owner);
    }
  }
  return owners;
}

/** The services that a source is for, and its hosts that are none. */
function separate(
  source: RouteSource,
  services: ReadonlyMap<string, ScopedService>,
  wildcardOwners: ReadonlyMap<string, RouteSource>,
): { readonly found: readonly ScopedService[]; readonly rest: readonly string[] } {
  const found: ScopedService[] = [];
  const rest: string[] = [];
  for (const host of source.hosts) {
    const exact = services.get(host);
    if (exact !== undefined) {
      found.push(exact);
    } else if (!isWildcard(host) || source.isGatewayApi) {
      rest.push(host);
    } else {
      const fitting = [...services.values()].filter(({ service }) => coversHost(host, service.host));
      for (const one of fitting.filter(({ service }) => wildcardOwners.get(service.host) === source)) {
        found.push(one);
      }
      if (fitting.length === 0) {
        rest.push(host);
      }
    }
  }
  return { found: [...new Set(found)], rest };
}
