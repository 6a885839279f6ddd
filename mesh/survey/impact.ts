import { coversHost } from '../model/hosts.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import { Indexes } from '../request/indexes.js';
import { readCallGraph } from './call-graph.js';

/** Somebody who feels it when a service fails or is slow. */
export interface ImpactRow {
  /** `namespace/service`, `Gateway namespace/name`, or a host of the Internet. */
  readonly affected: string;
  /** From the service that fails to the affected one. */
  readonly through: readonly string[];
  /** How a failure is felt: `calls` directly declared, `route` by a route that leads there, `gateway` from outside. */
  readonly kind: 'calls' | 'route' | 'gateway';
}

/** Who is affected when a service fails or is slow: declared callers and their callers, hosts whose routes lead there, gateways. */
export function impact(mesh: Mesh, service: MeshService): readonly ImpactRow[] {
  const graph = readCallGraph(mesh);
  const rows = new Map<string, ImpactRow>();
  const queue: { readonly name: string; readonly through: readonly string[] }[] = [
    { name: `${service.namespace}/${service.name}`, through: [] },
  ];
  const seen = new Set<string>();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { name, through } = next;
    if (seen.has(name)) {
      continue;
    }
    seen.add(name);
    const path = [...through, name];
    for (const { from, to } of graph) {
      if (to === name && !seen.has(from)) {
        rows.set(`calls ${from}`, rows.get(`calls ${from}`) ?? { affected: from, through: path, kind: 'calls' });
        queue.push({ name: from, through: path });
      }
    }
    for (const { affected, kind, follow } of routesTo(mesh, name)) {
      rows.set(`${kind} ${affected}`, rows.get(`${kind} ${affected}`) ?? { affected, through: path, kind });
      if (follow) {
        queue.push({ name: affected, through: path });
      }
    }
  }
  return [...rows.values()];
}

function routesTo(
  mesh: Mesh,
  name: string,
): readonly { readonly affected: string; readonly kind: 'route' | 'gateway'; readonly follow: boolean }[] {
  const [namespace = '', short = ''] = name.split('/');
  const host = `${short}.${namespace}.svc.${mesh.config.clusterDomain}`;
  return Indexes.of(mesh).configs.flatMap((config) => {
    const rules = [...config.http, ...config.tls, ...config.tcp];
    if (!rules.some(({ destinations }) => destinations.some((destination) => destination.host === host))) {
      return [];
    }
    const gateways = config.gateways
      .filter((gateway) => gateway !== 'mesh')
      .map((gateway) => ({
        affected: `Gateway ${gateway} (${config.hosts.join(', ')})`,
        kind: 'gateway' as const,
        follow: false,
      }));
    const services = config.gateways.includes('mesh')
      ? mesh.services.filter(
          (other) => other.host !== host && config.hosts.some((pattern) => coversHost(pattern, other.host)),
        )
      : [];
    return [
      ...gateways,
      ...services.map((other) => ({
        affected: `${other.namespace}/${other.name}`,
        kind: 'route' as const,
        follow: true,
      })),
    ];
  });
}
