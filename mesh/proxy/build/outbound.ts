import type { RoutingConfig } from '../../istio/route-source.js';
import type { EgressListener, ScopedService, SidecarScope } from '../../istio/sidecar-scope.js';
import { compareSpecificity, coversHost, isWildcard } from '../../model/hosts.js';
import { type Labels, matchesLabels } from '../../model/labels.js';
import { isHttp } from '../../model/protocol.js';
import type { MeshService, ServicePort } from '../../model/service.js';
import { bindRules, looksAtSourceLabels } from '../bound-rules.js';
import { type VirtualHost, VirtualHosts } from '../virtual-host.js';

/** Whether a sidecar may see HTTP on a port: it is declared, or found out from the traffic. */
export function mayBeHttp(port: ServicePort): boolean {
  return isHttp(port.protocol) || port.protocol === 'auto';
}

/** Whether a service is an ExternalName Service, which is another name of what it points at. */
export function aliasOf(service: MeshService): string | undefined {
  return service.instances.find(({ externalName }) => externalName !== undefined)?.externalName?.toLowerCase();
}

/** Whether its clients see the addresses of its pods. */
export function isHeadless(service: MeshService): boolean {
  return service.registry === 'kubernetes' && service.instances.some((instance) => instance.isHeadless);
}

/** Makes and keeps the virtual hosts of sidecars, by scope, port and what the routes see of the caller's labels. */
export class OutboundRoutes {
  private readonly tables = new WeakMap<EgressListener, Map<string, VirtualHosts>>();
  private readonly common = new Map<string, VirtualHosts>();
  private readonly selectors = new WeakMap<EgressListener, readonly Labels[]>();

  constructor(private readonly clusterDomain: string) {}

  /** The listener that takes a port: one made for it, else the one for all others. */
  listenerFor(scope: SidecarScope, port: number): EgressListener | undefined {
    return scope.listeners.find((listener) => listener.port === undefined || listener.port === port);
  }

  /** The virtual hosts of a sidecar on a port. */
  table(scope: SidecarScope, listener: EgressListener, port: number, labels: Labels): VirtualHosts {
    const bits = this.selectorsOf(listener).map((selector) => (matchesLabels(labels, selector) ? '1' : '0'));
    const key = bits.length === 0 ? String(port) : `${port} ${bits.join('')}`;
    let tables = listener.isCommon ? this.common : this.tables.get(listener);
    if (tables === undefined) {
      tables = new Map();
      this.tables.set(listener, tables);
    }
    let table = tables.get(key);
    if (table === undefined) {
      // The common table has no short names: who looks one up adds the namespace.
      table = this.build(listener.isCommon ? { ...scope, namespace: '' } : scope, listener, port, labels);
      tables.set(key, table);
    }
    return table;
  }

  private selectorsOf(listener: EgressListener): readonly Labels[] {
    let selectors = this.selectors.get(listener);
    if (selectors === undefined) {
      const found = new Map<string, Labels>();
      for (const config of listener.configs.filter(looksAtSourceLabels)) {
        for (const rule of [...config.http, ...config.tls, ...config.tcp]) {
          for (const { sourceLabels } of rule.matches) {
            if (Object.keys(sourceLabels).length > 0) {
              found.set(JSON.stringify(sourceLabels), sourceLabels);
            }
          }
        }
      }
      selectors = [...found.values()];
      this.selectors.set(listener, selectors);
    }
    return selectors;
  }

  private build(scope: SidecarScope, listener: EgressListener, port: number, labels: Labels): VirtualHosts {
    const services = new Map<string, ScopedService>();
    for (const scoped of listener.services) {
      if (scoped.ports.some(({ number }) => number === port)) {
        services.set(scoped.service.host, scoped);
      }
    }
    const drafts = this.drafts(scope, listener, services, port, labels);
    const taken = new Set(drafts.flatMap(({ service }) => service?.host ?? []));
    for (const { service, ports } of services.values()) {
      const own = ports.find(({ number }) => number === port);
      if (!taken.has(service.host) && own !== undefined && mayBeHttp(own) && aliasOf(service) === undefined) {
        const host = { name: service.host, config: undefined, rules: [], redirectsToHttps: false };
        drafts.push({ service, host: { ...host, service: { host: service.host, port } } });
      }
    }
    return this.assemble(scope.namespace, drafts, aliasesOf(services));
  }

