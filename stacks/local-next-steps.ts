import type { Manifest } from '../mesh/index.js';

/** Ports of this machine that lead to the gateway. */
interface GatewayPorts {
  readonly http: number;
  readonly https: number;
}

interface Server {
  readonly hosts: readonly string[];
  readonly tls?: { readonly httpsRedirect?: boolean; readonly mode?: string };
}

interface RouteSpec {
  readonly hosts: readonly string[];
  readonly gateways?: readonly string[];
  readonly http?: readonly {
    readonly match?: readonly { readonly uri?: { readonly exact?: string; readonly prefix?: string } }[];
  }[];
}

/** A request to each route behind the gateway, as a command to copy. */
export function gatewayRequests(manifests: readonly Manifest[], ports: GatewayPorts): string[] {
  const servers = new Map<string, readonly Server[]>();
  for (const { kind, metadata, ...object } of manifests) {
    if (kind !== 'Gateway') continue;
    const { servers: own = [] } = object['spec'] as { servers?: readonly Server[] };
    servers.set(`${metadata.namespace}/${metadata.name}`, own);
  }
  return manifests.flatMap(({ kind, metadata, ...object }) => {
    if (kind !== 'VirtualService') return [];
    const { hosts, gateways = [], http = [] } = object['spec'] as RouteSpec;
    const open = gateways.flatMap(
      (gateway) => servers.get(gateway.includes('/') ? gateway : `${metadata.namespace}/${gateway}`) ?? [],
    );
    const { exact, prefix } = http[0]?.match?.[0]?.uri ?? {};
    return hosts.flatMap((host) => {
      const serving = open.filter((server) => server.hosts.some((served) => served === host || served === '*'));
      const plain = serving.some(({ tls }) => tls === undefined);
      if (serving.length === 0 || (host.startsWith('*') && host !== '*')) return [];
      return [request(host, exact ?? prefix ?? '/', plain, ports)];
    });
  });
}

function request(host: string, path: string, plain: boolean, { http, https }: GatewayPorts): string {
  if (plain) return `curl ${host === '*' ? '' : `-H 'Host: ${host}' `}http://127.0.0.1:${http}${path}`;
  // The certificate is the user's own, so nobody else has signed it.
  return `curl --insecure --resolve ${host}:${https}:127.0.0.1 https://${host}:${https}${path}`;
}
