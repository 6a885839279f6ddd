import { addressedHosts, controllerOfGateway } from '../model/gateway-manifests.js';
import { matchesLabelSelector, matchesLabels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshObject } from '../model/object.js';
import type { Workload } from '../model/workload.js';
import { createdAt } from './age.js';

/** How a server of a gateway handles TLS; absent for plain text. */
export interface ServerTls {
  /** SIMPLE, MUTUAL, PASSTHROUGH, AUTO_PASSTHROUGH, ISTIO_MUTUAL or OPTIONAL_MUTUAL. */
  readonly mode: string;
}

/** One server of an Istio Gateway, or one listener of a Gateway of the Gateway API. */
export interface GatewayServer {
  /** `namespace/name` by which routes bind to it; a listener has a name of its own. */
  readonly gateway: string;
  /** `Gateway shop/front servers[0]`. */
  readonly label: string;
  readonly object: MeshObject;
  /** Where it stands in the object. */
  readonly field: readonly (string | number)[];
  readonly name: string;
  readonly namespace: string;
  readonly created: string;
  readonly port: number;
  readonly portName: string;
  /** Upper case. */
  readonly protocol: string;
  /** `host`, or `namespace/host` for routes of one namespace only. */
  readonly hosts: readonly string[];
  readonly tls: ServerTls | undefined;
  readonly httpsRedirect: boolean;
  /** Whether its port may be the number at the pod as well as that of the Service: Istio's own Gateways. */
  readonly takesPodPorts: boolean;
  /** Whether pods of this workload serve it. */
  readonly selects: (workload: Workload) => boolean;
}

/** Servers of all gateways, those of the oldest gateway first. */
export function readGatewayServers(mesh: Mesh): readonly GatewayServer[] {
  return [...istioServers(mesh), ...listenerServers(mesh)];
}

function istioServers(mesh: Mesh): readonly GatewayServer[] {
  return mesh.gateways.flatMap((gateway) => {
    const { id, name, namespace, spec, object } = gateway;
    const selector = spec.selector ?? {};
    return (spec.servers ?? []).flatMap((server, index): readonly GatewayServer[] => {
      const port = server.port?.number;
      if (port === undefined) {
        return [];
      }
      return [
        {
          gateway: id,
          label: `Gateway ${id} servers[${index}]`,
          object,
          field: ['spec', 'servers', index],
          name,
          namespace,
          created: createdAt(object),
          port,
          portName: server.port?.name ?? '',
          protocol: (server.port?.protocol ?? 'HTTP').toUpperCase(),
          hosts: (server.hosts ?? []).map((host) => ownNamespace(host.toLowerCase(), namespace)),
          tls: tlsOf(server.tls, server.port?.protocol ?? ''),
          httpsRedirect: server.tls?.httpsRedirect === true,
          takesPodPorts: true,
          selects: (workload) => matchesLabels(workload.labels, selector),
        },
      ];
    });
  });
}

/** The hosts that the servers of an Istio Gateway have for routes of a namespace, as they are written. */
export function servedHosts({ spec, namespace }: Mesh['gateways'][number], routeNamespace: string): readonly string[] {
  return (spec.servers ?? [])
    .flatMap((server) => server.hosts ?? [])
    .flatMap((host) => hostForRoutes(ownNamespace(host, namespace), routeNamespace));
}

/** A host of a server without its namespace, when routes of a namespace may use it. */
export function hostForRoutes(host: string, routeNamespace: string): readonly string[] {
  const slash = host.indexOf('/');
  const owner = slash < 0 ? '*' : host.slice(0, slash);
  return owner === '*' || owner === routeNamespace ? [host.slice(slash + 1)] : [];
}

function ownNamespace(host: string, namespace: string): string {
  if (host.startsWith('./')) {
    return `${namespace}/${host.slice(2)}`;
  }
  return host.startsWith('*/') ? host.slice(2) : host;
}

function tlsOf(tls: { readonly mode?: string } | undefined, protocol: string): ServerTls | undefined {
  const isPlain = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'TCP'].includes(protocol.toUpperCase());
  if (tls === undefined || (isPlain && tls.mode === undefined)) {
    return undefined;
  }
  return { mode: tls.mode ?? 'PASSTHROUGH' };
}

