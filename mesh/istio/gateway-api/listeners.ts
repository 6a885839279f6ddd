import { addressedHosts, isManaged } from '../../model/gateway-manifests.js';
import type { Mesh } from '../../model/mesh.js';
import { asText, fieldsListOf, fieldsOf } from '../../model/narrowing.js';
import type { MeshObject } from '../../model/object.js';
import type { Workload } from '../../model/workload.js';
import { createdAt } from '../age.js';
import type { GatewayServer } from '../gateway-server.js';
import { type AttachedListener, attachedListeners, namespaceFits, portOfListener } from './attached-listeners.js';
import { listenerTlsMode } from './listener-tls.js';

/** The part of a listener that decides about routes. */
export interface Listener {
  readonly server: GatewayServer;
  /** The Gateway or the ListenerSet that it is written in, which routes name as their parent. */
  readonly owner: MeshObject;
  readonly sectionName: string;
  readonly port: number;
  readonly protocol: string;
  /** As it is written; empty for any. */
  readonly hostname: string;
  /** Kinds of routes that it takes. */
  readonly kinds: readonly string[];
}

/** The listeners of Gateways that Istio serves, waypoints left out, and those that cannot be served. */
export function readListeners(mesh: Mesh): readonly Listener[] {
  return attachedListeners(mesh).flatMap((attached) =>
    attached.controller === 'waypoint' ? [] : readListener(mesh, attached),
  );
}

/** Kinds of routes by protocol, in capital letters as the API has it. Others are not supported. */
const kindsByProtocol: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
};

function readListener(mesh: Mesh, { spec, owner, gateway }: AttachedListener): readonly Listener[] {
  const protocol = asText(spec['protocol']) ?? '';
  const possible = Object.hasOwn(kindsByProtocol, protocol) ? kindsByProtocol[protocol] : undefined;
  const needsTls = protocol === 'HTTPS' || protocol === 'TLS';
  const mode = spec['tls'] === undefined ? undefined : listenerTlsMode(mesh, spec, owner, gateway);
  if (possible === undefined || ((needsTls || spec['tls'] !== undefined) && mode === undefined)) {
    return [];
  }
  const section = asText(spec['name']) ?? '';
  const hostname = (asText(spec['hostname']) ?? '').toLowerCase();
  const { namespaces, kinds } = fieldsOf(spec['allowedRoutes']);
  const id = `${owner.namespace}/${owner.name}`;
  const port = portOfListener(spec);
  const server: GatewayServer = {
    gateway: owner === gateway ? `${id}~${section}` : `${id}~${owner.kind}~${section}`,
    label: `${owner.kind} ${id} listener ${section}`,
    object: owner,
    name: `${owner.name}~${section}`,
    namespace: owner.namespace,
    created: createdAt(owner),
    port,
    protocol,
    hosts: allowedNamespaces(mesh, owner.namespace, fieldsOf(namespaces)).map((allowed) =>
      allowed === '*' ? hostname || '*' : `${allowed}/${hostname || '*'}`,
    ),
    tls: needsTls && mode !== undefined ? { mode } : undefined,
    httpsRedirect: false,
    takesPodPorts: false,
    selects: workloadsOf(mesh, gateway),
  };
  const wanted = fieldsListOf(kinds);
  return [
    {
      server,
      owner,
      sectionName: section,
      port,
      protocol,
      hostname,
      kinds: wanted.length === 0 ? possible : possible.filter((one) => wanted.some(({ kind }) => kind === one)),
    },
  ];
}

/** Whether a workload serves a Gateway: it is made of it, or the Services that the Gateway names as its addresses select it. */
function workloadsOf(mesh: Mesh, gateway: MeshObject): (workload: Workload) => boolean {
  const { name, namespace } = gateway;
  if (isManaged(gateway)) {
    return ({ namespace: own, labels }) =>
      own === namespace && labels['gateway.networking.k8s.io/gateway-name'] === name;
  }
  const hosts = new Set(addressedHosts(gateway).map((host) => mesh.resolve(host, namespace)));
  return (workload) =>
    [...hosts].some((host) => mesh.servicesAt(host).some((service) => service.workloads.includes(workload)));
}

/** Namespaces whose routes a listener takes; `~` for none. */
function allowedNamespaces(
  mesh: Mesh,
  own: string,
  { from, selector }: { readonly from?: unknown; readonly selector?: unknown },
): readonly string[] {
  switch (from ?? 'Same') {
    case 'All':
      return ['*'];
    case 'Selector': {
      const fitting = [...mesh.namespaces.keys()].filter((name) => namespaceFits(mesh, name, selector));
      return fitting.length === 0 ? ['~'] : fitting;
    }
    case 'None':
      return ['~'];
    default:
      return [own];
  }
}
