import { asText, coversHost, fieldsListOf, fieldsOf, type Mesh, type MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { destinationsOf } from '../../destinations.js';

/**
 * A short name is a Service of the route's own namespace. Reported once for each route, and for a VirtualService only
 * when another namespace has the Service; otherwise it is a host that exists nowhere (IST0101).
 */
export const shortHost: Check = {
  name: 'short-host',
  types: [asmCodes.ASM0010],
  run(mesh, report) {
    const namespaces = namespacesByService(mesh);
    // Files without any Service are a part of a mesh, whose Services are elsewhere.
    if (namespaces.size === 0) {
      return;
    }
    for (const kind of ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'] as const) {
      for (const { object } of mesh.gatewayApi(kind)) {
        reportMissing(mesh, object, shortServices(object), namespaces, report);
      }
    }
    for (const virtualService of mesh.virtualServices) {
      const { object, spec } = virtualService;
      const isForMesh = (spec.gateways ?? ['mesh']).includes('mesh');
      const destinations = destinationsOf(virtualService).map(({ host }) => host);
      const hosts = [...(isForMesh ? (spec.hosts ?? []) : []), ...destinations];
      const elsewhere = hosts.filter((host) => isShort(host) && namespaces.has(host.toLowerCase()));
      reportMissing(mesh, object, elsewhere, namespaces, report);
    }
  },
};

function isShort(host: string): boolean {
  return host !== '' && !host.includes('.') && !host.includes('*');
}

function namespacesByService(mesh: Mesh): ReadonlyMap<string, readonly string[]> {
  const namespaces = new Map<string, string[]>();
  for (const { registry, name, namespace } of mesh.services) {
    if (registry === 'kubernetes') {
      namespaces.set(name, [...(namespaces.get(name) ?? []), namespace]);
    }
  }
  return namespaces;
}

/** Services that a route of the Gateway API names without a namespace, as parent or as backend. */
function shortServices(object: MeshObject): readonly string[] {
  const spec = object.rawSpec;
  const parents = fieldsListOf(spec['parentRefs']).filter(({ kind }) => kind === 'Service');
  const backends = fieldsListOf(spec['rules'])
    .flatMap((rule) => [
      ...fieldsListOf(rule['backendRefs']),
      ...fieldsListOf(rule['filters']).map((filter) => fieldsOf(fieldsOf(filter['requestMirror'])['backendRef'])),
    ])
    .filter(({ kind, group }) => (kind ?? 'Service') === 'Service' && (group ?? '') === '');
  return [...parents, ...backends]
    .filter((reference) => asText(reference['namespace']) === undefined)
    .map((reference) => asText(reference['name']) ?? '')
    .filter((name) => name !== '');
}

function reportMissing(
  mesh: Mesh,
  object: MeshObject,
  names: readonly string[],
  namespaces: ReadonlyMap<string, readonly string[]>,
  report: Report,
): void {
  const { namespace } = object;
  const missing = [...new Set(names)].filter((name) => {
    const host = mesh.resolve(name, namespace);
    return (
      mesh.servicesAt(host).length === 0 &&
      !mesh.external.hosts.some((known) => known === name || coversHost(known, host))
    );
  });
  if (missing.length === 0) {
    return;
  }
  const others = [
    ...new Set(
      missing.flatMap((name) => (namespaces.get(name.toLowerCase()) ?? []).map((owner) => `${name}.${owner}`)),
    ),
  ];
  const elsewhere = others.length === 0 ? '' : `, but there is ${others.slice(0, 3).join(', ')}`;
  report(asmCodes.ASM0010, object, { namespace, hosts: missing.join(', '), elsewhere }, ['spec']);
}
