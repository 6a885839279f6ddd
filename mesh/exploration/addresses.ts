import { readGatewayServers } from '../istio/gateway-servers.js';
import { coversHost } from '../model/hosts.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import { PushContext } from '../proxy/push-context.js';
import { addressOf, urlOf } from '../request/address.js';
import { gatewayServices } from '../request/entry.js';
import { type RequestQuery, readTarget } from '../request/index.js';

/** Where requests can be sent. */
export interface Address {
  /** What is spoken, with or without TLS of the caller's own. */
  readonly scheme: 'http' | 'https' | 'grpc' | 'tcp' | 'tls';
  /** The usual host. */
  readonly host: string;
  readonly port: number;
  /** A service or another host, asked from inside, or an entry from outside. */
  readonly kind: 'service' | 'host' | 'entry';
  /** `namespace/name` of the Service for the Internet, where it is not the only one. */
  readonly via?: string;
  /** Whether that is what listens there, as far as the manifests say. */
  readonly isSpoken: boolean;
  /** What each mesh has there. */
  readonly services: readonly (MeshService | undefined)[];
}

/** The URL of an address, up to the path. */
export function urlOfAddress({ scheme, host, port }: Pick<Address, 'scheme' | 'host' | 'port'>): string {
  return urlOf(scheme, host, port);
}

/** The ports of the services of some meshes, each in what it speaks first, then as HTTP, over TLS and as mere bytes. */
export function serviceAddresses(meshes: readonly Mesh[]): readonly Address[] {
  const found = new Map<string, Address>();
  for (const mesh of meshes) {
    for (const service of mesh.services.filter(isAsked)) {
      for (const port of service.ports) {
        const url = addressOf(service, port);
        if (url === undefined) {
          continue;
        }
        const { scheme, host, port: number } = readTarget(url);
        const spoken = scheme === 'grpc' ? 'http' : scheme;
        for (const one of new Set([scheme, 'http', 'https', 'tcp'] as const)) {
          if (one === scheme || one !== spoken) {
            const services = meshes.map((other) => other.servicesAt(service.host)[0]);
            const address: Address = {
              scheme: one,
              host,
              port: number,
              kind: 'service',
              services,
              isSpoken: one === scheme,
            };
            const key = urlOfAddress(address);
            found.set(key, { ...address, isSpoken: address.isSpoken || found.get(key)?.isSpoken === true });
          }
        }
      }
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, address]) => address);
}

function isAsked({ registry, workloads }: MeshService): boolean {
  return registry !== 'external' && !workloads.some(({ proxy }) => proxy === 'waypoint');
}

/** A host that no mesh knows, for what happens with traffic to such hosts. */
const unknownHost = 'unknown.example';

/** Hosts that are not services: those that only routes name, and one that nothing knows; at every port that something listens to. */
export function otherAddresses(meshes: readonly Mesh[]): readonly Address[] {
  const ports = new Set([80, 443, ...meshes.flatMap(portsOf)]);
  const known = meshes.flatMap((mesh) => mesh.services.map(({ host }) => host));
  const routed = meshes.flatMap((mesh) =>
    PushContext.of(mesh)
      .sources.filter(({ gateways }) => gateways.includes('mesh'))
      .flatMap(({ hosts }) => hosts)
      .filter((host) => host !== '*' && !known.some((one) => one === host || coversHost(one, host))),
  );
  const hosts = [...new Set(routed.map((host) => host.replace('*', 'any')))].sort();
  return [...hosts, unknownHost].flatMap((host) =>
    [...ports]
      .sort((one, other) => one - other)
      .flatMap((port) =>
        (['http', 'https', 'tcp'] as const).map(
          (scheme): Address => ({
            scheme,
            host,
            port,
            kind: 'host',
            services: meshes.map(() => undefined),
            isSpoken: scheme === (port === 443 ? 'https' : 'http'),
          }),
        ),
      ),
  );
}

function portsOf(mesh: Mesh): readonly number[] {
  const sidecars = mesh.sidecars.flatMap(({ spec }) => (spec.egress ?? []).map(({ port }) => port?.number ?? 80));
  return [...sidecars, ...mesh.services.filter(isAsked).flatMap(({ ports }) => ports.map(({ number }) => number))];
}

/** Where the Internet comes in: the ports of gateways, and of other Services that a public load balancer stands before. */
export function entryAddresses(meshes: readonly Mesh[]): readonly Address[] {
  const found = new Map<string, Address>();
  const isOnly =
    meshes.every((mesh) => entriesOf(mesh).length === 1) && meshes.every((mesh) => gatewayServices(mesh).length === 1);
  for (const mesh of meshes) {
    for (const service of entriesOf(mesh)) {
      for (const { number, transport, targetPort } of service.ports) {
        const spoken = spokenAt(mesh, service, [number, targetPort]);
        for (const scheme of transport === 'UDP' ? [] : (['http', 'https', 'tls', 'tcp'] as const)) {
          const name = `${service.namespace}/${service.name}`;
          const services = meshes.map((other) => other.servicesAt(service.host)[0]);
          const address: Address = {
            scheme,
            port: number,
            kind: 'entry',
            services,
            host: usualHost(mesh, service),
            isSpoken: spoken.includes(scheme),
            ...(isOnly ? {} : { via: name }),
          };
          found.set(`${name} ${scheme} ${number}`, found.get(`${name} ${scheme} ${number}`) ?? address);
        }
      }
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, address]) => address);
}

function entriesOf(mesh: Mesh): readonly MeshService[] {
  const gateways = gatewayServices(mesh);
  const others = mesh.services.filter(
    (service) =>
      service.registry === 'kubernetes' &&
      !gateways.includes(service) &&
      service.instances.some(({ exposure }) => exposure === 'internet'),
  );
  return [...gateways, ...others];
}

/** What the servers of a gateway speak at a port, by the number of the Service or of the pod; HTTP where it is not a gateway. */
function spokenAt(mesh: Mesh, { workloads }: MeshService, ports: readonly unknown[]): readonly Address['scheme'][] {
  const servers = readGatewayServers(mesh).filter(
    ({ selects, port }) => ports.includes(port) && workloads.some(selects),
  );
  return workloads.some(({ proxy }) => proxy === 'gateway')
    ? servers.map(({ protocol, tls }) =>
        protocol === 'TCP' || protocol === 'MONGO'
          ? 'tcp'
          : tls === undefined
            ? 'http'
            : protocol === 'TLS'
              ? 'tls'
              : 'https',
      )
    : ['http'];
}

/** A name that the servers of a gateway serve. */
function usualHost(mesh: Mesh, service: MeshService): string {
  const servers = readGatewayServers(mesh).filter(({ selects }) => service.workloads.some(selects));
  const [host] = servers
    .flatMap(({ hosts }) => hosts.map((text) => text.slice(text.indexOf('/') + 1)))
    .filter((text) => text !== '*')
    .sort();
  return host?.replace('*', 'any') ?? 'any.example';
}

/** What a request to an address has besides its caller. */
export function baseOf({ via }: Address): Omit<RequestQuery, 'from' | 'to'> {
  return via === undefined ? {} : { via };
}
