import { readGatewayServers } from '../istio/gateway-servers.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import { PushContext } from '../proxy/push-context.js';
import { urlOf } from '../request/address.js';
import type { RequestQuery } from '../request/index.js';
import type { PolicyQuestion } from './policy-probes.js';
import { type Probe, probeOfMatch } from './probe.js';

/**
 * Asks, for every server of every gateway, what the Internet gets for the hosts of its routes: the plain path, and whatever the routes
 * and the policies of the gateway match.
 */
export function gatewayQuestions(
  mesh: Mesh,
  policies: readonly PolicyQuestion[],
  add: (query: RequestQuery) => void,
): void {
  const entries = mesh.services.filter(
    ({ registry, workloads }) => registry === 'kubernetes' && workloads.some(({ proxy }) => proxy === 'gateway'),
  );
  const isOnly = entries.length === 1;
  const { sources } = PushContext.of(mesh);
  for (const server of readGatewayServers(mesh)) {
    const bound = sources.filter(({ gateways }) => gateways.includes(server.gateway));
    const probes = new Map<string, readonly Probe[]>();
    for (const { hosts, http } of bound) {
      const matched = http.flatMap(({ matches }) => matches.map(probeOfMatch));
      // Nobody outside asks for a name of the cluster where there is another.
      const published = hosts.filter((host) => !host.endsWith(`.svc.${mesh.config.clusterDomain}`));
      for (const host of published.length === 0 ? hosts : published) {
        probes.set(host, [...(probes.get(host) ?? [{}]), ...matched]);
      }
    }
    for (const host of server.hosts.map((text) => text.slice(text.indexOf('/') + 1))) {
      if (!probes.has(host)) {
        probes.set(host, [{}]);
      }
    }
    for (const service of entries) {
      const workloads = service.workloads.filter(server.selects);
      const decided = policies.filter((policy) => policy.workloads.some((workload) => workloads.includes(workload)));
      const port = portOf(service, server.port);
      if (workloads.length === 0 || port === undefined) {
        continue;
      }
      for (const [host, some] of probes) {
        const name = host === '*' ? 'any.example' : host.replace('*', 'any');
        const to = `${urlOf(schemeOf(server), name, port)}/`;
        const via = isOnly ? {} : { via: `${service.namespace}/${service.name}` };
        for (const probe of [...some, ...decided.map(({ probe: one }) => one)]) {
          add({ from: 'internet', to, ...via, ...probe });
        }
      }
    }
  }
}

/** The port of a Service behind which a server listens, by the number of the Service or of the pod. */
function portOf(service: MeshService, wanted: number): number | undefined {
  const port =
    service.ports.find(({ number }) => number === wanted) ??
    service.ports.find(({ targetPort }) => targetPort === wanted);
  return port?.number;
}

function schemeOf({ protocol, tls }: { readonly protocol: string; readonly tls: unknown }): string {
  if (protocol === 'TCP' || protocol === 'MONGO') {
    return 'tcp';
  }
  return tls === undefined ? 'http' : protocol === 'TLS' ? 'tls' : 'https';
}