/** The part of a listener that decides about routes. */
export interface Listener {
  readonly server: GatewayServer;
  readonly sectionName: string;
  readonly port: number;
  readonly protocol: string;
  /** As it is written; empty for any. */
  readonly hostname: string;
  readonly gatewayName: string;
  readonly gatewayNamespace: string;
  /** Kinds of routes that it takes. */
  readonly kinds: readonly string[];
}

/** The listeners of Gateways that Istio serves, waypoints left out. */
export function readListeners(mesh: Mesh): readonly Listener[] {
  const classes = new Map(
    mesh.gatewayApi('GatewayClass').map(({ name, spec }) => [name, String(spec.controllerName ?? '')] as const),
  );
  return mesh.gatewayApi('Gateway').flatMap(({ id, name, namespace, spec, object }) => {
    const controller = controllerOfGateway(object, classes);
    if (controller !== 'gateway' && controller !== 'unmanaged') {
      return [];
    }
    const hosts = new Set(addressedHosts(object).map((host) => mesh.resolve(host, namespace)));
    const selects = (workload: Workload): boolean =>
      hosts.size === 0
        ? workload.namespace === namespace && workload.labels['gateway.networking.k8s.io/gateway-name'] === name
        : [...hosts].some((host) => mesh.servicesAt(host).some((service) => service.workloads.includes(workload)));
    return (spec.listeners ?? []).map((listener, index): Listener => {
      const protocol = String(listener.protocol ?? 'HTTP').toUpperCase();
      const hostname = (listener.hostname ?? '').toLowerCase();
      const namespaces = allowedNamespaces(mesh, namespace, listener.allowedRoutes?.namespaces);
      const mode = (listener.tls?.mode ?? 'Terminate') === 'Passthrough' ? 'PASSTHROUGH' : 'SIMPLE';
      return {
        server: {
          gateway: `${id}~${listener.name ?? ''}`,
          label: `Gateway ${id} listener ${listener.name ?? ''}`,
          object,
          field: ['spec', 'listeners', index],
          // The name of the Gateway that Istio makes of a listener.
          name: `${name}-istio-autogenerated-k8s-gateway-${listener.name ?? ''}`,
          namespace,
          created: createdAt(object),
          port: listener.port ?? 0,
          portName: 'default',
          protocol,
          hosts: namespaces.map((allowed) => (allowed === '*' ? hostname || '*' : `${allowed}/${hostname || '*'}`)),
          tls: protocol === 'HTTPS' || protocol === 'TLS' ? { mode } : undefined,
          httpsRedirect: false,
          takesPodPorts: false,
          selects,
        },
        sectionName: listener.name ?? '',
        port: listener.port ?? 0,
        protocol,
        hostname,
        gatewayName: name,
        gatewayNamespace: namespace,
        kinds: kindsOf(protocol, listener.allowedRoutes?.kinds),
      };
    });
  });
}

function listenerServers(mesh: Mesh): readonly GatewayServer[] {
  return readListeners(mesh).map(({ server }) => server);
}

function kindsOf(protocol: string, wanted: readonly { readonly kind?: string }[] | undefined): readonly string[] {
  const possible: Readonly<Record<string, readonly string[]>> = {
    HTTP: ['HTTPRoute', 'GRPCRoute'],
    HTTPS: ['HTTPRoute', 'GRPCRoute'],
    TLS: ['TLSRoute', 'TCPRoute'],
    TCP: ['TCPRoute'],
  };
  const all = possible[protocol] ?? [];
  return wanted === undefined || wanted.length === 0
    ? all
    : all.filter((kind) => wanted.some((entry) => entry.kind === kind));
}

function allowedNamespaces(
  mesh: Mesh,
  own: string,
  allowed: { readonly from?: string; readonly selector?: unknown } | undefined,
): readonly string[] {
  switch (allowed?.from ?? 'Same') {
    case 'All':
      return ['*'];
    case 'Selector': {
      const fitting = [...mesh.namespaces.values()].filter((namespace) =>
        namespace.declarations.some(({ labels }) =>
          matchesLabelSelector({ 'kubernetes.io/metadata.name': namespace.name, ...labels }, allowed?.selector),
        ),
      );
      return fitting.length === 0 ? ['~'] : fitting.map(({ name }) => name);
    }
    case 'None':
      return ['~'];
    default:
      return [own];
  }
}