  private drafts(
    scope: SidecarScope,
    listener: EgressListener,
    services: ReadonlyMap<string, ScopedService>,
    port: number,
    labels: Labels,
  ): Draft[] {
    const drafts: Draft[] = [];
    const wildcardOwners = port === 0 ? new Map<string, RoutingConfig>() : wildcardOwnersOf(listener, services);
    for (const config of listener.configs) {
      if (port !== 80 && !touches(config, services)) {
        continue;
      }
      const ruleScope = { labels, namespace: scope.namespace, gateway: 'mesh', port };
      const rules = bindRules(config, ruleScope);
      if (rules.length === 0) {
        continue;
      }
      const { found, rest } = separate(config, services, wildcardOwners);
      const usable = config.isGatewayApi
        ? found.filter(({ service }) => service.namespace === config.namespace || scope.namespace === config.namespace)
        : found;
      if (config.isGatewayApi && usable.length === 0) {
        continue;
      }
      const http = usable.filter(({ ports }) => ports.some((own) => own.number === port && mayBeHttp(own)));
      if (http.length === 0 && port !== 80) {
        continue;
      }
      const host = { config, rules, service: undefined, redirectsToHttps: false };
      for (const name of rest) {
        drafts.push({ service: undefined, host: { ...host, name } });
      }
      for (const { service } of http) {
        drafts.push({ service, host: { ...host, name: service.host } });
      }
    }
    return drafts;
  }

  private assemble(
    namespace: string,
    drafts: readonly Draft[],
    aliases: ReadonlyMap<string, readonly string[]>,
  ): VirtualHosts {
    const table = new VirtualHosts(this.clusterDomain);
    const known = new Set(drafts.flatMap(({ service }) => service?.host ?? []));
    const names = new Set<string>();
    for (const { service, host } of drafts) {
      if (names.has(host.name)) {
        continue;
      }
      names.add(host.name);
      if (service === undefined) {
        table.add(host, [host.name]);
        continue;
      }
      const all = [service.host, ...(aliases.get(service.host) ?? [])];
      const domains: string[] = [];
      const derived = new Set<string>();
      for (const name of all) {
        const others = this.alternatives(name, namespace);
        domains.push(name, ...others);
        for (const other of others) {
          derived.add(other);
        }
      }
      const wild = isHeadless(service) ? domains.map((domain) => `*.${domain}`) : [];
      const addresses = service.objects.flatMap(({ rawSpec }) => rawSpec['addresses'] ?? []);
      const own = service.instances.map(({ clusterIp }) => clusterIp).filter((address) => address !== '');
      const literal = [...own, ...addresses.filter((address): address is string => typeof address === 'string')];
      table.add(host, [...domains, ...wild, ...literal], (domain) => derived.has(domain) && known.has(domain));
    }
    return table;
  }

  /** Other names by which a caller of a namespace may write a host. */
  private alternatives(host: string, namespace: string): readonly string[] {
    const suffix = `.svc.${this.clusterDomain}`;
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
}

interface Draft {
  readonly service: MeshService | undefined;
  readonly host: VirtualHost;
}

/** Names of ExternalName Services, by the host that they stand for. */
function aliasesOf(services: ReadonlyMap<string, ScopedService>): ReadonlyMap<string, readonly string[]> {
  const aliases = new Map<string, string[]>();
  for (const { service } of services.values()) {
    const target = aliasOf(service);
    if (target !== undefined) {
      aliases.set(target, [...(aliases.get(target) ?? []), service.host]);
    }
  }
  return aliases;
}

/** Whether any host of a configuration is, or may be, a service of the port. */
function touches(config: RoutingConfig, services: ReadonlyMap<string, ScopedService>): boolean {
  return config.hosts.some((host) => {
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

/** For each service the configuration with the most specific host for it, the first of equals. */
function wildcardOwnersOf(
  listener: EgressListener,
  services: ReadonlyMap<string, ScopedService>,
): ReadonlyMap<string, RoutingConfig> {
  const owners = new Map<string, RoutingConfig>();
  const wild = listener.configs.flatMap((config) => config.hosts.filter(isWildcard).map((host) => ({ host, config })));
  if (wild.length === 0) {
    return owners;
  }
  const exact = new Map<string, RoutingConfig>();
  for (const config of listener.configs) {
    for (const host of config.hosts) {
      if (!isWildcard(host) && !exact.has(host)) {
        exact.set(host, config);
      }
    }
  }
  const ordered = wild
    .map((entry, index) => ({ ...entry, index }))
    .sort((one, other) => compareSpecificity(one.host, other.host) || one.index - other.index);
  for (const name of services.keys()) {
    const owner = exact.get(name) ?? ordered.find(({ host }) => coversHost(host, name))?.config;
    if (owner !== undefined) {
      owners.set(name, owner);
    }
  }
  return owners;
}

/** The services that a configuration is for, and its hosts that are none. */
function separate(
  config: RoutingConfig,
  services: ReadonlyMap<string, ScopedService>,
  wildcardOwners: ReadonlyMap<string, RoutingConfig>,
): { readonly found: readonly ScopedService[]; readonly rest: readonly string[] } {
  const found: ScopedService[] = [];
  const rest: string[] = [];
  for (const host of config.hosts) {
    const exact = services.get(host);
    if (exact !== undefined) {
      found.push(exact);
    } else if (!isWildcard(host) || config.isGatewayApi) {
      rest.push(host);
    } else {
      const fitting = [...services.values()].filter(({ service }) => coversHost(host, service.host));
      found.push(...fitting.filter(({ service }) => wildcardOwners.get(service.host) === config));
      if (fitting.length === 0) {
        rest.push(host);
      }
    }
  }
  return { found: [...new Set(found)], rest };
}
