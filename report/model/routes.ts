import { coversHost } from '../../mesh/model/hosts.js';
import type { MeshService } from '../../mesh/model/index.js';
import { PushContext } from '../../mesh/proxy/push-context.js';
import { addressOf } from '../../mesh/request/address.js';
import type { Answer, RequestQuery } from '../../mesh/request/index.js';
import { type Probe, probeOfMatch } from '../../mesh/survey/probe.js';
import { outsideCaller, Representatives } from '../../mesh/survey/representatives.js';
import { type Asked, summaryOf } from './asked.js';
import type { Edges } from './edges.js';
import { idOf } from './nodes.js';
import type { RouteRow } from './report-data.js';

/**
 * What requests to each service get: the plain one, and one for each match of a route, asked by a known caller, else by a workload of the
 * namespace, else by a pod without a proxy.
 */
export function routesOf(asked: Asked, edges: Edges): readonly RouteRow[] {
  const { mesh } = asked;
  const representatives = new Representatives(mesh);
  const probes = new RouteProbes(asked);
  return mesh.services.flatMap((service): readonly RouteRow[] => {
    const [port] = service.ports;
    const address = port === undefined ? undefined : addressOf(service, port);
    if (service.registry === 'external' || address === undefined || isProxyService(service)) {
      return [];
    }
    const [own = outsideCaller] = representatives.ofNamespace(service.namespace);
    const from = edges.callerOf(idOf(service)) ?? own;
    const asks = [{}, ...probes.of(service)].map((probe): RequestQuery => ({ from, to: `${address}/`, ...probe }));
    return asks.map((query) => rowOf(service, query, asked.ask(query)));
  });
}

/** Whether a service is that of a gateway or a waypoint. */
export function isProxyService({ workloads }: MeshService): boolean {
  return workloads.some(({ proxy }) => proxy === 'gateway' || proxy === 'waypoint');
}

function rowOf(service: MeshService, query: RequestQuery, answer: Answer): RouteRow {
  return {
    ...summaryOf(query, answer),
    service: idOf(service),
    when: conditionOf(query),
    route: answer.route,
    timeout: answer.timeout,
    attempts: answer.retries?.attempts ?? null,
  };
}

/** What a request asks for besides the address, in words. */
export function conditionOf({ path, method, headers = {} }: RequestQuery): string {
  return [
    ...(method === undefined ? [] : [`method ${method}`]),
    ...(path === undefined ? [] : [`path ${path}`]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${[value].flat().join(', ')}`),
  ].join(', ');
}

/** The requests that matches of the routes of the mesh take, by service. */
class RouteProbes {
  private readonly byHost = new Map<string, Probe[]>();
  private readonly wildcards: { readonly host: string; readonly probes: readonly Probe[] }[] = [];

  constructor({ mesh }: Asked) {
    for (const { gateways, hosts, http } of PushContext.of(mesh).sources) {
      const probes = gateways.includes('mesh')
        ? http.flatMap(({ matches }) => matches.map(probeOfMatch)).filter((probe) => Object.keys(probe).length > 0)
        : [];
      for (const host of probes.length === 0 ? [] : hosts) {
        if (host.includes('*')) {
          this.wildcards.push({ host, probes });
        } else {
          this.byHost.set(host, [...(this.byHost.get(host) ?? []), ...probes]);
        }
      }
    }
  }

  /** Each once. */
  of({ host }: MeshService): readonly Probe[] {
    const wide = this.wildcards.filter((one) => coversHost(one.host, host)).flatMap(({ probes }) => probes);
    const all = [...(this.byHost.get(host) ?? []), ...wide];
    return [...new Map(all.map((probe) => [JSON.stringify(probe), probe])).values()];
  }
}
