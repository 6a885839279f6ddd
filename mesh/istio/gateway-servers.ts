import { matchesLabels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import { createdAt } from './age.js';
import { readListeners } from './gateway-api/listeners.js';
import type { GatewayServer, ServerTls } from './gateway-server.js';

export type { GatewayServer, ServerTls } from './gateway-server.js';

import { ingressServers } from './ingress.js';

/** Servers of all gateways, those of the oldest gateway first. */
export function readGatewayServers(mesh: Mesh): readonly GatewayServer[] {
  return [...istioServers(mesh), ...readListeners(mesh).map(({ server }) => server), ...ingressServers(mesh)];
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
